package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What Fairlead's garbage costs, and whether it keeps any. */
final class GcWorkload implements Workload {
    private static final int CONNECTIONS = 100_000;
    private static final int MOST_ROUNDS = 3;
    private static final int AT_A_TIME = 20_000;
    private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9.]+)ms");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    @Override
    public String name() {
        return "gc";
    }

    @Override
    public String description() {
        return "Fairlead's pauses while 100,000 connections come and go, 50 at once, and what lives on its heap before and"
                + " after.";
    }

    @Override
    public Unit unit() {
        return Unit.CONNECTIONS;
    }

    @Override
    public void run(Rig rig) {
        Path log = rig.children.directory("gc").resolve("gc.log");
        Contestant contestant = new Fairlead("fairlead", List.of("-Xlog:gc:file=" + log));
        int rounds = Math.min(MOST_ROUNDS, rig.options.rounds());
        int connections = rig.options.quick() ? CONNECTIONS / 10 : CONNECTIONS;
        Setup setup = Setup.of(Setup.ECHO, rig.ends.echoPort);
        try (Proxy proxy = Proxy.start(contestant, setup, rig.children, Setup.ECHO)) {
            connect(rig, proxy, AT_A_TIME); // what stays for good is there afterwards
            for (int round = 1; round <= rounds; round++) {
                rig.add(new Row(name(), contestant, round, measure(rig, proxy, log, connections)));
                Rig.progress("  round " + round + " of " + rounds);
            }
        }
    }

    private static Map<Figure, Double> measure(Rig rig, Proxy proxy, Path log, int connections) {
        double before = liveMegabytes(proxy);
        int pausesBefore = pauses(log).length;
        Map<Figure, Double> figures = connect(rig, proxy, connections);
        double[] all = pauses(log);
        double[] pauses = Arrays.copyOfRange(all, pausesBefore, all.length);
        Arrays.sort(pauses);
        figures.put(Figure.LIVE_BEFORE, before);
        figures.put(Figure.LIVE_AFTER, liveMegabytes(proxy));
        figures.put(Figure.PAUSES, (double) pauses.length);
        if (pauses.length > 0) {
            figures.put(Figure.PAUSE_P50, pauses[(pauses.length - 1) / 2]);
            figures.put(Figure.PAUSE_P99, pauses[(int) Math.ceil(pauses.length * 0.99) - 1]);
            figures.put(Figure.PAUSE_MAX, pauses[pauses.length - 1]);
        }
        return figures;
    }

    private static Map<Figure, Double> connect(Rig rig, Proxy proxy, int connections) {
        return ConnectionsWorkload.measure(rig, proxy, Setup.ECHO, connections, 100);
    }

    /** What a full collection, which it asks for, leaves. */
    private static double liveMegabytes(Proxy proxy) {
        String histogram = Programs.output(Programs.jdk("jcmd"), Long.toString(proxy.pid()), "GC.class_histogram");
        return TOTAL.matcher(histogram)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)) / (1 << 20))
                .findFirst()
                .orElseThrow(() -> new BenchFailure("jcmd gave no total"));
    }

    private static double[] pauses(Path log) {
        try {
            return PAUSE.matcher(Files.readString(log))
                    .results()
                    .mapToDouble(match -> Double.parseDouble(match.group(1)))
                    .toArray();
        } catch (IOException e) {
            throw new BenchFailure("cannot read " + log, e);
        }
    }
}

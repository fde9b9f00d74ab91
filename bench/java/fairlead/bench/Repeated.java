package fairlead.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A workload whose proxies stay up: all are started and warmed up, then take turns. */
abstract class Repeated implements Workload {
    private static final Duration MOST_WARM_UP = Duration.ofSeconds(20);
    private static final int STEADY = 3;
    private static final double BETTER = 0.95;

    private final String name;
    private final String description;
    private final Unit unit;

    Repeated(String name, String description, Unit unit) {
        this.name = name;
        this.description = description;
        this.unit = unit;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final Unit unit() {
        return unit;
    }

    /** A host whose backend serves this workload: the echo, if nothing else is said. */
    String host() {
        return Setup.ECHO;
    }

    Setup setup(Rig rig) {
        return Setup.of(host(), rig.ends.echoPort);
    }

    /** One round. */
    abstract Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds);

    int rounds(Options options) {
        return options.rounds();
    }

    @Override
    public final void run(Rig rig) {
        List<Proxy> proxies = new ArrayList<>();
        try {
            for (Contestant contestant : rig.wanted(this)) {
                proxies.add(Proxy.start(contestant, setup(rig), rig.children, host()));
            }
            proxies.forEach(proxy -> warmUp(rig, proxy));
            for (int round = 1; round <= rounds(rig.options); round++) {
                for (Proxy proxy : proxies) {
                    Map<Figure, Double> figures = attempt(rig, proxy, rig.options.seconds());
                    rig.add(new Row(name, proxy.contestant, round, figures));
                }
                Rig.progress("  round " + round + " of " + rounds(rig.options));
            }
        } finally {
            proxies.forEach(Proxy::close);
        }
    }

    /**
     * Lets everybody work for a second, and what runs on a JVM until it gets no better: its compiler takes its time, more so
     * on a busy machine.
     */
    private void warmUp(Rig rig, Proxy proxy) {
        boolean jvm = proxy.contestant.group() == Contestant.Group.SUBJECT
                || proxy.contestant.group() == Contestant.Group.NONE; // the ends, of which this is the first use
        long end = System.nanoTime() + (jvm ? MOST_WARM_UP.toNanos() : 0);
        double best = Double.MAX_VALUE;
        int noBetter = 0;
        do {
            Map<Figure, Double> figures = attempt(rig, proxy, 1);
            double ofTheLoad = figures.getOrDefault(Figure.LOAD, 0.0) / figures.getOrDefault(Figure.THROUGHPUT, 1.0);
            double cost = figures.getOrDefault(Figure.CPU, ofTheLoad);
            noBetter = cost > best * BETTER ? noBetter + 1 : 0;
            best = Math.min(best, cost);
        } while (noBetter < STEADY && System.nanoTime() < end);
    }

    /** A proxy that has ended explains best why its round failed. */
    private Map<Figure, Double> attempt(Rig rig, Proxy proxy, double seconds) {
        try {
            return measure(rig, proxy, seconds);
        } catch (BenchFailure e) {
            proxy.requireAlive();
            throw new BenchFailure(name + ", " + proxy.contestant.label() + ": " + e.getMessage());
        }
    }
}

package fairlead.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What connections cost on which nothing happens.
 *
 * @param used whether the process has served others before: what runs on a JVM is smaller once it is compiled
 */
record IdleWorkload(boolean used) implements Workload {
    private static final int USE = 20_000;
    private static final int CONNECTIONS = 5000;
    private static final int MOST_ROUNDS = 3; // each takes a new process and a quarter of a minute
    private static final double SETTLE_SECONDS = 3;
    private static final double IDLE_SECONDS = 10;

    @Override
    public String name() {
        return used ? "idle-used" : "idle-new";
    }

    @Override
    public String description() {
        return "Memory of a process that has served " + (used ? "20,000 connections" : "one connection")
                + ", and with 5,000 more that are open and idle; then its CPU time while nothing happens. VmRSS, or Pss"
                + " summed over nginx's processes, which share pages.";
    }

    @Override
    public Unit unit() {
        return Unit.CONNECTIONS;
    }

    @Override
    public List<Contestant> contestants() {
        return Contestant.all().stream()
                .filter(contestant -> contestant.group() != Contestant.Group.NONE)
                .toList();
    }

    @Override
    public void run(Rig rig) {
        int rounds = Math.min(MOST_ROUNDS, rig.options.rounds());
        int connections = Math.min(CONNECTIONS, Limits.connections());
        Limits.warnAbout(CONNECTIONS);
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : rig.wanted(this)) {
                rig.add(new Row(name(), contestant, round, measure(rig, contestant, connections)));
            }
            Rig.progress("  round " + round + " of " + rounds);
        }
    }

    private Map<Figure, Double> measure(Rig rig, Contestant contestant, int connections) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        Setup setup = Setup.of(Setup.ECHO, rig.ends.echoPort);
        try (Proxy proxy = Proxy.start(contestant, setup, rig.children, Setup.ECHO)) {
            ProcessTree tree = proxy.tree().orElseThrow();
            if (used) {
                ConnectionsWorkload.measure(rig, proxy, Setup.ECHO, USE, 60);
            }
            new Meter(rig.ends, rig.ends.backend).settle(proxy);
            double before = tree.residentBytes();
            figures.put(Figure.FAILED, rig.open(proxy, Setup.ECHO, connections));
            sleep(SETTLE_SECONDS);
            double after = tree.residentBytes();
            double cpu = tree.cpuMicros();
            sleep(IDLE_SECONDS);
            figures.put(Figure.IDLE_CPU, 100 * (tree.cpuMicros() - cpu) / (IDLE_SECONDS * 1e6));
            figures.put(Figure.EACH, (after - before) / connections);
            figures.put(Figure.EMPTY_RSS, before / (1 << 20));
            figures.put(Figure.RSS, after / (1 << 20));
            proxy.requireAlive();
        } finally {
            rig.ends.run("close");
        }
        return figures;
    }

    private static void sleep(double seconds) {
        LockSupport.parkNanos((long) (seconds * 1e9));
    }
}

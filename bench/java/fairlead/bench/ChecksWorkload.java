package fairlead.bench;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What it costs to check backends while there are no clients. */
record ChecksWorkload(Checks.Kind kind) implements Workload {
    private static final int BACKENDS = 200;
    private static final int MOST_ROUNDS = 3; // each takes a new process and more than half a minute
    private static final double WARM_UP_SECONDS = 60;
    private static final double SECONDS = 20;

    @Override
    public String name() {
        return "checks-" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String description() {
        return "200 healthy backends, each checked once a second, and no clients: CPU time over 20 s, after 60 s of"
                + " warming up. Checks are counted by the backends. nginx has no such checks.";
    }

    @Override
    public Unit unit() {
        return Unit.CONNECTIONS;
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(new Fairlead(), new Haproxy(false, false));
    }

    @Override
    public void run(Rig rig) {
        int rounds = Math.min(MOST_ROUNDS, rig.options.rounds());
        HttpsServer backends = new HttpsServer(rig.children, BACKENDS);
        try {
            for (int round = 1; round <= rounds; round++) {
                for (Contestant contestant : rig.wanted(this)) {
                    rig.add(new Row(name(), contestant, round, measure(rig, contestant, backends)));
                }
                Rig.progress("  round " + round + " of " + rounds);
            }
        } finally {
            rig.children.stop(backends.child, 1000);
        }
    }

    private Map<Figure, Double> measure(Rig rig, Contestant contestant, HttpsServer backends) {
        Setup setup = Setup.checked(HttpsWorkload.HOST, new Checks(kind, backends.ports));
        try (Proxy proxy = Proxy.start(contestant, setup, rig.children, HttpsWorkload.HOST)) {
            ProcessTree tree = proxy.tree().orElseThrow();
            sleep(WARM_UP_SECONDS);
            long accepted = backends.accepted();
            Map<Path, Long> switches = tree.switches();
            double cpu = tree.cpuMicros();
            sleep(SECONDS);
            double spent = tree.cpuMicros() - cpu;
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.CHECK_CPU, 100 * spent / (SECONDS * 1e6));
            figures.put(Figure.SWITCHES, more(switches, tree.switches()) / SECONDS);
            figures.put(Figure.CHECKS, (backends.accepted() - accepted - 1) / SECONDS); // one of them asked for this
            figures.put(Figure.RSS, tree.residentBytes() / (1 << 20));
            proxy.requireAlive();
            return figures;
        }
    }

    private static double more(Map<Path, Long> before, Map<Path, Long> after) {
        return after.entrySet().stream()
                .mapToDouble(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static void sleep(double seconds) {
        LockSupport.parkNanos((long) (seconds * 1e9));
    }
}

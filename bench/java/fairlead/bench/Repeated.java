package fairlead.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A workload whose proxies stay up: all are started and warmed up, then take turns. */
abstract class Repeated implements Workload {
    private static final double WARM_UP_SECONDS = 1;
    private static final double JIT_SECONDS = 3;

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

    /** A host whose backend serves this workload. */
    abstract String host();

    abstract Setup setup(Rig rig);

    /** One round. */
    abstract Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds);

    int rounds(Options options) {
        return options.rounds();
    }

    @Override
    public final void run(Rig rig) {
        List<Proxy> proxies = new ArrayList<>();
        try {
            for (Contestant contestant : contestants()) {
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

    private void warmUp(Rig rig, Proxy proxy) {
        boolean jit = proxy.contestant.group() == Contestant.Group.SUBJECT
                || proxy.contestant.group() == Contestant.Group.NONE; // which is the first, and so warms up the load
        long end = System.nanoTime() + (long) (1e9 * (jit ? JIT_SECONDS : WARM_UP_SECONDS));
        while (System.nanoTime() < end) {
            attempt(rig, proxy, WARM_UP_SECONDS);
        }
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

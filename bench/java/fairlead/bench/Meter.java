package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Watches the CPU time of everybody while something is done. */
final class Meter {
    private static final int SETTLE_STEP_MILLIS = 50;
    private static final int SETTLE_STEPS = 60;
    private static final double QUIET_MICROS = 10_000;

    /** CPU time so far, in microseconds. */
    private record Sample(double proxy, double load, double backend, double machine, double ourselves, long nanos) {}

    private final Ends ends;
    private final ProcessTree backend;

    /** Measures with this process as the one that serves. */
    Meter(Ends ends, Child backend) {
        this.ends = ends;
        this.backend = backend.tree();
    }

    /** Does something, which gives the figures of the load, and adds what it cost. */
    Map<Figure, Double> measure(Proxy proxy, Unit unit, Supplier<Map<String, Double>> action) {
        settle(proxy);
        Sample before = sample(proxy);
        Map<String, Double> load = action.get();
        Sample after = sample(proxy);
        proxy.requireAlive();
        double done = load.getOrDefault("done", 0.0) / unit.size();
        double wall = (after.nanos - before.nanos) / 1000.0;
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        if (done == 0) {
            return failed(proxy, load.getOrDefault("failed", 0.0));
        }
        figures.put(Figure.THROUGHPUT, done / load.getOrDefault("seconds", 0.0));
        load.forEach((key, value) -> {
            switch (key) {
                case "p50" -> figures.put(Figure.P50, value);
                case "p99" -> figures.put(Figure.P99, value);
                case "p999" -> figures.put(Figure.P999, value);
                case "failed" -> figures.put(Figure.FAILED, value);
                case "retried" -> figures.put(Figure.RETRIED, value);
                default -> {}
            }
        });
        double proxyMicros = after.proxy - before.proxy;
        double known = proxyMicros + after.load - before.load + after.backend - before.backend;
        if (proxy.tree().isPresent()) {
            figures.put(Figure.CPU, proxyMicros / unit.micros() / done);
            figures.put(Figure.PROXY, 100 * proxyMicros / wall);
        }
        figures.put(Figure.LOAD, 100 * (after.load - before.load) / wall);
        figures.put(Figure.BACKEND, 100 * (after.backend - before.backend) / wall);
        double others = after.machine - before.machine - known - (after.ourselves - before.ourselves);
        figures.put(Figure.OTHERS, Math.max(0, 100 * others / wall));
        proxy.tree().ifPresent(tree -> figures.put(Figure.RSS, tree.residentBytes() / (1 << 20)));
        return figures;
    }

    /** The figures of a round in which nothing could be done. */
    static Map<Figure, Double> failed(Proxy proxy, double failed) {
        proxy.requireAlive();
        return new EnumMap<>(Map.of(Figure.FAILED, failed));
    }

    /** Waits until the proxy has nothing left to do from before, or three seconds. */
    void settle(Proxy proxy) {
        double last = proxy.cpuMicros() + backend.cpuMicros();
        for (int step = 0; step < SETTLE_STEPS; step++) {
            LockSupport.parkNanos(SETTLE_STEP_MILLIS * 1_000_000L);
            double now = proxy.cpuMicros() + backend.cpuMicros();
            if (now - last <= QUIET_MICROS) {
                return;
            }
            last = now;
        }
    }

    private Sample sample(Proxy proxy) {
        ProcessTree ourselves = new ProcessTree(ProcessHandle.current());
        double buried = ourselves.buriedCpuMicros(); // load generators that come and go, such as wrk
        return new Sample(
                proxy.cpuMicros(),
                ends.load.tree().cpuMicros() + buried,
                backend.cpuMicros(),
                machineMicros(),
                ourselves.ownCpuMicros(),
                System.nanoTime());
    }

    /** CPU time of the whole machine but for waiting. */
    private static double machineMicros() {
        try {
            String[] fields = Files.readString(Path.of("/proc/stat"))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .split("\\s+", -1);
            long[] ticks =
                    Arrays.stream(fields).skip(1).mapToLong(Long::parseLong).toArray();
            long busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7];
            return busy * ProcessTree.MICROS_A_TICK;
        } catch (IOException e) {
            throw new BenchFailure("cannot read /proc/stat", e);
        }
    }
}

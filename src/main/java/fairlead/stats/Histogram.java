package fairlead.stats;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** How often durations fell between bounds that grow like 1, 2, 5, 10. Lock-free; only ever grows. */
public final class Histogram {
    /** Upper bounds in seconds; behind the last there is one bucket more, for all that took longer. */
    public static final List<Double> BOUNDS =
            List.of(0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0);

    private static final long[] NANOS =
            BOUNDS.stream().mapToLong(seconds -> Math.round(seconds * 1e9)).toArray();

    private final AtomicLongArray counts = new AtomicLongArray(NANOS.length + 1);

    void add(Duration duration) {
        long nanos = duration.toNanos();
        int bucket = 0;
        while (bucket < NANOS.length && nanos > NANOS[bucket]) {
            bucket++;
        }
        counts.getAndIncrement(bucket);
    }

    /** How many fell into each bucket: one more than there are bounds. */
    public long[] counts() {
        long[] copy = new long[counts.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
        }
        return copy;
    }

    /**
     * The duration in seconds that this part of them did not exceed, as well as the buckets can tell; NaN when there are
     * none. What took longer than the last bound is taken for as long as that.
     *
     * @param counts as from {@link #counts()}, or differences and sums of such
     */
    public static double quantile(double part, long[] counts) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        double rank = part * all;
        double below = 0;
        for (int i = 0; i < NANOS.length && all > 0; i++) {
            if (counts[i] > 0 && below + counts[i] >= rank) {
                double from = i == 0 ? 0 : BOUNDS.get(i - 1);
                return from + (BOUNDS.get(i) - from) * (rank - below) / counts[i];
            }
            below += counts[i];
        }
        return all == 0 ? Double.NaN : BOUNDS.getLast();
    }
}

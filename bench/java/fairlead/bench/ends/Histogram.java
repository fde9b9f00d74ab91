package fairlead.bench.ends;

/**
 * Counts times in steps that grow with them, as HdrHistogram does: 128 steps a doubling, so that what it gives is less
 * than 1 % off. Of one thread.
 */
final class Histogram {
    private static final int BITS = 7;
    private static final int STEPS = 1 << BITS;

    private final long[] counts = new long[(65 - BITS) * STEPS];
    private long total;

    void add(long nanos) {
        counts[index(Math.max(0, nanos))]++;
        total++;
    }

    long total() {
        return total;
    }

    /** The time that so many percent do not exceed, in microseconds; 0 if there are none. */
    double micros(double percent) {
        long wanted = (long) Math.ceil(total * percent / 100);
        long seen = 0;
        for (int index = 0; index < counts.length; index++) {
            seen += counts[index];
            if (seen >= wanted && seen > 0) {
                return middle(index) / 1000.0;
            }
        }
        return 0;
    }

    private static int index(long value) {
        int shift = shift(value);
        return shift * STEPS + (int) (value >>> shift);
    }

    private static double middle(int index) {
        int shift = Math.max(0, index / STEPS - 1);
        long first = (long) (index - shift * STEPS) << shift;
        return first + ((1L << shift) - 1) / 2.0;
    }

    /** How many of the low bits of a value its step leaves out. */
    private static int shift(long value) {
        return Math.max(0, 63 - Long.numberOfLeadingZeros(value) - BITS);
    }
}

package fairlead.pool;

import java.time.Duration;

/** When a backend came back, and which part of its share it has by now. */
final class SlowStart {
    /** Has not been away. */
    static final SlowStart NONE = new SlowStart(0);

    private final long back;
    private volatile boolean over;

    SlowStart(long back) {
        this.back = back;
    }

    /** Whether it has less than its whole share. */
    boolean isUnderWay(Duration length, long now) {
        if (this == NONE || over) {
            return false;
        }
        over = now - back >= length.toNanos();
        return !over;
    }

    /** The weight so far on its way to the whole, growing evenly, at least 1. */
    int weight(int whole, Duration length, long now) {
        double part = (now - back) / (double) length.toNanos();
        return Math.max(1, Math.min(whole, (int) (whole * part)));
    }
}

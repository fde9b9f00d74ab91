package fairlead.pool;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What connect attempts tell of a backend: after {@value #UNHEALTHY_THRESHOLD} failures in a row it is left alone for a
 * while, then it may prove itself again. Counters only; times are {@link System#nanoTime()} values given by the caller.
 */
public final class HealthState {
    static final int UNHEALTHY_THRESHOLD = 3;
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile long retryAt;

    /** Whether new connections should be sent there. */
    public boolean healthy(long now) {
        return failuresInARow.get() < UNHEALTHY_THRESHOLD || now - retryAt >= 0;
    }

    /** A connection was established. */
    public void succeeded() {
        if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
    }

    /** A connection could not be established. */
    public void failed(long now) {
        retryAt = now + PAUSE.toNanos();
        failuresInARow.accumulateAndGet(1, (failures, one) -> Math.min(failures + one, UNHEALTHY_THRESHOLD));
    }
}

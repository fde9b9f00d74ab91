package fairlead.proxy;

import java.time.Duration;

/** How long to wait before trying again: 10 ms after the first failure, twice as long after each further one, up to 1 s. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Duration next = FIRST;

    /** The wait after one failure more. */
    Duration failed() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return wait;
    }

    /** Whether the failure that {@link #failed} tells of next is the first in a row. */
    boolean isFirst() {
        return next.equals(FIRST);
    }

    void succeeded() {
        next = FIRST;
    }
}

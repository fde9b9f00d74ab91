package fairlead.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one look at a backend.
 *
 * @param at when it was over, a {@link System#nanoTime()}
 * @param failure why it failed, in a few words; empty when it passed
 */
public record CheckResult(long at, Duration latency, Optional<String> failure) {

    public boolean passed() {
        return failure.isEmpty();
    }
}

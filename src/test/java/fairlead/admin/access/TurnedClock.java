package fairlead.admin.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is turned. */
final class TurnedClock implements InstantSource {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:15:30Z"));

    @Override
    public Instant instant() {
        return now.get();
    }

    void turn(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }
}

package fairlead.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer that waits for ever. Remembers what it is given and for when; an hour is longer than any test. */
final class FakeTimer extends ScheduledThreadPoolExecutor {
    private final List<Scheduled> scheduled = new ArrayList<>();

    private record Scheduled(Runnable task, Duration delay, ScheduledFuture<?> future) {}

    FakeTimer() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        ScheduledFuture<?> future = super.schedule(task, 1, TimeUnit.HOURS);
        scheduled.add(new Scheduled(task, Duration.of(delay, unit.toChronoUnit()), future));
        return future;
    }

    int scheduled() {
        return scheduled.size();
    }

    Duration last() {
        return scheduled.getLast().delay;
    }

    ScheduledFuture<?> future() {
        return scheduled.getLast().future;
    }

    /** As if it had just been too late to cancel it. */
    void elapse() {
        scheduled.getLast().task.run();
    }
}

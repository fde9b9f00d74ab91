package fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what it was given when it is told to, on a thread of its own, as checks name theirs. */
final class FakeThreads extends AbstractExecutorService {
    private final List<Runnable> tasks = new ArrayList<>();
    private boolean shutdown;

    int waiting() {
        return tasks.size();
    }

    void run() {
        List<Runnable> now = List.copyOf(tasks);
        tasks.clear();
        for (Runnable task : now) {
            Thread thread = Thread.ofPlatform().start(task);
            try {
                assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        assertThat(shutdown).as("shut down").isFalse();
        tasks.add(task);
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}

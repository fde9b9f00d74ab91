package fairlead.proxy;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The time limit of the step a connection is at. The sweeper closes the channel that the step is blocked on when the
 * limit has passed, unless the step is over by then: exactly one of the two wins.
 */
final class Deadline {
    private record Step(SocketChannel channel, long end, Outcome whenLate, boolean late) {}

    private final AtomicReference<@Nullable Step> current = new AtomicReference<>();

    /**
     * Begins a step that may block on the channel.
     *
     * @param end a {@link System#nanoTime()}
     * @param whenLate what it is called when the step takes longer
     */
    void start(SocketChannel channel, long end, Outcome whenLate) {
        current.set(new Step(channel, end, whenLate, false));
    }

    /**
     * Ends the step.
     *
     * @throws SocketTimeoutException when the deadline came first and the channel is closed
     */
    void stop() throws IOException {
        Step step = current.get();
        if (step == null || step.late || !current.compareAndSet(step, null)) {
            throw new SocketTimeoutException("too late");
        }
    }

    /** What the latest step's end is called, if it was cut. */
    Optional<Outcome> passed() {
        return Optional.ofNullable(current.get()).filter(Step::late).map(Step::whenLate);
    }

    /** Cuts the step if its end has come. */
    void sweep(long now) {
        Step step = current.get();
        if (step != null && !step.late && now - step.end >= 0) {
            if (current.compareAndSet(step, new Step(step.channel, step.end, step.whenLate, true))) {
                Sockets.close(step.channel);
            }
        }
    }
}

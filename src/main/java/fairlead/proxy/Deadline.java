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
    /** How a step is cut. */
    private enum Cut {
        CLOSE,
        SHUTDOWN_INPUT,
        RESET
    }

    private record Step(SocketChannel channel, long end, Outcome whenLate, Cut cut, boolean late) {
        Step until(long otherEnd) {
            return new Step(channel, otherEnd, whenLate, cut, false);
        }

        Step tooLate() {
            return new Step(channel, end, whenLate, cut, true);
        }
    }

    private final AtomicReference<@Nullable Step> current = new AtomicReference<>();

    /**
     * Begins a step that may block on the channel.
     *
     * @param end a {@link System#nanoTime()}
     * @param whenLate what it is called when the step takes longer
     */
    void start(SocketChannel channel, long end, Outcome whenLate) {
        current.set(new Step(channel, end, whenLate, Cut.CLOSE, false));
    }

    /** Begins a step that may block on reading. When it is cut, the peer can still be written to. */
    void startReading(SocketChannel channel, long end, Outcome whenLate) {
        current.set(new Step(channel, end, whenLate, Cut.SHUTDOWN_INPUT, false));
    }

    /**
     * Begins a step that may block on writing. When it is cut, the peer gets a RST: a FIN behind what waits in the system
     * would tell it that this was all.
     */
    void startWriting(SocketChannel channel, long end, Outcome whenLate) {
        current.set(new Step(channel, end, whenLate, Cut.RESET, false));
    }

    /** Gives a step that is under way another end, if it is called so when late. */
    void move(long end, Outcome whenLate) {
        Step step = current.get();
        if (step != null && !step.late && step.whenLate == whenLate) {
            current.compareAndSet(step, step.until(end)); // else it is over, or has been cut
        }
    }

    /**
     * Ends the step.
     *
     * @throws SocketTimeoutException when the deadline came first and the channel is closed
     */
    void stop() throws IOException {
        Step step = current.get();
        while (step != null && !step.late) {
            if (current.compareAndSet(step, null)) {
                return;
            }
            step = current.get(); // moved, or cut
        }
        throw new SocketTimeoutException("too late");
    }

    /** What the latest step's end is called, if it was cut. */
    Optional<Outcome> passed() {
        return Optional.ofNullable(current.get()).filter(Step::late).map(Step::whenLate);
    }

    /** Cuts the step if its end has come. */
    void sweep(long now) {
        Step step = current.get();
        if (step != null && !step.late && now - step.end >= 0) {
            if (current.compareAndSet(step, step.tooLate())) {
                switch (step.cut) {
                    case CLOSE -> Sockets.close(step.channel);
                    case SHUTDOWN_INPUT -> Sockets.shutdownInput(step.channel);
                    case RESET -> Sockets.reset(step.channel);
                }
            }
        }
    }
}

package fairlead.proxy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes busy threads stand aside when others do not get their turn.
 *
 * <p>A virtual thread that always finds something to read or accept is never taken off its carrier. It yields now and then,
 * but a carrier serves its own queue first, a thread that yields goes to the end of that queue, and new connections come by
 * another one. So a few busy threads would keep all new connections waiting for good. A probe that comes by the same way as
 * they do shows it: when it has not run after {@link #PATIENCE}, a new round begins, in which every busy thread parks once
 * for an instant. Parking empties the carriers' queues, and nothing else does.
 *
 * <p>Threads: one platform thread of its own, which rests while there are no connections.
 */
final class Turns implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(20);
    private static final int LENGTH = 16; // reads
    private static final Duration LONGEST_REST = Duration.ofMillis(160);

    private final BooleanSupplier idle;
    private final Consumer<Runnable> starter;
    private final AtomicInteger round = new AtomicInteger();
    private volatile boolean probed = true;
    private volatile boolean closed;

    /**
     * Not started yet.
     *
     * @param idle whether there is nobody who could have to wait
     */
    Turns(BooleanSupplier idle) {
        this(idle, Thread::startVirtualThread);
    }

    Turns(BooleanSupplier idle, Consumer<Runnable> starter) {
        this.idle = idle;
        this.starter = starter;
    }

    void start() {
        Thread.ofPlatform().daemon().name("turns").start(this::watch);
    }

    /** Changes when busy threads should stand aside. */
    int round() {
        return round.get();
    }

    /** What one busy thread keeps in mind to let others go first. For that thread. */
    final class Turn {
        private int seen = round();
        private int left = LENGTH;

        /** Lets others go first, if the turn is over; called before each read that may find something at once. */
        @SuppressWarnings("ThreadPriorityCheck") // a hint is all that the yield has to be
        void giveWay() {
            if (isOverdue()) {
                seen = round();
                LockSupport.parkNanos(1);
            } else if (--left == 0) {
                left = LENGTH;
                Thread.yield();
            }
        }

        /** Whether a new round has begun since it gave way. */
        boolean isOverdue() {
            return seen != round();
        }
    }

    /** The first turn of a thread. */
    Turn turn() {
        return new Turn();
    }

    @Override
    public void close() {
        closed = true;
    }

    /** One look: sends the next probe when the latest one has run, else begins a round. */
    void look() {
        if (!probed) {
            round.incrementAndGet();
        } else if (!idle.getAsBoolean()) {
            probed = false;
            starter.accept(() -> probed = true);
        }
    }

    private void watch() {
        Duration rest = PATIENCE; // between probes; longer and longer while they run in time
        while (!closed) {
            LockSupport.parkNanos(rest.toNanos());
            look();
            LockSupport.parkNanos(PATIENCE.toNanos());
            if (probed) {
                rest = rest.compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : rest;
            } else {
                look();
                rest = PATIENCE;
            }
        }
    }
}

package fairlead.proxy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes busy copies stand aside when others do not get their turn.
 *
 * <p>A carrier serves its own queue first, a virtual thread that yields goes to the end of that queue, and new connections
 * come by another one. So a few connections that always have something to copy would keep all new ones waiting for good.
 * A probe that comes by the same way as they do shows it: when it has not run after {@link #PATIENCE}, a new round begins,
 * in which every copy parks once for an instant. Parking empties the carriers' queues, and nothing else does.
 *
 * <p>Threads: one platform thread of its own, which rests while there are no connections.
 */
final class Turns implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(20);

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

    /** Changes when copies should stand aside. */
    int round() {
        return round.get();
    }

    /** Lets everyone else go first. */
    static void standAside() {
        LockSupport.parkNanos(1);
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
        while (!closed) {
            LockSupport.parkNanos(PATIENCE.toNanos());
            look();
        }
    }
}

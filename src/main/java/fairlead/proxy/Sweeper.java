package fairlead.proxy;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Looks at every open connection, once a second or more often when a time limit is short: deadlines, idle and stuck
 * connections. One thread and no timers, so that the data path never reads a clock for its time limits.
 */
final class Sweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(20);

    private final Collection<Connection> connections;
    private final Supplier<Duration> shortestLimit;
    private volatile boolean closed;

    Sweeper(Collection<Connection> connections, Supplier<Duration> shortestLimit) {
        this.connections = connections;
        this.shortestLimit = shortestLimit;
    }

    void start() {
        Thread.ofPlatform().daemon().name("sweeper").start(this::sweep);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** A quarter of the shortest limit keeps every limit to within a quarter of itself. */
    static Duration interval(Duration shortestLimit) {
        Duration quarter = shortestLimit.dividedBy(4);
        if (quarter.compareTo(LONGEST) > 0) {
            return LONGEST;
        }
        return quarter.compareTo(SHORTEST) < 0 ? SHORTEST : quarter;
    }

    /** Without memory it may not even be possible to say so; every time limit depends on going on. */
    private static void report(Throwable e) {
        try {
            LOG.log(System.Logger.Level.ERROR, "the sweeper goes on after a defect in Fairlead", e);
        } catch (OutOfMemoryError again) {
            // the next one will tell
        }
    }

    private void sweep() {
        while (!closed) {
            try {
                Thread.sleep(interval(shortestLimit.get()));
                long now = System.nanoTime();
                connections.forEach(connection -> connection.sweep(now));
            } catch (RuntimeException | OutOfMemoryError e) {
                report(e);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts the sweeper", e);
            }
        }
    }
}

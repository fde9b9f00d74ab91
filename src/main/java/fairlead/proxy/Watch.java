package fairlead.proxy;

import fairlead.stats.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells from the byte counts of a relay, looked at now and then, that it is idle, stuck or half closed for too long. The
 * copies read no clock. For the sweeper's thread; times are {@link System#nanoTime()}.
 */
final class Watch {
    private final Direction in;
    private final Direction out;
    private final long idle;
    private final long halfClose;
    private long bytesIn;
    private long bytesOut;
    private long inMoved;
    private long outMoved;
    private long inFree;
    private long outFree;
    private boolean halfClosed;

    Watch(Direction in, Direction out, Duration idle, Duration halfClose, long now) {
        this.in = in;
        this.out = out;
        this.idle = idle.toNanos();
        this.halfClose = halfClose.toNanos();
        this.inMoved = now;
        this.outMoved = now;
        this.inFree = now;
        this.outFree = now;
    }

    /** Why the relay should end now, if it should. */
    Optional<Outcome> look(boolean oneFinished, long now) {
        long read = in.bytes();
        long written = out.bytes();
        boolean justFinished = oneFinished && !halfClosed; // a FIN is a sign of life like any byte
        inMoved = read == bytesIn && !justFinished ? inMoved : now;
        outMoved = written == bytesOut && !justFinished ? outMoved : now;
        inFree = in.writing() && read == bytesIn ? inFree : now; // a write that has just begun is not stuck
        outFree = out.writing() && written == bytesOut ? outFree : now;
        halfClosed = oneFinished;
        bytesIn = read;
        bytesOut = written;

        long quiet = Math.min(now - inMoved, now - outMoved);
        if (oneFinished && quiet >= halfClose) {
            return Optional.of(Outcome.HALF_CLOSE_TIMEOUT);
        }
        if (quiet >= idle) {
            return Optional.of(Outcome.IDLE_TIMEOUT);
        }
        if (now - inFree >= idle || now - outFree >= idle) {
            return Optional.of(Outcome.WRITE_TIMEOUT);
        }
        return Optional.empty();
    }
}

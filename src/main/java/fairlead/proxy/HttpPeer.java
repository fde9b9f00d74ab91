package fairlead.proxy;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One side of an HTTP conversation: its socket, what it sent and nobody has used yet, and the time limits of reading from
 * it and writing to it. Whatever goes wrong with it is a {@link Refused} that says so.
 *
 * <p>Threads: one at a time reads and one writes, which may be the same; the sweeper looks at the limits.
 */
final class HttpPeer {
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** What it is called when the peer breaks off, finishes where more was due, or takes nothing any more. */
    record Failures(Outcome reset, Outcome finished, Outcome stuck) {
        static final Failures OF_CLIENT =
                new Failures(Outcome.CLIENT_RESET, Outcome.CLIENT_GONE, Outcome.WRITE_TIMEOUT);
        static final Failures OF_BACKEND =
                new Failures(Outcome.BACKEND_RESET, Outcome.BACKEND_RESET, Outcome.RESPONSE_TIMEOUT);
    }

    private final SocketChannel channel;
    private final Inbox inbox;
    private final Turns.Turn turn;
    private final Failures failures;
    private final Deadline reading = new Deadline();
    private final Deadline writing = new Deadline();
    private final AtomicLong bytesRead = new AtomicLong(); // changed by one thread at a time, and looked at by others
    private final AtomicLong bytesWritten = new AtomicLong();

    HttpPeer(SocketChannel channel, Inbox inbox, Turns turns, Failures failures) {
        this.channel = channel;
        this.inbox = inbox;
        this.turn = turns.turn();
        this.failures = failures;
        bytesRead.set(inbox.length());
    }

    SocketChannel channel() {
        return channel;
    }

    Inbox inbox() {
        return inbox;
    }

    long bytesRead() {
        return bytesRead.get();
    }

    long bytesWritten() {
        return bytesWritten.get();
    }

    /** Blocks until the inbox has more; false when the peer has finished. */
    boolean fill(long end, Outcome whenLate) throws Refused {
        return fill(() -> end, whenLate);
    }

    /** The same, until an end that another thread may bring closer, and then tells by {@link #readUntil}. */
    boolean fill(LongSupplier end, Outcome whenLate) throws Refused {
        turn.giveWay();
        reading.startReading(channel, end.getAsLong(), whenLate);
        reading.move(end.getAsLong(), whenLate); // asked again, for who tells must see that there is something to move
        try {
            int n = inbox.fill();
            reading.stop();
            bytesRead.addAndGet(Math.max(0, n));
            return n >= 0;
        } catch (IOException e) {
            throw failed(reading);
        }
    }

    /** The same, where more is due. */
    void demand(Duration limit, Outcome whenLate) throws Refused {
        if (!fill(System.nanoTime() + limit.toNanos(), whenLate)) {
            throw Refused.silently(failures.finished);
        }
    }

    /** Reads past the inbox, which is empty. */
    int read(ByteBuffer buffer, Duration limit, Outcome whenLate) throws Refused {
        turn.giveWay();
        reading.startReading(channel, System.nanoTime() + limit.toNanos(), whenLate);
        try {
            int n = channel.read(buffer);
            reading.stop();
            bytesRead.addAndGet(Math.max(0, n));
            return n;
        } catch (IOException e) {
            throw failed(reading);
        }
    }

    /** Gives a read that is under way, and called so when late, another end. */
    void readUntil(long end, Outcome whenLate) {
        reading.move(end, whenLate);
    }

    /** Whether a read would not block. */
    boolean moreAvailable() throws Refused {
        try {
            return channel.socket().getInputStream().available() > 0;
        } catch (IOException e) {
            throw failed(reading);
        }
    }

    /** Writes all of it; the peer may take nothing for as long as the limit. */
    void write(Duration limit, ByteBuffer... parts) throws Refused {
        try {
            long left = 0;
            for (ByteBuffer part : parts) {
                left += part.remaining();
            }
            while (left > 0) {
                writing.startWriting(channel, System.nanoTime() + limit.toNanos(), failures.stuck);
                long n = parts.length == 1 ? channel.write(parts[0]) : channel.write(parts);
                writing.stop();
                bytesWritten.addAndGet(n);
                left -= n;
            }
        } catch (IOException e) {
            throw failed(writing);
        }
    }

    /** Reads and throws away until the peer has finished, for so long at the most. */
    void discard(Duration limit) {
        reading.startReading(channel, System.nanoTime() + limit.toNanos(), failures.finished);
        try {
            Sockets.discardInput(channel);
            reading.stop();
        } catch (IOException e) {
            // it had its time
        }
    }

    /** Says that nothing more is coming, and lets the peer read up to there: a close with unread input would reset it. */
    void sayGoodbye() {
        finish();
        discard(FAREWELL);
    }

    /** The same while another thread reads, whose read ends with the farewell. */
    void sayGoodbyeWhileRead() {
        finish();
        writing.start(channel, System.nanoTime() + FAREWELL.toNanos(), failures.stuck);
    }

    private void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            // it does not listen any more
        }
    }

    /** Whether it sent something unasked, finished or broke off, where nothing is due. Does not block. */
    boolean isSpent() {
        try {
            channel.configureBlocking(false);
            try {
                return inbox.length() > 0 || channel.read(ByteBuffer.allocate(1)) != 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return true;
        }
    }

    /** Looks at the time limits; called by the sweeper alone. */
    void sweep(long now) {
        reading.sweep(now);
        writing.sweep(now);
    }

    /** A write that is cut closes the channel, and so ends a read of another thread as well. */
    private Refused failed(Deadline deadline) {
        return Refused.silently(deadline.passed().or(writing::passed).orElse(failures.reset));
    }
}

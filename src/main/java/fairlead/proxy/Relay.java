package fairlead.proxy;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Two copies between a client and its backend, one thread each, until both sides have finished or one has failed.
 *
 * <p>A FIN is carried through as a FIN and a RST as a RST. Only after its FIN a side that resets is not answered in kind:
 * it had said all it wanted, and a RST would destroy what the other has not yet read of it.
 *
 * <p>Threads: the connection's copies to the client, a second copies from it, the sweeper looks on.
 */
final class Relay {
    private static final int REQUEST = 512; // bytes, enough for most that one sends
    private static final int REPLY = 2048;
    private static final int WRITE_TO_COME_BACK = 20; // milliseconds

    private final SocketChannel client;
    private final SocketChannel backend;
    private final Direction in;
    private final Direction out;
    private final Watch watch;
    private final AtomicReference<@Nullable Outcome> verdict = new AtomicReference<>();
    private final long began = System.nanoTime();
    private volatile boolean oneFinished;
    private volatile boolean clientFinished;

    Relay(
            SocketChannel client,
            SocketChannel backend,
            Duration idle,
            Duration halfClose,
            BufferPool buffers,
            Turns turns) {
        this.client = client;
        this.backend = backend;
        this.in = new Direction(client, backend, REQUEST, buffers, turns);
        this.out = new Direction(backend, client, REPLY, buffers, turns);
        this.watch = new Watch(in, out, idle, halfClose, began);
    }

    /** Sends the backend what the client said before there was a relay. */
    void replay(ByteBuffer first) {
        try {
            in.write(first);
        } catch (IOException e) {
            breakOff(Outcome.BACKEND_RESET, client, backend);
        }
    }

    /** Copies both ways; returns when both copies have ended. Closing the channels, which may be open, ends the story. */
    Outcome run() {
        Thread request = Thread.ofVirtual()
                .name(Thread.currentThread().getName() + " request")
                .start(() -> copy(in, out, Outcome.CLIENT_RESET, Outcome.BACKEND_RESET));
        copy(out, in, Outcome.BACKEND_RESET, Outcome.CLIENT_RESET); // mostly the last to end, and nobody waits then
        join(request);
        Outcome ended = verdict.get();
        return ended == null ? Outcome.COMPLETED : ended;
    }

    /** Ends both copies for this reason, unless the relay has ended for another. */
    void abort(Outcome reason) {
        if (verdict.compareAndSet(null, reason)) {
            Sockets.close(client);
            Sockets.close(backend);
        }
    }

    /** Looks for timeouts; called by the sweeper alone. */
    void sweep(long now) {
        watch.look(oneFinished, now).ifPresent(this::abort);
    }

    /** Whether the backend broke it off before it sent a byte, though the client was waiting for one. */
    boolean resetEarly() {
        return verdict.get() == Outcome.BACKEND_RESET && bytesOut() == 0 && !clientFinished;
    }

    /** When it was made, a {@link System#nanoTime()}. */
    long began() {
        return began;
    }

    long bytesIn() {
        return in.bytes();
    }

    long bytesOut() {
        return out.bytes();
    }

    private void copy(Direction direction, Direction other, Outcome sourceReset, Outcome sinkReset) {
        switch (direction.copy()) {
            case FINISHED -> finish(direction, other);
            case SOURCE_FAILED -> breakOff(sourceReset, direction.sink(), direction.source());
            case SINK_FAILED -> breakOff(sinkReset, direction.source(), direction.sink());
            case SINK_CLOSED -> discard(direction, sourceReset);
        }
    }

    /**
     * Passes on a FIN. The system tells of a RST once, and when a write of the other direction was told, the read of this
     * one saw an end: a write under way gets a moment to come back and break off.
     */
    private void finish(Direction direction, Direction other) {
        if (direction == in) {
            clientFinished = true; // before the backend is told
        }
        try {
            for (int i = 0; i < WRITE_TO_COME_BACK && other.writing(); i++) {
                Thread.sleep(1);
            }
            if (!oneFinished) { // else both have, and closing says it to this one
                direction.sink().shutdownOutput();
            }
        } catch (IOException e) {
            // broken off by the other direction, or closed at a time limit
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a connection", e);
        }
        oneFinished = true;
    }

    /**
     * The sink is closed. Whether it had finished before only the other direction can tell, which reads from it, may still
     * have a lot to deliver and breaks off if it must. Meanwhile the source may go on sending into nothing, until it
     * finishes or the sweeper finds that no byte has moved for too long.
     */
    private void discard(Direction direction, Outcome sourceReset) {
        try {
            Sockets.discardInput(direction.source());
            oneFinished = true;
        } catch (IOException e) {
            breakOff(sourceReset, direction.sink(), direction.source());
        }
    }

    private void breakOff(Outcome reason, SocketChannel reset, SocketChannel broken) {
        if (verdict.compareAndSet(null, reason)) {
            Sockets.reset(reset);
            Sockets.close(broken);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a connection", e);
        }
    }
}

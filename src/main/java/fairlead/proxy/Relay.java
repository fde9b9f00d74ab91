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
 * <p>Threads: the connection's copies from the client, a second copies to it, the sweeper looks on.
 */
final class Relay {
    /** How long what nobody wants any more is taken from a side whose peer is gone. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final SocketChannel client;
    private final SocketChannel backend;
    private final Direction in;
    private final Direction out;
    private final Watch watch;
    private final Deadline linger = new Deadline();
    private final AtomicReference<@Nullable Outcome> verdict = new AtomicReference<>();
    private volatile boolean oneFinished;

    Relay(SocketChannel client, SocketChannel backend, Duration idle, Duration halfClose, BufferPool buffers) {
        this.client = client;
        this.backend = backend;
        this.in = new Direction(client, backend, buffers);
        this.out = new Direction(backend, client, buffers);
        this.watch = new Watch(in, out, idle, halfClose, System.nanoTime());
    }

    /** Sends the backend what the client said before there was a relay. */
    void replay(ByteBuffer first) {
        try {
            in.write(first);
        } catch (IOException e) {
            breakOff(Outcome.BACKEND_RESET, client, backend);
        }
    }

    /** Copies both ways; returns when both copies have ended. The channels may be left open. */
    Outcome run() {
        Thread reply = Thread.ofVirtual()
                .name(Thread.currentThread().getName() + " reply")
                .start(() -> copy(out, Outcome.BACKEND_RESET, Outcome.CLIENT_RESET));
        copy(in, Outcome.CLIENT_RESET, Outcome.BACKEND_RESET);
        join(reply);
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
        linger.sweep(now);
        watch.look(oneFinished, now).ifPresent(this::abort);
    }

    long bytesIn() {
        return in.bytes();
    }

    long bytesOut() {
        return out.bytes();
    }

    private void copy(Direction direction, Outcome sourceReset, Outcome sinkReset) {
        switch (direction.copy()) {
            case FINISHED -> oneFinished = true;
            case SOURCE_FAILED -> breakOff(sourceReset, direction.sink(), direction.source());
            case SINK_FAILED -> discard(direction, sinkReset);
        }
    }

    /**
     * The sink is gone, but whether by a reset or after it had finished only the other direction can tell, which reads
     * from it: that one ends now, and resets the source if it must. Until then, and for a moment after a FIN, the source
     * may go on sending into nothing.
     */
    private void discard(Direction direction, Outcome sinkReset) {
        linger.start(direction.source(), System.nanoTime() + LINGER.toNanos(), sinkReset);
        try {
            Sockets.discardInput(direction.source());
            linger.stop();
        } catch (IOException e) {
            // reset by the other direction, by the source itself or at the deadline
        }
        if (!oneFinished) {
            breakOff(sinkReset, direction.source(), direction.sink());
        }
    }

    private void breakOff(Outcome reason, SocketChannel reset, SocketChannel broken) {
        if (verdict.compareAndSet(null, reason)) {
            Sockets.reset(reset);
            Sockets.close(broken);
        }
    }

    private static void join(Thread thread) {
        while (true) {
            try {
                thread.join();
                return;
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts a connection", e);
            }
        }
    }
}

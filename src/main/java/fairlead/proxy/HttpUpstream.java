package fairlead.proxy;

import fairlead.pool.Backend;
import fairlead.pool.Pool;
import fairlead.proxy.Snapshot.Target;
import fairlead.stats.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An upstream that the requests of one client go over, one after another. Between them it rests, and the sweeper may
 * close it then: exactly one of the sweeper and the next request gets it.
 */
final class HttpUpstream implements AutoCloseable {
    private static final byte[] NO_HEADER = {};

    private enum State {
        BUSY,
        RESTING,
        CLOSED
    }

    private final Engine engine;
    private final Target target;
    private final Upstream upstream;
    private final HttpPeer peer;
    private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
    private final long opened = System.nanoTime();
    private byte[] header;
    private volatile boolean used;

    /**
     * In use by the first request.
     *
     * @param header PROXY header to begin with, or nothing
     */
    HttpUpstream(Engine engine, Target target, Upstream upstream, byte[] header) {
        this.engine = engine;
        this.target = target;
        this.upstream = upstream;
        this.header = header;
        this.peer = new HttpPeer(
                upstream.channel(),
                new Inbox(upstream.channel(), engine.helloMemory()),
                engine.turns(),
                HttpPeer.Failures.OF_BACKEND);
    }

    HttpPeer peer() {
        return peer;
    }

    Backend backend() {
        return upstream.backend();
    }

    String address() {
        return upstream.address();
    }

    Duration connectTime() {
        return upstream.connectTime();
    }

    /** Whether a request went over it before the current one. */
    boolean wasUsed() {
        return used;
    }

    /** The head of a request, and before the first the PROXY header. */
    byte[] begin(byte[] head) {
        byte[] first = header.length == 0
                ? head
                : ByteBuffer.allocate(header.length + head.length)
                        .put(header)
                        .put(head)
                        .array();
        header = NO_HEADER;
        return first;
    }

    /** Lets it rest until the next request. */
    void rest() {
        used = true;
        peer.inbox().shrink();
        state.compareAndSet(State.BUSY, State.RESTING); // it may have been closed while it rested
    }

    /** Takes it up again for a request to this target; false when that needs another one. */
    boolean takeUp(Target wanted, Optional<String> kept, long now) {
        boolean free = state.compareAndSet(State.RESTING, State.BUSY);
        return free
                && wanted.loadBalancer().name().equals(target.loadBalancer().name())
                && wanted.loadBalancer().proxyProtocol()
                        == target.loadBalancer().proxyProtocol()
                && upstream.remote().equals(backend().address(wanted.rule()))
                && kept.map(name -> name.equals(backend().name())).orElse(true)
                && wanted.pool().offers(backend(), now)
                && !peer.isSpent();
    }

    /**
     * Closes it if it rests and its backend takes no more, or no others; called by the sweeper alone.
     *
     * @return why it should end now although it is in use
     */
    Optional<Outcome> sweep(long now) {
        peer.sweep(now);
        if (state.get() == State.CLOSED) {
            return Optional.empty();
        }
        if (state.get() == State.RESTING) {
            boolean wanted = isOffered(now) && backend().waiting() == 0; // else another client has a use for its seat
            if (!wanted && state.compareAndSet(State.RESTING, State.CLOSED)) {
                upstream.close();
            }
            return Optional.empty();
        }
        if (backend().closesConnections(opened)) {
            return Optional.of(Outcome.BACKEND_UNHEALTHY);
        }
        return backend().isDrained(now, opened) ? Optional.of(Outcome.BACKEND_DRAINED) : Optional.empty();
    }

    private boolean isOffered(long now) {
        Pool current = engine.snapshot().pools().get(target.loadBalancer().name());
        return current != null && current.offers(backend(), now);
    }

    /** Closes it, unless it is; for the connection's thread. */
    @Override
    public void close() {
        peer.inbox().close();
        if (state.getAndSet(State.CLOSED) != State.CLOSED) {
            upstream.close();
        }
    }
}

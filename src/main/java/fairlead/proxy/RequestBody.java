package fairlead.proxy;

import fairlead.http.Framing;
import fairlead.stats.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to its backend while the response may be coming already: a server may answer before it has read all, and
 * a client may wait to be told to go on. On a thread of its own.
 */
final class RequestBody {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final Duration WITH_THE_RESPONSE = Duration.ofMillis(20);
    private static final Duration FOR_THE_LAST_PIECE = Duration.ofSeconds(1);
    private static final long NEVER = Long.MAX_VALUE / 4; // nanoseconds from now

    private final BodyCopy copy;
    private final Framing framing;
    private final HttpPeer client;
    private final HttpPeer backend;
    private final Duration responseTimeout;
    private final Thread thread;
    private volatile @Nullable Long over; // System.nanoTime()
    private volatile @Nullable Refused failure;

    /** Begins to send. The copy has the head of the request. */
    RequestBody(BodyCopy copy, Framing framing, HttpPeer client, HttpPeer backend, Duration responseTimeout) {
        this.copy = copy;
        this.framing = framing;
        this.client = client;
        this.backend = backend;
        this.responseTimeout = responseTimeout;
        this.thread = Thread.ofVirtual()
                .name(Thread.currentThread().getName() + " request")
                .start(this::run);
    }

    /** Until when the response must have begun: the time runs from when the backend has all, or will get no more. */
    long responseEnd() {
        Long since = over;
        return since == null ? System.nanoTime() + NEVER : since + responseTimeout.toNanos();
    }

    /** Why the exchange failed, when it was not the backend that broke off: that may have answered before. */
    Optional<Refused> failure() {
        return Optional.ofNullable(failure).filter(refused -> refused.outcome() != Outcome.BACKEND_RESET);
    }

    /**
     * Whether all of it was sent by the time the response begins, or as good as that. Who has sent the last piece may on a
     * busy machine be overtaken by the response to it.
     */
    boolean isSent() {
        boolean over = join(WITH_THE_RESPONSE) || (copy.allCame() && join(FOR_THE_LAST_PIECE));
        return over && failure == null;
    }

    /** Waits until nobody reads from the client or writes to the backend any more. */
    void join() {
        while (!join(Duration.ofDays(1))) {
            // the time limits of both sides see to it
        }
    }

    private boolean join(Duration limit) {
        try {
            return thread.join(limit);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a connection", e);
        }
    }

    private void run() {
        try {
            copy.run(framing);
            end();
        } catch (Refused refused) {
            failure = refused;
            if (failure().isPresent()) {
                Sockets.close(backend.channel()); // nobody needs a response
            } else {
                end();
            }
            client.discard(responseTimeout); // closing with unread input would destroy what the client is told
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a request failed by a defect in Fairlead", e);
            failure = Refused.silently(Outcome.INTERNAL_ERROR);
            Sockets.close(backend.channel());
        }
    }

    private void end() {
        over = System.nanoTime();
        backend.readUntil(responseEnd(), Outcome.RESPONSE_TIMEOUT);
    }
}

package fairlead.proxy;

import fairlead.http.Field;
import fairlead.http.Forwarding;
import fairlead.http.Framing;
import fairlead.http.RequestHead;
import fairlead.http.ResponseHead;
import fairlead.http.ResponseParser;
import fairlead.stats.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a backend, and the response on its way back. {@link #send}, {@link #awaitResponse} and {@link
 * #passOn} follow one another; one that cannot go on throws {@link Refused}. For the connection's thread.
 */
final class Exchange {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int MOST_INTERIM = 32;
    private static final int SLOWEST_BODY = 100; // bytes a second

    private final Engine engine;
    private final RequestHead request;
    private final Forwarding forwarding;
    private final HttpPeer client;
    private final HttpUpstream upstream;
    private final HttpPeer backend;
    private final Patience patience;
    private final long writtenBefore;
    private final long readBefore;
    private @Nullable RequestBody body;
    private long responseEnd;
    private boolean begun;
    private volatile boolean endsWithConnection;

    /**
     * How long it waits.
     *
     * @param client for the client, to send more of its request or to take more of its response
     * @param response for the backend, until its response begins
     * @param idle for the backend within its response, and for the client's body from there on
     * @param halfClose when one has finished, after an upgrade
     */
    record Patience(Duration client, Duration response, Duration idle, Duration halfClose) {}

    /** What the two sides may do afterwards. */
    record End(boolean clientGoesOn, boolean backendGoesOn) {}

    /** Nothing is sent yet. */
    Exchange(
            Engine engine,
            RequestHead request,
            Forwarding forwarding,
            HttpPeer client,
            HttpUpstream upstream,
            Patience patience) {
        this.engine = engine;
        this.request = request;
        this.forwarding = forwarding;
        this.client = client;
        this.upstream = upstream;
        this.backend = upstream.peer();
        this.patience = patience;
        this.writtenBefore = backend.bytesWritten();
        this.readBefore = backend.bytesRead();
    }

    /** Sends the request: at once if all of it is there, else from a thread of its own. */
    void send() throws Refused {
        BodyCopy copy = new BodyCopy(
                client,
                backend,
                engine.buffers(),
                new BodyCopy.Limits(
                        patience.client,
                        SLOWEST_BODY,
                        Outcome.REQUEST_TIMEOUT,
                        patience.response,
                        Outcome.REQUEST_MALFORMED),
                upstream.begin(forwarding.request(request)),
                request.framing() instanceof Framing.Chunked);
        if (isWhole()) {
            copy.run(request.framing());
            responseEnd = System.nanoTime() + patience.response.toNanos();
        } else {
            body = new RequestBody(copy, request.framing(), client, backend, patience.response);
        }
    }

    /** The head of the response; interim ones are passed on meanwhile. */
    ResponseHead awaitResponse() throws Refused {
        try {
            for (int i = 0; i < MOST_INTERIM; i++) {
                ResponseHead head = readHead();
                if (!head.isInterim()) {
                    return head;
                }
                if (request.minorVersion() > 0) {
                    write(forwarding.response(head, new Framing.None(), Optional.empty(), List.of()));
                }
            }
            throw Refused.silently(Outcome.RESPONSE_MALFORMED, "the backend sends interim responses without end");
        } catch (Refused refused) {
            throw culprit(refused);
        }
    }

    /** When the client fails, the backend is closed, and fails too. */
    private Refused culprit(Refused refused) {
        RequestBody sending = body;
        return sending == null ? refused : sending.failure().orElse(refused);
    }

    /**
     * Passes the response on, whose head has been read.
     *
     * @param mayGoOn whether another request may follow, as far as Fairlead and the client are concerned
     * @param added header fields to add
     */
    End passOn(ResponseHead head, boolean mayGoOn, List<Field> added) throws Refused {
        Framing came = head.framing(request.method());
        boolean unknownLength = came instanceof Framing.Chunked || came instanceof Framing.UntilClose;
        boolean oldClient = request.minorVersion() == 0;
        RequestBody sending = body;
        if (sending != null) {
            sending.responseBegins(patience.idle);
        }
        boolean sent = sending == null || sending.isSent();
        boolean clientGoesOn = mayGoOn && sent && !(unknownLength && oldClient);
        Framing goes = unknownLength ? (oldClient ? new Framing.UntilClose() : new Framing.Chunked()) : came;
        copy(came, goes, forwarding.response(head, goes, connection(request.minorVersion(), clientGoesOn), added));
        boolean ended = came instanceof Framing.UntilClose || backend.inbox().length() > 0;
        return new End(clientGoesOn, sent && head.keepsAlive() && !ended);
    }

    private void copy(Framing came, Framing goes, byte[] head) throws Refused {
        BodyCopy copy = new BodyCopy(
                backend,
                client,
                engine.buffers(),
                new BodyCopy.Limits(
                        patience.idle, 0, Outcome.IDLE_TIMEOUT, patience.client, Outcome.RESPONSE_MALFORMED),
                head,
                goes instanceof Framing.Chunked);
        long before = client.bytesWritten();
        endsWithConnection = goes instanceof Framing.UntilClose;
        try {
            copy.run(came);
        } catch (Refused refused) {
            if (client.bytesWritten() > before && goes instanceof Framing.UntilClose) {
                Sockets.reset(client.channel()); // a FIN would say that this was all
            }
            throw culprit(refused);
        } finally {
            endsWithConnection = false;
            begun = client.bytesWritten() > before;
        }
    }

    /** Whether the backend has agreed to speak another protocol from here on. */
    boolean isUpgrade(ResponseHead head) {
        return head.status() == SWITCHING_PROTOCOLS;
    }

    /** Passes on that the protocol changes, and gives the relay of what is spoken from here on. */
    Relay upgrade(ResponseHead head, List<Field> added) throws Refused {
        if (request.upgrade().isEmpty()) {
            throw Refused.silently(Outcome.RESPONSE_MALFORMED, "the backend changed the protocol without being asked");
        }
        RequestBody sending = body;
        if (sending != null) {
            sending.join();
        }
        begun = true;
        byte[] switching = forwarding.response(head, new Framing.None(), Optional.empty(), added);
        client.write(
                patience.client, ByteBuffer.wrap(switching), backend.inbox().view());
        return new Relay(
                client.channel(),
                backend.channel(),
                patience.idle,
                patience.halfClose,
                engine.buffers(),
                engine.turns());
    }

    /** Lets the client read to the end of what it got, while it may still be sending what nobody wants. */
    void sayGoodbye() {
        RequestBody sending = body;
        if (sending == null || sending.hasEnded()) {
            client.sayGoodbye();
        } else {
            client.sayGoodbyeWhileRead();
            sending.join();
        }
    }

    /** The backend's inbox is not needed any more. */
    void closeInbox() {
        backend.inbox().close();
    }

    /** Waits until the request's body is no longer sent. */
    void awaitBody() {
        RequestBody sending = body;
        if (sending != null) {
            sending.join();
        }
    }

    /** Whether the client would take an end of the connection for the end of the response; from anywhere. */
    boolean endsWithConnection() {
        return endsWithConnection;
    }

    /** Whether the client has got a part of a response, not counting interim ones. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether another backend may be tried: it broke off without a word, and nothing is done twice (RFC 9110, 9.2.2). */
    boolean mayBeRepeated(Refused refused) {
        boolean silent = refused.outcome() == Outcome.BACKEND_RESET && backend.bytesRead() == readBefore;
        boolean unsent = backend.bytesWritten() == writtenBefore;
        return silent && request.framing().isEmpty() && (unsent || request.isIdempotent());
    }

    private boolean isWhole() {
        return switch (request.framing()) {
            case Framing.None unused -> true;
            case Framing.Length length -> length.bytes() <= client.inbox().length();
            case Framing.Chunked unused -> false;
            case Framing.UntilClose unused -> false;
        };
    }

    private ResponseHead readHead() throws Refused {
        RequestBody sending = body;
        Inbox inbox = backend.inbox();
        while (true) {
            switch (ResponseParser.parse(inbox.bytes(), inbox.from(), inbox.to())) {
                case ResponseParser.Result.Complete complete -> {
                    inbox.take(complete.length());
                    return complete.head();
                }
                case ResponseParser.Result.Malformed malformed ->
                    throw Refused.silently(Outcome.RESPONSE_MALFORMED, malformed.sentence());
                case ResponseParser.Result.Incomplete unused -> {
                    if (!backend.fill(
                            () -> sending == null ? responseEnd : sending.responseEnd(), Outcome.RESPONSE_TIMEOUT)) {
                        throw Refused.silently(Outcome.BACKEND_RESET);
                    }
                }
            }
        }
    }

    /** What a response says of the connection to the client. */
    static Optional<String> connection(int minorVersion, boolean goesOn) {
        if (!goesOn) {
            return Optional.of("close");
        }
        return minorVersion == 0 ? Optional.of("keep-alive") : Optional.empty(); // what 1.1 has by default
    }

    private void write(byte[] bytes) throws Refused {
        client.write(patience.client, ByteBuffer.wrap(bytes));
    }
}

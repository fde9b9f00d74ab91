package fairlead.proxy;

import fairlead.config.HttpConfig.ForwardedHeaders;
import fairlead.config.ListenerConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.http.Field;
import fairlead.http.Forwarding;
import fairlead.http.RequestHead;
import fairlead.http.ResponseHead;
import fairlead.http.StickyCookie;
import fairlead.pool.Backend;
import fairlead.pool.Candidates;
import fairlead.pool.Candidates.Candidate;
import fairlead.proxy.OpenConnection.State;
import fairlead.proxy.Snapshot.Target;
import fairlead.proxyprotocol.Tlvs;
import fairlead.proxyprotocol.UniqueId;
import fairlead.stats.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes the requests of one client on to backends, over one upstream that is kept from request to request while it
 * serves.
 *
 * <p>Threads: the connection's, and the sweeper where it says so.
 */
final class HttpForwarder implements AutoCloseable {
    /** Less than an authority waits (Let's Encrypt: 10 seconds). */
    private static final Duration FOR_A_CHALLENGE = Duration.ofSeconds(8);

    private static final int OK = 200;

    private final Engine engine;
    private final HttpSession.Client who;
    private final HttpPeer client;
    private final AtomicReference<State> state;
    private boolean clientGoesOn = true;
    private volatile @Nullable Exchange exchange;
    private volatile @Nullable HttpUpstream upstream;
    private volatile @Nullable Relay relay;

    /**
     * A request to pass on.
     *
     * @param mayGoOn whether another may follow it on the connection, as of when that is told
     */
    record Asked(
            RequestHead head, ListenerConfig listener, Target target, RequestRecord record, BooleanSupplier mayGoOn) {
        LoadBalancerConfig config() {
            return target.loadBalancer();
        }
    }

    /**
     * Nothing is passed on yet.
     *
     * @param state of the connection, which it keeps true
     */
    HttpForwarder(Engine engine, HttpSession.Client who, HttpPeer client, AtomicReference<State> state) {
        this.engine = engine;
        this.who = who;
        this.client = client;
        this.state = state;
    }

    /** Passes the request on and the response back; the next backend is tried as long as nothing has happened. */
    Outcome forward(Asked asked) throws Refused {
        Optional<StickyCookie> cookie = asked.target.cookie();
        Optional<StickyCookie.Kept> kept = cookie.flatMap(sticky -> sticky.read(asked.head.fields(), Instant.now()));
        Optional<String> wanted = kept.map(StickyCookie.Kept::backend);
        Failover failover = new Failover(
                engine.health(),
                asked.target,
                asked.target.pool().candidates(who.source().getAddress(), wanted),
                state);
        boolean reused = takeUp(asked.target, wanted);
        Optional<Refused> failed = Optional.empty();
        while (true) {
            HttpUpstream over = reused ? current() : open(asked.target, connect(failover, failed));
            asked.record.goesOver(over);
            Exchange attempt = begin(asked, over, asked.config().http().responseTimeout());
            try {
                attempt.send();
                ResponseHead response = attempt.awaitResponse();
                List<Field> added = setCookie(cookie, kept, over.backend());
                return attempt.isUpgrade(response)
                        ? relay(asked, attempt, response, added)
                        : passOn(asked, attempt, response, added);
            } catch (Refused refused) {
                close();
                if (!client.channel().isOpen() || !attempt.mayBeRepeated(refused)) {
                    throw refused;
                }
                failed = Optional.of(refused);
                reused = false;
            }
        }
    }

    /** Connects to the next; when there is none, the request failed as the last that had it failed. */
    private static Upstream connect(Failover failover, Optional<Refused> failed) throws Refused {
        try {
            return failover.connect();
        } catch (Refused none) {
            throw failed.filter(unused -> none.outcome() == Outcome.NO_BACKEND).orElse(none);
        }
    }

    /**
     * Asks the backends one after another until one knows the answer, each for half of the time that is left. A backend
     * that does not listen on the http port is none the worse for it.
     *
     * @return false when none knows
     */
    boolean answerChallenge(Asked asked) throws Refused {
        long end = System.nanoTime() + FOR_A_CHALLENGE.toNanos();
        Candidates candidates = asked.target.pool().challenged(who.source().getAddress());
        while (System.nanoTime() - end < 0) { // before the next is counted
            Optional<Candidate> next = candidates.next(System.nanoTime());
            if (next.isEmpty()) {
                break;
            }
            if (next.get() instanceof Candidate.Open open && answerChallenge(asked, open.backend(), end)) {
                return true;
            }
        }
        close();
        return false;
    }

    private boolean answerChallenge(Asked asked, Backend backend, long end) throws Refused {
        long now = System.nanoTime();
        Duration half = Duration.ofNanos((end - now) / 2);
        HttpUpstream over;
        Exchange attempt;
        ResponseHead response;
        try {
            close();
            over = open(asked.target, Upstream.connect(backend, asked.target.rule(), now + half.toNanos()));
            attempt = begin(asked, over, half);
            attempt.send();
            response = attempt.awaitResponse();
        } catch (IOException | Refused e) {
            exchange = null;
            return false;
        }
        if (response.status() != OK) {
            exchange = null;
            return false;
        }
        asked.record.goesOver(over);
        passOn(asked, attempt, response, List.of());
        return true;
    }

    private boolean takeUp(Target target, Optional<String> wanted) {
        HttpUpstream last = upstream;
        if (last != null && last.takeUp(target, wanted, System.nanoTime())) {
            return true;
        }
        close();
        return false;
    }

    private HttpUpstream open(Target target, Upstream connected) throws Refused {
        byte[] header = Introduction.header(
                target.loadBalancer().proxyProtocol(),
                who.source(),
                who.destination(),
                new Tlvs(Optional.empty(), Optional.empty(), Optional.of(UniqueId.of(who.id()))));
        HttpUpstream opened = new HttpUpstream(engine, target, connected, header);
        upstream = opened;
        if (!client.channel().isOpen()) { // an abort that found no upstream to close
            throw Refused.silently(Outcome.CLIENT_GONE);
        }
        return opened;
    }

    private Exchange begin(Asked asked, HttpUpstream over, Duration responseTimeout) {
        Exchange begun = new Exchange(
                engine,
                asked.head,
                forwarding(asked),
                client,
                over,
                new Exchange.Patience(
                        asked.listener.httpIdleTimeout(),
                        responseTimeout,
                        asked.config().idleTimeout(),
                        asked.config().halfCloseTimeout()));
        exchange = begun;
        state.set(State.EXCHANGING);
        return begun;
    }

    private Forwarding forwarding(Asked asked) {
        ForwardedHeaders wanted = asked.config().http().forwardedHeaders();
        boolean trusted = !asked.listener.acceptProxyProtocol()
                && asked.listener.trustedProxies().stream()
                        .anyMatch(block -> block.contains(who.source().getAddress()));
        return new Forwarding(
                wanted == ForwardedHeaders.X_FORWARDED || wanted == ForwardedHeaders.BOTH,
                wanted == ForwardedHeaders.FORWARDED || wanted == ForwardedHeaders.BOTH,
                trusted,
                who.source(),
                who.destination(),
                asked.target.cookie().map(StickyCookie::name));
    }

    private static List<Field> setCookie(
            Optional<StickyCookie> cookie, Optional<StickyCookie.Kept> kept, Backend backend) {
        boolean settled = kept.isPresent()
                && kept.get().backend().equals(backend.name())
                && !kept.get().renew();
        return settled
                ? List.of()
                : cookie.map(sticky -> sticky.set(backend.name(), Instant.now())).stream()
                        .toList();
    }

    private Outcome passOn(Asked asked, Exchange attempt, ResponseHead response, List<Field> added) throws Refused {
        asked.record.gets(response.status());
        Exchange.End end = attempt.passOn(response, asked.mayGoOn.getAsBoolean(), added);
        clientGoesOn = end.clientGoesOn();
        if (!end.backendGoesOn() || !end.clientGoesOn()) {
            close(); // before the farewell, which may take a moment
        }
        return Outcome.COMPLETED;
    }

    private Outcome relay(Asked asked, Exchange attempt, ResponseHead response, List<Field> added) throws Refused {
        asked.record.gets(response.status());
        clientGoesOn = false;
        Relay copies = attempt.upgrade(response, added);
        relay = copies;
        state.set(State.RELAYING);
        asked.record.goesThrough(copies);
        copies.replay(client.inbox().view()); // and leaves its length there, for the relay has counted it
        client.inbox().close();
        attempt.closeInbox();
        return copies.run();
    }

    /** Whether the client may send another request. */
    boolean clientGoesOn() {
        return clientGoesOn;
    }

    /** Whether the client has got a part of the response to the latest request. */
    boolean hasBegun() {
        Exchange latest = exchange;
        return latest != null && latest.hasBegun();
    }

    /** Lets the client read to the end of what it got. */
    void sayGoodbye() {
        Exchange latest = exchange;
        if (relay != null) {
            return; // it had its own end
        }
        if (latest == null) {
            client.sayGoodbye();
        } else {
            latest.sayGoodbye();
        }
    }

    /** Nothing is under way: the upstream waits for the next request. */
    void rest() {
        exchange = null;
        HttpUpstream last = upstream;
        if (last != null) {
            last.rest();
        }
    }

    /** Closes the upstream; another request gets another one. */
    @Override
    public void close() {
        HttpUpstream last = upstream;
        if (last != null) {
            upstream = null;
            last.close();
        }
    }

    /** Waits until nobody uses the client's inbox any more; both sides are closed. */
    void awaitBody() {
        Exchange latest = exchange;
        if (latest != null) {
            latest.awaitBody();
        }
    }

    /** Breaks off what is under way; from anywhere. */
    void abort(Outcome reason) {
        Relay copies = relay;
        HttpUpstream last = upstream;
        Exchange latest = exchange;
        if (latest != null && latest.endsWithConnection()) {
            Sockets.reset(client.channel());
        }
        if (copies != null) {
            copies.abort(reason);
        } else if (last != null) {
            Sockets.close(last.peer().channel());
        }
    }

    /** Bytes read from the client so far; from anywhere. */
    long bytesIn() {
        Relay copies = relay; // which has counted what was left in the inbox
        return client.bytesRead()
                + (copies == null
                        ? 0
                        : Math.max(0, copies.bytesIn() - client.inbox().length()));
    }

    /** Bytes written to the client so far; from anywhere. */
    long bytesOut() {
        Relay copies = relay;
        return client.bytesWritten() + (copies == null ? 0 : copies.bytesOut());
    }

    /** Looks at the time limits; says why the connection should end now, if it should. Called by the sweeper alone. */
    Optional<Outcome> sweep(long now) {
        HttpUpstream last = upstream;
        Relay copies = relay;
        if (copies != null) {
            copies.sweep(now);
        }
        return last == null ? Optional.empty() : last.sweep(now);
    }

    private HttpUpstream current() {
        HttpUpstream last = upstream;
        if (last == null) {
            throw new IllegalStateException("taken up, and there is none");
        }
        return last;
    }
}

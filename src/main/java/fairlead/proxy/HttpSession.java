package fairlead.proxy;

import fairlead.config.HttpConfig;
import fairlead.config.HttpConfig.AcmeChallenges;
import fairlead.config.LoadBalancerConfig;
import fairlead.http.Answer;
import fairlead.http.Challenge;
import fairlead.http.Redirect;
import fairlead.http.RequestHead;
import fairlead.http.RequestParser;
import fairlead.proxy.OpenConnection.State;
import fairlead.proxy.Snapshot.Entry;
import fairlead.proxy.Snapshot.Target;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Outcome;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The requests of one client on an http port, one after another. {@link #serve} is the whole story of each: read its head,
 * choose the load balancer by its host, answer a challenge, redirect it, or pass it on to a backend. A request goes by the
 * config of its own moment, not by that of its connection.
 *
 * <p>Threads: the connection's runs it, the sweeper looks at its time limits, {@link #abort} comes from anywhere.
 */
final class HttpSession {
    private final Engine engine;
    private final Entry accepted;
    private final String listener;
    private final Client who;
    private final HttpPeer client;
    private final Admission.Ticket ticket;
    private final HttpForwarder forwarder;
    private final AtomicBoolean resting = new AtomicBoolean();
    private volatile Optional<Outcome> aborted = Optional.empty();
    private final AtomicReference<State> state;
    private volatile RequestRecord record;
    private Optional<RequestHead> request = Optional.empty();
    private boolean open = true;
    private volatile Optional<ConnectionRecord> latest = Optional.empty();

    /** Whose requests they are, and where the client thinks it is. */
    record Client(String id, InetSocketAddress source, InetSocketAddress destination) {}

    /**
     * Nothing is read of it yet, but what is in the inbox.
     *
     * @param state of the connection, which it keeps true
     */
    HttpSession(
            Engine engine,
            Entry accepted,
            Client who,
            SocketChannel channel,
            Inbox inbox,
            Admission.Ticket ticket,
            AtomicReference<State> state) {
        this.engine = engine;
        this.accepted = accepted;
        this.listener = accepted.address().toString();
        this.who = who;
        this.client = new HttpPeer(channel, inbox, engine.turns(), HttpPeer.Failures.OF_CLIENT);
        this.ticket = ticket;
        this.state = state;
        this.forwarder = new HttpForwarder(engine, who, client, state);
        this.record = new RequestRecord(client);
    }

    /** Serves request after request; returns how the last one ended. */
    Outcome run() {
        try {
            Outcome last;
            do {
                last = serve();
            } while (open && awaitNext());
            return aborted.orElse(last);
        } finally {
            Sockets.close(client.channel());
            forwarder.close();
            forwarder.awaitBody();
        }
    }

    private Outcome serve() {
        Outcome outcome;
        try {
            RequestHead head = readHead();
            Entry entry = engine.current(accepted);
            Target target = chooseLoadBalancer(entry, head);
            var asked = new HttpForwarder.Asked(head, entry.settings(), target, record, () -> mayGoOn(head));
            if (isChallenge(head, target) && forwarder.answerChallenge(asked)) {
                outcome = Outcome.COMPLETED;
            } else if (target.loadBalancer().http().redirect()) {
                outcome = redirect(head, target.loadBalancer());
            } else {
                outcome = forwarder.forward(asked);
            }
            open &= forwarder.clientGoesOn();
        } catch (Refused refused) {
            outcome = refused.outcome();
            record.because(refused.detail());
            sayWhy(refused);
        }
        finish(outcome);
        return outcome;
    }

    private RequestHead readHead() throws Refused {
        state.set(State.READING_REQUEST);
        long end = after(accepted.settings().httpHeaderTimeout());
        Inbox inbox = client.inbox();
        int seen = 0;
        while (true) {
            if (inbox.length() > 0
                    && (seen == 0 || inbox.hasLineEnd(seen) || inbox.length() >= RequestParser.MOST_HEAD)) {
                switch (RequestParser.parse(inbox.bytes(), inbox.from(), inbox.to())) {
                    case RequestParser.Result.Complete complete -> {
                        inbox.take(complete.length());
                        request = Optional.of(complete.head());
                        record.asks(
                                complete.head(),
                                engine.snapshot().config().accessLog().httpPath());
                        return complete.head();
                    }
                    case RequestParser.Result.Malformed malformed -> throw Refused.malformed(malformed.rejection());
                    case RequestParser.Result.Incomplete unused -> {}
                }
            }
            seen = inbox.length();
            if (!client.fill(end, Outcome.REQUEST_TIMEOUT)) {
                throw Refused.silently(Outcome.CLIENT_GONE);
            }
        }
    }

    private Target chooseLoadBalancer(Entry entry, RequestHead head) throws Refused {
        Optional<String> host = Optional.of(head.authority().host());
        Optional<Target> found = entry.routes().match(host);
        if (found.isEmpty()) {
            throw Refused.unknownHost(engine.snapshot().isServedBeside(entry, host));
        }
        Target target = found.get();
        record.goesTo(target);
        if (!target.loadBalancer().firewall().permits(who.source.getAddress())) {
            throw Refused.silently(Outcome.FIREWALL_DENIED);
        }
        if (!ticket.enter(target.pool())) {
            throw Refused.silently(Outcome.LOAD_BALANCER_FULL);
        }
        return target;
    }

    /** Whether the backends are asked for the answer to it, before anything else. */
    static boolean isChallenge(RequestHead head, Target target) {
        HttpConfig http = target.loadBalancer().http();
        return http.acmeChallenges() == AcmeChallenges.FORWARD
                && Challenge.isAskedFor(head)
                && head.framing().isEmpty();
    }

    private Outcome redirect(RequestHead head, LoadBalancerConfig config) throws Refused {
        String location = Redirect.location(head.authority(), head.target(), config.httpsPort());
        answer(
                Answer.redirect(config.http().redirectStatus(), location),
                mayGoOn(head) && head.framing().isEmpty());
        return Outcome.REDIRECTED;
    }

    /** Tells the client, if it can still be told and the outcome has a status. */
    private void sayWhy(Refused refused) {
        open = false;
        boolean probe =
                request.isEmpty() && client.inbox().length() == 0; // browsers connect before they have a request
        boolean cut = aborted.isPresent(); // which closes the backend's connection first: no failure of the backend's
        if (refused.answer().isPresent() && !forwarder.hasBegun() && !probe && !cut) {
            try {
                answer(refused.answer().get(), false);
            } catch (Refused gone) {
                // it does not listen any more
            }
        }
    }

    private void answer(Answer answer, boolean goesOn) throws Refused {
        open &= goesOn;
        boolean withPage = request.filter(RequestHead::isHead).isEmpty();
        int minorVersion = request.map(RequestHead::minorVersion).orElse(1);
        byte[] bytes = answer.bytes(withPage, Exchange.connection(minorVersion, goesOn), Instant.now());
        record.gets(answer.status());
        client.write(accepted.settings().httpIdleTimeout(), ByteBuffer.wrap(bytes));
    }

    private boolean mayGoOn(RequestHead head) {
        return head.keepsAlive() && engine.keeps(accepted);
    }

    private void finish(Outcome outcome) {
        if (request.isPresent() || client.bytesRead() > 0) {
            ConnectionRecord ended = record.finish(who, listener, aborted.orElse(outcome));
            engine.answered(ended);
            latest = Optional.of(ended);
        }
        if (!open && record.hasStatus()) {
            state.set(State.CLOSING);
            forwarder.sayGoodbye();
        }
        record = new RequestRecord(client);
        request = Optional.empty();
    }

    /** Waits for the next request to begin; false when there will be none. */
    private boolean awaitNext() {
        forwarder.rest();
        state.set(State.IDLE);
        long end = after(accepted.settings().httpIdleTimeout());
        Inbox inbox = client.inbox();
        try {
            boolean more = true;
            skipLineEnd(inbox);
            while (more && inbox.length() == 0) {
                inbox.shrink();
                resting.set(true);
                more = client.fill(end, Outcome.COMPLETED) && resting.compareAndSet(true, false);
                skipLineEnd(inbox);
            }
            record = new RequestRecord(client);
            return more;
        } catch (Refused refused) {
            return false;
        }
    }

    /** Some clients send one behind a request (RFC 9112, section 2.2); it does not begin another. */
    private static void skipLineEnd(Inbox inbox) {
        if (inbox.length() == 2 && inbox.bytes()[inbox.from()] == '\r' && inbox.bytes()[inbox.from() + 1] == '\n') {
            inbox.take(2);
        }
    }

    /** What the log would say of the request under way if it ended now, or has said of the latest. From anywhere. */
    ConnectionRecord soFar() {
        RequestRecord current = record;
        return latest.filter(unused -> !current.isRead()).orElseGet(() -> current.soFar(who, listener));
    }

    /** The connection, and what its request has moved that is not counted yet. From anywhere. */
    OpenTraffic traffic() {
        RequestRecord current = record;
        ConnectionRecord soFar = current.soFar(who, listener);
        return current.isFinished() ? new OpenTraffic(1, 0, 0) : new OpenTraffic(1, soFar.bytesIn(), soFar.bytesOut());
    }

    /** Bytes read from the client, by all of its requests. From anywhere. */
    long bytesIn() {
        return forwarder.bytesIn();
    }

    /** Bytes written to the client, by all responses. From anywhere. */
    long bytesOut() {
        return forwarder.bytesOut();
    }

    /** How its latest request ended; empty when there was none. */
    Optional<ConnectionRecord> latest() {
        return latest;
    }

    /** Ends it from outside, whatever it is doing. */
    void abort(Outcome reason) {
        aborted = Optional.of(reason);
        forwarder.abort(reason);
        Sockets.close(client.channel());
    }

    /** Looks at the time limits; called by the sweeper alone. */
    void sweep(long now) {
        client.sweep(now);
        forwarder.sweep(now).ifPresent(this::abort);
        if (engine.isDraining() && resting.compareAndSet(true, false)) {
            Sockets.close(client.channel());
        }
    }

    private static long after(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }
}

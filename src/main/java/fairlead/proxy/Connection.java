package fairlead.proxy;

import fairlead.config.LoadBalancerConfig;
import fairlead.pool.Backend;
import fairlead.pool.Candidates;
import fairlead.proxy.OpenConnection.State;
import fairlead.proxy.Snapshot.Entry;
import fairlead.proxy.Snapshot.Target;
import fairlead.proxy.Snapshot.Traffic;
import fairlead.proxyprotocol.ProxyHeader;
import fairlead.proxyprotocol.Tlvs;
import fairlead.proxyprotocol.UniqueId;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Counters;
import fairlead.stats.Outcome;
import fairlead.tls.ClientHello;
import fairlead.tls.TlsAlert;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One client, from accept to close. {@link #run} is the whole story and the steps follow in its order; one that cannot go
 * on throws {@link Refused}, which names the outcome and what the client gets to read.
 *
 * <p>Threads: one virtual thread runs it, the sweeper looks at its time limits, {@link #abort} and {@link #look} come from
 * anywhere.
 */
final class Connection implements Runnable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final String ACME_TLS_ALPN = "acme-tls/1"; // RFC 8737
    private static final int LOGGED_OFFERS = 8;

    private final Engine engine;
    private final Entry entry;
    private final SocketChannel client;
    private final Inbox inbox;
    private final Preface preface;
    private final Admission.Ticket ticket;
    private final String id;
    private final Instant acceptedAt = Instant.now();
    private final long accepted = System.nanoTime();
    private final Deadline deadline = new Deadline();
    private final AtomicReference<State> state;

    // Each is set once or twice by the connection's thread, and looked at from anywhere.
    private volatile InetSocketAddress source;
    private volatile Optional<ClientHello> hello = Optional.empty();
    private volatile Optional<Target> target = Optional.empty();
    private volatile Optional<Upstream> upstream = Optional.empty();
    private volatile boolean counted;
    private InetSocketAddress destination;
    private long headerLength;
    private volatile @Nullable HttpSession session;
    private volatile @Nullable Relay relay;
    private volatile @Nullable Outcome aborted;
    private volatile boolean answered;

    Connection(Engine engine, Entry entry, SocketChannel client) throws IOException {
        this.engine = engine;
        this.entry = entry;
        this.client = client;
        this.inbox = new Inbox(client, engine.helloMemory());
        this.preface = new Preface(inbox);
        this.ticket = engine.admission().ticket();
        this.id = HexFormat.of().toHexDigits(engine.nextId());
        this.state = new AtomicReference<>(
                switch (entry.traffic()) {
                    case TLS -> State.READING_HELLO;
                    case HTTP -> State.READING_REQUEST;
                    case TCP -> State.CONNECTING;
                });
        this.source = (InetSocketAddress) client.getRemoteAddress();
        this.destination = (InetSocketAddress) client.getLocalAddress();
    }

    @Override
    public void run() {
        Optional<String> detail = Optional.empty();
        Outcome outcome = Outcome.INTERNAL_ERROR;
        try {
            admit();
            readProxyHeader();
            admitClient();
            if (entry.traffic() == Traffic.HTTP) {
                outcome = serveRequests();
            } else {
                readClientHello();
                Target chosen = chooseLoadBalancer();
                Upstream connected = connectToBackend(chosen);
                outcome = relay(chosen, connected);
            }
        } catch (Refused refused) {
            outcome = refused.outcome();
            detail = refused.detail();
            sayFarewell(refused);
        } catch (IOException e) {
            outcome = deadline.passed().orElse(Outcome.CLIENT_GONE);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a connection failed by a defect in Fairlead", e);
        } finally {
            close();
            Outcome cut = aborted;
            end(cut == null ? outcome : cut, detail);
        }
    }

    private void admit() throws IOException, Refused {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (!ticket.enter(engine.maxConnections())) {
            throw Refused.silently(Outcome.TOO_MANY_CONNECTIONS);
        }
    }

    /** From a trusted proxy a header is due; from anyone else none is read, and one that comes is a malformed hello. */
    private void readProxyHeader() throws IOException, Refused {
        if (entry.expectsProxyHeader(source.getAddress())) {
            State next = state.getAndSet(State.READING_PROXY_HEADER);
            deadline.start(client, after(entry.settings().proxyHeaderTimeout()), Outcome.PROXY_HEADER_TIMEOUT);
            if (preface.readProxyHeader() instanceof ProxyHeader.Proxied proxied) {
                source = proxied.source();
                destination = proxied.destination();
            }
            deadline.stop();
            state.set(next);
        }
    }

    private void admitClient() throws Refused {
        if (!ticket.enter(source.getAddress(), entry.settings().maxConnectionsPerClient())) {
            throw Refused.silently(Outcome.TOO_MANY_FROM_CLIENT);
        }
    }

    /** An http port has a story of its own. */
    private Outcome serveRequests() {
        HttpSession requests = new HttpSession(
                engine, entry, new HttpSession.Client(id, source, destination), client, inbox, ticket, state);
        session = requests;
        return requests.run();
    }

    private void readClientHello() throws IOException, Refused {
        if (entry.traffic() == Traffic.TLS) {
            deadline.start(client, after(entry.settings().clientHelloTimeout()), Outcome.HELLO_TIMEOUT);
            hello = Optional.of(preface.readClientHello(entry.settings().maxClientHelloBytes()));
            deadline.stop();
        }
    }

    private Target chooseLoadBalancer() throws Refused {
        target = entry.routes().match(hello.flatMap(ClientHello::serverName));
        Target chosen =
                target.orElseThrow(() -> Refused.withAlert(Outcome.NO_LOAD_BALANCER, TlsAlert.UNRECOGNIZED_NAME, ""));
        if (!chosen.loadBalancer().firewall().permits(source.getAddress())) {
            throw Refused.silently(Outcome.FIREWALL_DENIED);
        }
        if (!ticket.enter(chosen.pool())) {
            throw Refused.silently(Outcome.LOAD_BALANCER_FULL);
        }
        return chosen;
    }

    private Upstream connectToBackend(Target chosen) throws Refused {
        Upstream connected = new Failover(engine.health(), chosen, candidates(chosen), state).connect();
        upstream = Optional.of(connected);
        return connected;
    }

    private Candidates candidates(Target chosen) {
        Optional<String> acmeBackend = chosen.loadBalancer().acmeBackend();
        boolean challenge = hello.isPresent() && hello.get().offers(ACME_TLS_ALPN);
        return challenge && acmeBackend.isPresent()
                ? chosen.pool().only(acmeBackend.get(), source.getAddress())
                : chosen.pool().candidates(source.getAddress());
    }

    /** Which protocol the backend will choose cannot be seen from outside; the client's first choice is the likely one. */
    private Tlvs tlvs() {
        return new Tlvs(
                hello.flatMap(ClientHello::serverName),
                hello.flatMap(offer -> offer.alpn().stream().findFirst()),
                Optional.of(UniqueId.of(id)));
    }

    /** PROXY header and hello leave in one write; from there on bytes are only copied. */
    private Outcome relay(Target chosen, Upstream connected) {
        LoadBalancerConfig config = chosen.loadBalancer();
        hello.flatMap(ClientHello::serverName).ifPresent(name -> chosen.pool().saw(name, accepted));
        byte[] header = Introduction.header(config.proxyProtocol(), source, destination, tlvs());
        headerLength = header.length;
        Relay copies = new Relay(
                client,
                connected.channel(),
                config.idleTimeout(),
                config.halfCloseTimeout(),
                engine.buffers(),
                engine.turns());
        relay = copies;
        state.set(State.RELAYING);
        copies.replay(preface.replay(header));
        inbox.close();
        Outcome ended = copies.run();
        if (copies.resetEarly()) {
            engine.health().resetEarly(chosen.pool(), connected.backend(), System.nanoTime());
        }
        noteAnswer(copies, connected.backend());
        return ended;
    }

    private void sayFarewell(Refused refused) {
        if (entry.traffic() == Traffic.TLS) {
            state.set(State.CLOSING);
            refused.tell(client, deadline);
        }
    }

    private void close() {
        Sockets.close(client);
        upstream.ifPresent(Upstream::close);
        inbox.close();
        ticket.close();
    }

    private void end(Outcome outcome, Optional<String> detail) {
        counted = true; // before it is, so that nobody counts it twice
        HttpSession requests = session;
        Optional<ConnectionRecord> request = requests == null ? Optional.empty() : requests.latest();
        ConnectionRecord ended =
                request.map(latest -> latest.ofConnection(outcome, lasted())).orElseGet(() -> record(outcome, detail));
        engine.ended(this, ended, request.isPresent());
    }

    private ConnectionRecord record(Outcome outcome, Optional<String> detail) {
        Relay copies = relay;
        return new ConnectionRecord(
                id,
                acceptedAt,
                source,
                entry.address().toString(),
                hello.flatMap(ClientHello::serverName),
                hello.map(offer -> firstOf(offer.alpn())).orElse(List.of()),
                hello.map(offer -> firstOf(offer.versionNames())).orElse(List.of()),
                Optional.empty(),
                target.map(chosen -> chosen.loadBalancer().name()),
                upstream.map(connected -> connected.backend().entry()),
                upstream.map(Upstream::address),
                outcome,
                copies == null ? inbox.length() : Math.max(0, copies.bytesIn() - headerLength),
                copies == null ? 0 : copies.bytesOut(),
                upstream.map(Upstream::connectTime),
                lasted(),
                detail);
    }

    private Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - accepted);
    }

    /** More than any client has a use for. The rest of a hello must not wait in the log's queue when the disk is slow. */
    private static List<String> firstOf(List<String> offered) {
        return offered.stream().limit(LOGGED_OFFERS).toList();
    }

    /** As it stands; empty when it is over. From anywhere. */
    Optional<OpenConnection> look() {
        ConnectionRecord soFar = soFar();
        HttpSession requests = session;
        long in = requests == null ? soFar.bytesIn() : requests.bytesIn();
        long out = requests == null ? soFar.bytesOut() : requests.bytesOut();
        State now = aborted == null ? state.get() : State.CLOSING;
        return counted ? Optional.empty() : Optional.of(OpenConnection.of(soFar, acceptedAt, now, in, out));
    }

    /** Adds where it goes, and what it has moved that is not counted yet; nothing when it is over. From anywhere. */
    void addTo(Map<Counters.Key, OpenTraffic> sums) {
        ConnectionRecord soFar = soFar();
        HttpSession requests = session;
        OpenTraffic one = requests == null ? new OpenTraffic(1, soFar.bytesIn(), soFar.bytesOut()) : requests.traffic();
        if (!counted) {
            sums.merge(Counters.Key.of(soFar), one, OpenTraffic::plus);
        }
    }

    /** What the log would say if it ended now. */
    private ConnectionRecord soFar() {
        HttpSession requests = session;
        return requests == null ? record(Outcome.COMPLETED, Optional.empty()) : requests.soFar();
    }

    boolean isCalled(String wanted) {
        return id.equals(wanted);
    }

    /** Ends the connection from outside, whatever it is doing. */
    void abort(Outcome reason) {
        Relay copies = relay;
        HttpSession requests = session;
        if (copies != null) {
            copies.abort(reason);
        } else if (requests != null) {
            requests.abort(reason);
        } else {
            aborted = reason;
            Sockets.close(client);
        }
    }

    /** Looks at the time limits; called by the sweeper alone. */
    void sweep(long now) {
        deadline.sweep(now);
        HttpSession requests = session;
        if (requests != null) {
            requests.sweep(now);
        }
        Relay copies = relay;
        if (copies != null) {
            copies.sweep(now);
            upstream.ifPresent(connected -> sweep(copies, connected.backend(), now));
        }
    }

    private void sweep(Relay copies, Backend backend, long now) {
        noteAnswer(copies, backend);
        if (backend.closesConnections(copies.began())) {
            copies.abort(Outcome.BACKEND_UNHEALTHY);
        } else if (backend.isDrained(now, copies.began())) {
            copies.abort(Outcome.BACKEND_DRAINED);
        }
    }

    /** A backend's first bytes speak for it, once. */
    private void noteAnswer(Relay copies, Backend backend) {
        if (!answered && copies.bytesOut() > 0) {
            answered = true;
            backend.health().answered();
        }
    }

    /** What its threads are called: {@code :443 203.0.113.9:51234}. */
    String name() {
        return entry.address() + " " + source.getAddress().getHostAddress() + ':' + source.getPort();
    }

    private static long after(Duration limit) {
        return System.nanoTime() + limit.toNanos();
    }
}

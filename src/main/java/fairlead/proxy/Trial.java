package fairlead.proxy;

import fairlead.config.Cidr;
import fairlead.config.HealthCheckConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.health.certificate.ServedCertificate;
import fairlead.health.probe.Handshake;
import fairlead.health.probe.Verification;
import fairlead.health.probe.Visit;
import fairlead.health.probe.Visitor;
import fairlead.proxy.Snapshot.Entry;
import fairlead.stats.AddressText;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One real connection through a listener of this engine, and to nowhere else. Like any other it is counted, logged and
 * subject to firewall and caps, as a client that comes from the listener's own address. For one thread, which blocks.
 */
public final class Trial {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration FOR_THE_RECORD = Duration.ofMillis(500);
    private static final InetAddress LOOPBACK = Cidr.literal("127.0.0.1");

    private final Engine engine;
    private final Entry entry;
    private final Optional<String> host;
    private final AtomicReference<Optional<InetSocketAddress>> from = new AtomicReference<>(Optional.empty());
    private final Instant began = Instant.now();

    private Trial(Engine engine, Entry entry, Optional<String> host) {
        this.engine = engine;
        this.entry = entry;
        this.host = host;
    }

    /**
     * Connects, shakes hands or asks for the root by HTTP, as the port wants it, and leaves. Whatever certificate is shown
     * is accepted.
     *
     * @param listener the address, of a port that is listened to on several
     * @param host sent as SNI or Host, which must be visible ASCII; without one, no SNI, and the address as Host
     * @param alpn protocols to offer, most wanted first
     * @return empty when nothing listens there
     */
    public static Optional<TrialReport> run(
            Engine engine, int port, Optional<InetAddress> listener, Optional<String> host, List<String> alpn) {
        return engine.snapshot().listening(port, listener).stream()
                .findFirst()
                .map(entry -> new Trial(engine, entry, host).run(alpn));
    }

    private TrialReport run(List<String> alpn) {
        InetAddress bound = entry.address().address();
        InetAddress ip = bound.isAnyLocalAddress() ? LOOPBACK : bound;
        ProxyProtocol header = entry.expectsProxyHeader(ip) ? ProxyProtocol.V2 : ProxyProtocol.OFF;
        InetSocketAddress address = new InetSocketAddress(ip, entry.address().port());
        Visitor visitor = new Visitor(address, header, LIMIT, this::comesFrom);
        try {
            Visit visit = switch (entry.traffic()) {
                case TLS -> visitor.shakeHands(host, alpn);
                case HTTP -> visitor.ask(host.orElse(AddressText.of(ip, address.getPort())));
                case TCP -> visitor.knock();
            };
            return report(visit, address);
        } finally {
            from.get().ifPresent(engine.endings()::forget);
        }
    }

    private void comesFrom(InetSocketAddress client) {
        from.set(Optional.of(client));
        CompletableFuture<ConnectionRecord> unused = engine.endings().of(client);
    }

    private TrialReport report(Visit visit, InetSocketAddress address) {
        Optional<ConnectionRecord> end =
                visit.connect().isPresent() ? from.get().flatMap(this::end) : Optional.empty();
        Optional<Handshake> handshake = visit.tls().map(Visit.Tls::handshake);
        Optional<String> caFile = end.flatMap(ConnectionRecord::loadBalancer).flatMap(this::caFile);
        return new TrialReport(
                entry.address().toString(),
                entry.traffic().name().toLowerCase(Locale.ROOT),
                AddressText.of(address.getAddress(), address.getPort()),
                visit,
                end,
                handshake.map(seen -> ServedCertificate.of(
                        end.flatMap(ConnectionRecord::loadBalancer).orElse(""),
                        end.flatMap(ConnectionRecord::backend).orElse(""),
                        host,
                        seen,
                        caFile,
                        began)),
                handshake.flatMap(seen -> Verification.objection(seen.chain(), caFile, Optional.empty(), began)));
    }

    private Optional<String> caFile(String loadBalancer) {
        return engine.config().loadBalancers().stream()
                .filter(one -> one.name().equals(loadBalancer))
                .findFirst()
                .map(LoadBalancerConfig::healthCheck)
                .flatMap(HealthCheckConfig::caFile);
    }

    /** A backend that does not mind the goodbye would keep the connection open for a while: then it is ended here. */
    private Optional<ConnectionRecord> end(InetSocketAddress client) {
        Optional<ConnectionRecord> ended = await(client);
        if (ended.isPresent()) {
            return ended;
        }
        engine.abort(client, Outcome.CLIENT_RESET);
        return await(client);
    }

    private Optional<ConnectionRecord> await(InetSocketAddress client) {
        try {
            return Optional.of(engine.endings().of(client).get(FOR_THE_RECORD.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new AssertionError("an end is told or it is not", e);
        }
    }
}

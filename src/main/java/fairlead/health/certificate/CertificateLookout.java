package fairlead.health.certificate;

import fairlead.config.ForwardingRule;
import fairlead.config.HealthCheckConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.probe.Handshake;
import fairlead.health.probe.HandshakeFailed;
import fairlead.pool.Backend;
import fairlead.pool.Pool;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the certificates of one backend, one host after another, each again after an interval. Its virtual thread is
 * named {@code certificates shop/web-1}; health checks hand in on theirs what they saw.
 */
final class CertificateLookout implements AutoCloseable {
    static final int MOST_LOOKS = 64; // an interval; with more hosts a round takes several

    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final Optional<String> HTTP_2 = Optional.of("h2");

    private final CertificateWatch.Handshakes handshakes;
    private final Duration interval;
    private final Runnable changed;
    private final Thread thread;
    private final Map<Optional<String>, Sight> seen = new ConcurrentHashMap<>();
    private final Map<Optional<String>, Long> due = new ConcurrentHashMap<>(); // System.nanoTime
    private volatile Target target;
    private volatile Set<Optional<String>> names = Set.of();
    private volatile boolean oldTls;
    private volatile boolean closed;

    /** Which backend, by which rule clients come to it, and whom to trust. */
    record Target(Pool pool, Backend backend, ForwardingRule rule, KnownAuthorities authorities) {
        LoadBalancerConfig loadBalancer() {
            return pool.config();
        }

        InetSocketAddress address() {
            return backend.address(rule, loadBalancer().healthCheck());
        }
    }

    private record Sight(List<X509Certificate> chain, KnownAuthorities authorities, ServedCertificate served) {}

    CertificateLookout(Target target, CertificateWatch.Handshakes handshakes, Duration interval, Runnable changed) {
        this.target = target;
        this.handshakes = handshakes;
        this.interval = interval;
        this.changed = changed;
        this.names = askedNames();
        this.thread = Thread.ofVirtual()
                .name("certificates %s/%s".formatted(loadBalancer(), backend()))
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The config changed around the backend. */
    void watch(Target now) {
        target = now;
        names = askedNames();
        LockSupport.unpark(thread);
    }

    String loadBalancer() {
        return target.loadBalancer().name();
    }

    String backend() {
        return target.backend().name();
    }

    /** Whether the backend speaks nothing newer than TLS 1.1. */
    boolean oldTls() {
        return oldTls;
    }

    /** Whether it has looked at every host, or tried to. */
    boolean hasSeenAll() {
        return due.keySet().containsAll(names);
    }

    /** What was last seen, in the order of the hosts. */
    List<ServedCertificate> served() {
        return names.stream()
                .flatMap(name -> Optional.ofNullable(seen.get(name)).stream())
                .map(Sight::served)
                .toList();
    }

    /**
     * A health check shook hands. Only when HTTP/2 came of it was it a look as good as one of our own: other checks do not
     * offer HTTP/2, and say nothing of whether the backend speaks it.
     */
    void saw(Optional<String> name, Handshake handshake) {
        if (!names.contains(name)) {
            return;
        }
        if (handshake.alpn().equals(HTTP_2)) {
            postpone(name);
            note(name, handshake);
        } else {
            Optional<String> known = Optional.ofNullable(seen.get(name)).flatMap(sight -> sight.served.alpn());
            note(name, new Handshake(handshake.version(), known.or(handshake::alpn), handshake.chain()));
        }
    }

    void failed(Optional<String> name, HandshakeFailed failure) {
        if (!names.contains(name)) {
            return;
        }
        postpone(name);
        if (failure.oldTls() && !oldTls) {
            oldTls = true;
            changed.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread); // and not interrupt: a handshake under way is finished
    }

    private void run() {
        long round = System.nanoTime();
        int looks = 0;
        while (!closed) {
            names = askedNames();
            seen.keySet().retainAll(names);
            due.keySet().retainAll(names);
            long now = System.nanoTime();
            if (now - round >= interval.toNanos()) {
                round = now;
                looks = 0;
            }
            Optional<String> next = names.stream()
                    .min(Comparator.comparingLong(name -> untilDue(name, now)))
                    .orElseThrow();
            long wait = looks < MOST_LOOKS ? untilDue(next, now) : round + interval.toNanos() - now;
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                looks++;
                look(next);
            }
        }
    }

    private long untilDue(Optional<String> name, long now) {
        Long at = due.get(name);
        return at == null ? Long.MIN_VALUE : at - now;
    }

    private void look(Optional<String> name) {
        Target at = target;
        HealthCheckConfig check = at.loadBalancer().healthCheck();
        try {
            Handshake handshake =
                    handshakes.shakeHands(at.address(), name, check.proxyProtocol(), check.responseTimeout());
            postpone(name);
            note(name, handshake);
        } catch (HandshakeFailed e) {
            failed(name, e);
        } catch (RuntimeException e) {
            postpone(name);
            LOG.log(Level.ERROR, "certificates are watched on after a defect in Fairlead", e);
        }
    }

    private void postpone(Optional<String> name) {
        double jittered = interval.toNanos() * ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        due.put(name, System.nanoTime() + (long) jittered);
    }

    private void note(Optional<String> name, Handshake handshake) {
        if (handshake.chain().isEmpty()) {
            return;
        }
        Sight sight;
        try {
            sight = sight(name, handshake);
        } catch (RuntimeException e) { // a certificate can be odd in more ways than anybody thinks of
            LOG.log(Level.DEBUG, "{0} shows a certificate that cannot be read: {1}", thread.getName(), e.toString());
            return;
        }
        boolean was = oldTls;
        oldTls = false;
        Sight before = seen.put(name, sight);
        if (was || before == null || !before.served.isAs(sight.served)) {
            changed.run();
        }
    }

    /** A chain that was seen before is neither read nor kept a second time. */
    private Sight sight(Optional<String> name, Handshake handshake) {
        Target at = target;
        Instant now = Instant.now();
        Optional<Sight> known = seen.values().stream()
                .filter(sight -> sight.authorities == at.authorities && sight.chain.equals(handshake.chain()))
                .findAny();
        if (known.isPresent()) {
            ServedCertificate again = known.get().served.again(name, handshake.version(), handshake.alpn(), now);
            return new Sight(known.get().chain, at.authorities, again);
        }
        Chain chain = Chain.of(handshake.chain(), at.authorities);
        return new Sight(
                handshake.chain(),
                at.authorities,
                ServedCertificate.of(loadBalancer(), backend(), name, handshake, chain, now));
    }

    private Set<Optional<String>> askedNames() {
        return AskedNames.of(target.loadBalancer(), target.pool().recentNames(System.nanoTime()));
    }
}

package fairlead.health.certificate;

import fairlead.config.BackendConfig.Mode;
import fairlead.config.Config;
import fairlead.config.ForwardingRule;
import fairlead.config.HealthCheckConfig.Protocol;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.health.finding.Findings;
import fairlead.health.probe.Handshake;
import fairlead.health.probe.HandshakeFailed;
import fairlead.health.probe.TlsClient;
import fairlead.pool.Backend;
import fairlead.pool.Pool;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows the certificate that every backend serves for every host of its load balancer, and reports what is wrong with
 * them. Each backend has a {@link CertificateLookout} with a thread of its own; one thread more, {@code certificates},
 * judges what they saw whenever that changes, and now and then as time passes.
 *
 * <p>What was seen of a backend that is down stays: its certificate is on its disk all the same.
 */
public final class CertificateWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100); // many changes at a time are judged at a time

    private final Findings findings;
    private final Handshakes handshakes;
    private final Duration interval;
    private final ReentrantLock watching = new ReentrantLock();
    private final Semaphore news = new Semaphore(0);
    private volatile Plan plan = new Plan(Config.EMPTY, Map.of());
    private volatile boolean closed;
    private Optional<Thread> judge = Optional.empty(); // guarded by watching

    /** How a backend is asked. */
    interface Handshakes {
        Handshake shakeHands(
                InetSocketAddress address, Optional<String> serverName, ProxyProtocol header, Duration timeout)
                throws HandshakeFailed;
    }

    private record Plan(Config config, Map<Backend, CertificateLookout> lookouts) {
        List<CertificateLookout> of(LoadBalancerConfig loadBalancer) {
            return lookouts.values().stream()
                    .filter(lookout -> lookout.loadBalancer().equals(loadBalancer.name()))
                    .toList();
        }
    }

    /** Watches no backend yet. */
    public CertificateWatch(Findings findings) {
        this(findings, TlsClient::shakeHands, INTERVAL);
    }

    /** Asks for each host once an interval, more or less. */
    CertificateWatch(Findings findings, Handshakes handshakes, Duration interval) {
        this.findings = findings;
        this.handshakes = handshakes;
        this.interval = interval;
    }

    /** These pools and no others from now on. What is known of a backend that stays is kept. */
    public void watch(Config config, Map<String, Pool> pools) {
        List<CertificateLookout.Target> targets = targets(config, pools);
        watching.lock();
        try {
            if (closed) {
                return;
            }
            Map<Backend, CertificateLookout> before = plan.lookouts;
            Map<Backend, CertificateLookout> after = new LinkedHashMap<>();
            for (CertificateLookout.Target target : targets) {
                Optional<CertificateLookout> known = Optional.ofNullable(before.get(target.backend()));
                known.ifPresent(lookout -> lookout.watch(target));
                after.put(target.backend(), known.orElseGet(() -> started(target)));
            }
            plan = new Plan(config, after);
            before.forEach((backend, lookout) -> {
                if (!after.containsKey(backend)) {
                    lookout.close();
                }
            });
            if (judge.isEmpty()) {
                judge = Optional.of(Thread.ofVirtual().name("certificates").start(this::judge));
            }
            news.release();
        } finally {
            watching.unlock();
        }
    }

    /** Somebody else shook hands with a backend, which may spare it the next visit. */
    public void saw(Backend backend, Optional<String> host, Handshake handshake) {
        lookout(backend).ifPresent(lookout -> lookout.saw(host, handshake));
    }

    /** Somebody else could not shake hands with a backend. */
    void failed(Backend backend, Optional<String> host, HandshakeFailed failure) {
        lookout(backend).ifPresent(lookout -> lookout.failed(host, failure));
    }

    /** Whether every certificate has been looked at, or tried to. */
    public boolean hasSeenAll() {
        return plan.lookouts.values().stream().allMatch(CertificateLookout::hasSeenAll);
    }

    /** What was last seen of every backend and host. */
    public List<ServedCertificate> served() {
        return plan.lookouts.values().stream()
                .flatMap(lookout -> lookout.served().stream())
                .toList();
    }

    /** Stops looking. The findings stand. */
    @Override
    public void close() {
        watching.lock();
        try {
            closed = true;
            plan.lookouts.values().forEach(CertificateLookout::close);
            news.release();
        } finally {
            watching.unlock();
        }
    }

    private CertificateLookout started(CertificateLookout.Target target) {
        CertificateLookout lookout = new CertificateLookout(target, handshakes, interval, news::release);
        lookout.start();
        return lookout;
    }

    private Optional<CertificateLookout> lookout(Backend backend) {
        return Optional.ofNullable(plan.lookouts.get(backend));
    }

    private static List<CertificateLookout.Target> targets(Config config, Map<String, Pool> pools) {
        List<CertificateLookout.Target> targets = new ArrayList<>();
        for (LoadBalancerConfig loadBalancer : config.loadBalancers()) {
            Optional<ForwardingRule> rule = loadBalancer.forwardingRules().stream()
                    .filter(ForwardingRule::tlsPassthrough)
                    .findFirst();
            Optional<Pool> pool = Optional.ofNullable(pools.get(loadBalancer.name()));
            boolean left = loadBalancer.healthCheck().protocol() == Protocol.NONE; // to itself
            if (rule.isPresent() && pool.isPresent() && !left) {
                KnownAuthorities authorities =
                        KnownAuthorities.with(loadBalancer.healthCheck().caFile());
                pool.get().backends().stream()
                        .filter(backend -> backend.mode() != Mode.DISABLED)
                        .map(backend -> new CertificateLookout.Target(pool.get(), backend, rule.get(), authorities))
                        .forEach(targets::add);
            }
        }
        return targets;
    }

    private void judge() {
        Set<String> judged = new HashSet<>();
        while (!closed) {
            try {
                if (news.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                    Thread.sleep(PAUSE);
                }
                news.drainPermits();
                judge(plan, judged);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "certificates are watched on after a defect in Fairlead", e);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts the judge of certificates", e);
            }
        }
    }

    private void judge(Plan now, Set<String> judged) {
        Set<String> scopes = new HashSet<>();
        for (LoadBalancerConfig loadBalancer : now.config.loadBalancers()) {
            List<CertificateLookout> lookouts = now.of(loadBalancer);
            if (!lookouts.isEmpty()) {
                String scope = "certificates " + loadBalancer.name();
                scopes.add(scope);
                findings.report(
                        scope,
                        CertificateFindings.of(
                                now.config,
                                loadBalancer,
                                lookouts.stream()
                                        .flatMap(lookout -> lookout.served().stream())
                                        .toList(),
                                lookouts.stream()
                                        .filter(CertificateLookout::oldTls)
                                        .map(CertificateLookout::backend)
                                        .toList(),
                                Instant.now()));
            }
        }
        judged.stream().filter(scope -> !scopes.contains(scope)).forEach(findings::forget);
        judged.clear();
        judged.addAll(scopes);
    }
}

package fairlead.health;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.Config;
import fairlead.config.ForwardingRule;
import fairlead.config.HealthCheckConfig;
import fairlead.config.HealthCheckConfig.Protocol;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.certificate.CertificateWatch;
import fairlead.health.certificate.ServedCertificate;
import fairlead.health.dns.Preflight;
import fairlead.health.dns.Resolution;
import fairlead.health.dns.Resolver;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Findings;
import fairlead.health.finding.StateFile;
import fairlead.health.probe.Check;
import fairlead.health.probe.CheckTarget;
import fairlead.health.probe.Reason;
import fairlead.pool.Backend;
import fairlead.pool.HealthState.State;
import fairlead.pool.HealthState.Transition;
import fairlead.pool.Pool;
import fairlead.stats.Event;
import fairlead.stats.EventLog;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Watches every backend: checks it, listens to what clients' connections tell of it, and says so when that changes.
 *
 * <p>Threads: one timer for all, and a platform thread for each check that is under way. Not virtual ones: a handshake's
 * arithmetic would hold up the connections that share its carrier, and a busy data path would make checks late.
 */
public final class Health implements AutoCloseable {
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final EventLog events;
    private final StateFile state = new StateFile();
    private final Findings findings;
    private final CertificateWatch certificates;
    private final Preflight preflight;
    private final Map<Backend, BackendCheck> checks = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("health timer").factory());
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("health").factory());

    /** Watches nothing yet. */
    public Health(EventLog events, Resolver resolver) {
        this.events = events;
        this.findings = new Findings(events, state);
        this.certificates = new CertificateWatch(findings);
        this.preflight = new Preflight(findings, resolver);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Watches the backends of these pools and no others from now on. Not for two threads at a time. */
    public void watch(Config config, Map<String, Pool> pools) {
        Map<Backend, Pool> wanted = new HashMap<>();
        for (Pool pool : pools.values()) {
            boolean checked = pool.config().healthCheck().protocol() != Protocol.NONE;
            pool.backends().stream()
                    .filter(backend -> checked && backend.mode() != Mode.DISABLED)
                    .forEach(backend -> wanted.put(backend, pool));
        }
        checks.entrySet().removeIf(entry -> {
            boolean left = !wanted.containsKey(entry.getKey());
            if (left) {
                entry.getValue().cancel();
            }
            return left;
        });
        wanted.forEach(this::check);
        certificates.watch(config, pools);
        preflight.watch(config);
    }

    /** Remembers across restarts, in this file, since when findings stand. */
    public void remember(Optional<String> file) {
        state.use(file);
    }

    /** What is wrong at the moment, the worst first. */
    public List<Finding> findings() {
        return findings.all();
    }

    /** What certificates the backends serve. */
    public List<ServedCertificate> certificates() {
        return certificates.served();
    }

    /** Whether every certificate and every host has been looked at. */
    boolean hasSeenAll() {
        return certificates.hasSeenAll() && preflight.hasSeenAll();
    }

    private void check(Backend backend, Pool pool) {
        BackendCheck existing = checks.get(backend);
        if (existing != null) {
            existing.retarget(() -> target(pool, backend));
            return;
        }
        BackendCheck added = new BackendCheck(
                pool.config().name() + '/' + backend.name(),
                backend,
                () -> target(pool, backend),
                timer,
                threads,
                Check::run,
                (target, outcome, transition) -> {
                    outcome.handshake().ifPresent(seen -> certificates.saw(backend, target.serverName(), seen));
                    transition.ifPresent(changed -> tell(pool, backend, changed));
                });
        checks.put(backend, added);
        added.start();
    }

    /** A client's connection to it by this rule was established. */
    public void connected(Pool pool, ForwardingRule rule, Backend backend, long now) {
        if (CheckPlan.isAbout(pool.config(), backend, rule)) {
            backend.health().connected(now).ifPresent(changed -> tell(pool, backend, changed));
        }
    }

    /** A client's connection to it by this rule could not be established. */
    public void connectFailed(Pool pool, ForwardingRule rule, Backend backend, IOException failure, long now) {
        if (CheckPlan.isAbout(pool.config(), backend, rule)) {
            String reason = failure instanceof SocketTimeoutException
                    ? "no answer in time"
                    : Reason.ofConnecting(failure, Duration.ZERO);
            backend.health().connectFailed(reason, now).ifPresent(changed -> takenOut(pool, backend, changed));
        }
    }

    /**
     * It reset a client's connection before it sent a byte. A client can bring that about, so a check that speaks more
     * than TCP has the last word, and gets it at once.
     */
    public void resetEarly(Pool pool, Backend backend, long now) {
        if (!backend.health().resetEarly()) {
            return;
        }
        BackendCheck check = checks.get(backend);
        if (check != null && pool.config().healthCheck().protocol() != Protocol.TCP) {
            check.demand(true);
        } else {
            backend.health()
                    .takeOut("connections are reset before it answers", now)
                    .ifPresent(changed -> takenOut(pool, backend, changed));
        }
    }

    /** How every backend stands, in the order of the config. */
    public static List<BackendStatus> statuses(Config config, Map<String, Pool> pools, Map<String, Resolution> names) {
        Instant clock = Instant.now();
        long now = System.nanoTime();
        List<BackendStatus> statuses = new ArrayList<>();
        for (LoadBalancerConfig loadBalancer : config.loadBalancers()) {
            Pool pool = Objects.requireNonNull(pools.get(loadBalancer.name()));
            for (BackendConfig entry : loadBalancer.backends()) {
                pool.backends().stream()
                        .filter(backend -> backend.entry().equals(entry.name()))
                        .map(backend -> BackendStatus.of(
                                loadBalancer.name(), backend, CheckPlan.address(loadBalancer, backend), clock, now))
                        .forEach(statuses::add);
                Resolution resolution = names.get(entry.address().text());
                if (resolution != null && resolution.addresses().isEmpty()) {
                    statuses.add(BackendStatus.unresolved(
                            loadBalancer.name(),
                            entry,
                            resolution.failure().orElse("being resolved"),
                            resolution.at()));
                }
            }
        }
        return statuses;
    }

    @Override
    public void close() {
        checks.values().forEach(BackendCheck::cancel);
        checks.clear();
        timer.shutdownNow();
        finishChecks();
        certificates.close();
        preflight.close();
        state.close();
    }

    /** A check that is broken off stands in the backend's log as a failed handshake. */
    private void finishChecks() {
        threads.shutdown();
        try {
            boolean unused = threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takenOut(Pool pool, Backend backend, Transition changed) {
        tell(pool, backend, changed);
        Optional.ofNullable(checks.get(backend)).ifPresent(check -> check.demand(false));
    }

    private void tell(Pool pool, Backend backend, Transition changed) {
        String loadBalancer = pool.config().name();
        String label = loadBalancer + '/' + backend.name();
        if (changed.to() == State.DOWN) {
            backend.dismissWaiting();
            events.add(Event.Kind.BACKEND_DOWN, loadBalancer, backend.name(), label + " is down: " + changed.reason());
        } else if (changed.from() == State.DOWN) {
            events.add(Event.Kind.BACKEND_UP, loadBalancer, backend.name(), label + " is up");
        }
    }

    private static CheckTarget target(Pool pool, Backend backend) {
        LoadBalancerConfig config = pool.config();
        HealthCheckConfig check = config.healthCheck();
        return new CheckTarget(
                CheckPlan.address(config, backend),
                check,
                CheckPlan.serverName(config, pool.recentNames(System.nanoTime())));
    }
}

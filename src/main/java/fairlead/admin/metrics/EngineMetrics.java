package fairlead.admin.metrics;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.BackendStatus;
import fairlead.health.certificate.ServedCertificate;
import fairlead.health.finding.Finding;
import fairlead.proxy.Engine;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine knows, as metrics: read anew for each scrape, nothing is counted twice. */
final class EngineMetrics implements MultiCollector {
    private final Engine engine;
    private final TrafficMetrics traffic;

    EngineMetrics(Engine engine) {
        this.engine = engine;
        this.traffic = new TrafficMetrics(engine);
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> all = new ArrayList<>(traffic.collect());
        all.addAll(backends());
        all.add(certificates());
        all.add(findings());
        all.addAll(operation());
        return new MetricSnapshots(all);
    }

    private List<MetricSnapshot> backends() {
        Map<Labels, Integer> up = new LinkedHashMap<>();
        Map<Labels, Integer> waiting = new LinkedHashMap<>();
        for (BackendStatus status : engine.backends()) {
            Labels labels = Labels.of(
                    "load_balancer", status.loadBalancer(), "backend", status.entry(), "address", status.address());
            isUp(status).ifPresent(isUp -> up.put(labels, isUp ? 1 : 0));
            waiting.put(labels, status.waiting());
        }
        Map<Labels, Integer> weights = new LinkedHashMap<>();
        for (LoadBalancerConfig loadBalancer : engine.config().loadBalancers()) {
            for (BackendConfig backend : loadBalancer.backends()) {
                boolean takes = backend.mode() == Mode.ENABLED || backend.mode() == Mode.BACKUP;
                weights.put(of(loadBalancer.name(), backend.name()), takes ? backend.weight() : 0);
            }
        }
        return List.of(
                Family.gauge(
                        "fairlead_backend_up",
                        "Whether a backend is up (1) or down (0); nothing while it is drained, disabled or not known.",
                        up),
                Family.gauge(
                        "fairlead_backend_waiting_connections", "Connections that wait until it has room.", waiting),
                Family.gauge(
                        "fairlead_backend_weight", "Weight of a backend; 0 while it takes no connections.", weights));
    }

    private static Optional<Boolean> isUp(BackendStatus status) {
        return switch (status.condition()) {
            case UP -> Optional.of(true);
            case DOWN -> Optional.of(false);
            case CHECKING, DRAINING, DISABLED -> Optional.empty();
        };
    }

    /** Under the host of the config: what clients asked for below a wildcard is not bounded. */
    private MetricSnapshot certificates() {
        Config config = engine.config();
        Map<Labels, Double> ends = new LinkedHashMap<>();
        for (ServedCertificate served : engine.certificates()) {
            Labels labels = of(served.loadBalancer(), served.backend())
                    .add(
                            "host",
                            served.host()
                                    .flatMap(host -> pattern(config, served.loadBalancer(), host))
                                    .orElse(""));
            ends.merge(labels, seconds(served.notAfter()), Math::min);
        }
        return Family.gauge(
                "fairlead_certificate_not_after_timestamp_seconds",
                "When the certificate ends that a backend serves for a host of the config; the first of several.",
                ends);
    }

    private static Optional<String> pattern(Config config, String loadBalancer, String host) {
        List<String> hosts = config.loadBalancers().stream()
                .filter(one -> one.name().equals(loadBalancer))
                .flatMap(one -> one.hosts().stream())
                .toList();
        return hosts.contains(host)
                ? Optional.of(host)
                : hosts.stream()
                        .filter(one -> one.startsWith("*.") && host.endsWith(one.substring(1)))
                        .findFirst();
    }

    private MetricSnapshot findings() {
        Map<Labels, Integer> open = new LinkedHashMap<>();
        for (Finding.Severity severity : Finding.Severity.values()) {
            for (Finding.Kind kind : Finding.Kind.values()) {
                open.put(labels(severity, kind), 0);
            }
        }
        engine.findings().forEach(one -> open.merge(labels(one.severity(), one.kind()), 1, Integer::sum));
        return Family.gauge("fairlead_findings", "Findings that stand open.", open);
    }

    private List<MetricSnapshot> operation() {
        Map<Labels, Long> events = new LinkedHashMap<>();
        engine.events().counts().forEach((kind, count) -> events.put(Labels.of("kind", kind.word()), count));
        return List.of(
                Family.info(
                        "fairlead_build",
                        "What is running.",
                        Labels.of(
                                "version",
                                Build.version(),
                                "java",
                                Runtime.version().toString())),
                Family.gauge(
                        "fairlead_max_connections",
                        "How many connections may be open, by the config and the limit of open files.",
                        engine.maxConnections()),
                Family.gauge(
                        "fairlead_stopping",
                        "Whether no connection is accepted any more.",
                        engine.isDraining() ? 1 : 0),
                Family.gauge(
                        "fairlead_config_last_applied_timestamp_seconds",
                        "When the config in force was applied.",
                        seconds(engine.appliedAt())),
                Family.counter("fairlead_events", "Events, by kind.", events),
                Family.counter(
                        "fairlead_access_log_dropped_lines",
                        "Lines of the access log that the disk was too slow for.",
                        engine.droppedLogLines()));
    }

    private static Labels labels(Finding.Severity severity, Finding.Kind kind) {
        return Labels.of("severity", severity.word(), "kind", kind.word());
    }

    private static Labels of(String loadBalancer, String backend) {
        return Labels.of("load_balancer", loadBalancer, "backend", backend);
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}

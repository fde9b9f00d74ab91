package fairlead.admin.api;

import fairlead.config.BackendConfig.Mode;
import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import fairlead.health.finding.Finding;
import fairlead.proxy.Engine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * How a load balancer stands at this moment.
 *
 * @param state {@code healthy}, {@code issue}, {@code down} or {@code no_backends}
 * @param connections open ones of all its backends
 */
record LoadBalancerStatus(String state, int connections, List<BackendRow> backends) {

    /**
     * How a backend stands.
     *
     * @param name that of the config; with {@code @} and an address behind it when it is there by a host name
     * @param reason the condition in words
     * @param since to the second
     */
    record BackendRow(
            String name,
            String address,
            String mode,
            String condition,
            String reason,
            Instant since,
            int connections,
            int waiting) {
        static BackendRow of(BackendStatus status) {
            return new BackendRow(
                    status.name(),
                    status.address(),
                    status.mode().name().toLowerCase(Locale.ROOT),
                    status.condition().word(),
                    status.text(),
                    status.since().truncatedTo(ChronoUnit.SECONDS),
                    status.connections(),
                    status.waiting());
        }
    }

    static LoadBalancerStatus of(String name, Engine engine) {
        List<BackendStatus> backends = engine.backends().stream()
                .filter(backend -> backend.loadBalancer().equals(name))
                .toList();
        boolean failing = engine.findings().stream()
                .anyMatch(finding -> finding.severity() == Finding.Severity.CRITICAL
                        && finding.loadBalancer().filter(name::equals).isPresent());
        return new LoadBalancerStatus(
                state(backends, failing),
                backends.stream().mapToInt(BackendStatus::connections).sum(),
                backends.stream().map(BackendRow::of).toList());
    }

    /** A backend that is drained or disabled is so on purpose; when all are, nobody is served. */
    private static String state(List<BackendStatus> backends, boolean failing) {
        List<Condition> wanted = backends.stream()
                .filter(backend -> backend.mode() == Mode.ENABLED || backend.mode() == Mode.BACKUP)
                .map(BackendStatus::condition)
                .toList();
        if (backends.isEmpty()) {
            return "no_backends";
        }
        if (wanted.stream().allMatch(condition -> condition == Condition.DOWN)) {
            return "down";
        }
        boolean allUp = wanted.stream().allMatch(condition -> condition == Condition.UP);
        return allUp && !failing ? "healthy" : "issue";
    }
}

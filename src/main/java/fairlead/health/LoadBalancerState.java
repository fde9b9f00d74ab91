package fairlead.health;

import fairlead.config.BackendConfig.Mode;
import fairlead.health.BackendStatus.Condition;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How a load balancer stands as a whole. */
public enum LoadBalancerState {
    HEALTHY,
    /** It serves, but not as the config wants it to. */
    ISSUE,
    /** No backend takes connections. */
    DOWN,
    NO_BACKENDS;

    private static final Set<Mode> WANTED = Set.of(Mode.ENABLED, Mode.BACKUP);

    /** The word by which it is known outside: {@code no_backends}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of the load balancer of this name, by what is known of all of them. */
    public static LoadBalancerState of(String loadBalancer, List<BackendStatus> backends, List<Finding> findings) {
        List<BackendStatus> own = backends.stream()
                .filter(backend -> backend.loadBalancer().equals(loadBalancer))
                .toList();
        boolean failing = findings.stream()
                .anyMatch(finding -> finding.severity() == Severity.CRITICAL
                        && finding.loadBalancer().filter(loadBalancer::equals).isPresent());
        return of(own, failing);
    }

    /** A backend that is drained or disabled is so on purpose; when all are, nobody is served. */
    private static LoadBalancerState of(List<BackendStatus> backends, boolean failing) {
        List<Condition> wanted = backends.stream()
                .filter(backend -> WANTED.contains(backend.mode()))
                .map(BackendStatus::condition)
                .toList();
        if (backends.isEmpty()) {
            return NO_BACKENDS;
        }
        if (wanted.stream().allMatch(condition -> condition == Condition.DOWN)) {
            return DOWN;
        }
        boolean allUp = wanted.stream().allMatch(condition -> condition == Condition.UP);
        return allUp && !failing ? HEALTHY : ISSUE;
    }
}

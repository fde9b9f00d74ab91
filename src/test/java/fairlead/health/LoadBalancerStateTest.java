package fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig.Mode;
import fairlead.health.BackendStatus.Condition;
import fairlead.health.finding.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoadBalancerStateTest {
    private static final BackendStatus UP = status(Mode.ENABLED, Condition.UP);
    private static final BackendStatus DOWN = status(Mode.ENABLED, Condition.DOWN);
    private static final BackendStatus DRAINING = status(Mode.DRAIN, Condition.DRAINING);
    private static final BackendStatus DISABLED = status(Mode.DISABLED, Condition.DISABLED);

    @Test
    void isHealthyWhileEveryBackendThatShouldServeDoes() {
        assertThat(LoadBalancerState.of("shop", List.of(UP, UP), List.of())).isEqualTo(LoadBalancerState.HEALTHY);
        assertThat(LoadBalancerState.of("shop", List.of(UP, DRAINING, DISABLED), List.of()))
                .isEqualTo(LoadBalancerState.HEALTHY);
    }

    @Test
    void hasAnIssueWhenOneIsDownOrNotKnownYetOrClientsFail() {
        assertThat(LoadBalancerState.of("shop", List.of(UP, DOWN), List.of())).isEqualTo(LoadBalancerState.ISSUE);
        assertThat(LoadBalancerState.of("shop", List.of(status(Mode.ENABLED, Condition.CHECKING)), List.of()))
                .isEqualTo(LoadBalancerState.ISSUE);
        assertThat(LoadBalancerState.of("shop", List.of(UP), List.of(finding("shop"))))
                .isEqualTo(LoadBalancerState.ISSUE);
    }

    @Test
    void isDownWhenNoneTakesConnections() {
        assertThat(LoadBalancerState.of("shop", List.of(DOWN, DOWN), List.of())).isEqualTo(LoadBalancerState.DOWN);
        assertThat(LoadBalancerState.of("shop", List.of(DOWN, DRAINING), List.of()))
                .isEqualTo(LoadBalancerState.DOWN);
        assertThat(LoadBalancerState.of("shop", List.of(DISABLED), List.of())).isEqualTo(LoadBalancerState.DOWN);
    }

    @Test
    void countsABackupThatIsUp() {
        assertThat(LoadBalancerState.of("shop", List.of(DOWN, status(Mode.BACKUP, Condition.UP)), List.of()))
                .isEqualTo(LoadBalancerState.ISSUE);
    }

    @Test
    void hasAWordForNone() {
        assertThat(LoadBalancerState.of("shop", List.of(), List.of())).isEqualTo(LoadBalancerState.NO_BACKENDS);
    }

    @Test
    void doesNotCountWhatIsOfOthers() {
        List<BackendStatus> backends = List.of(UP, status("blog", Mode.ENABLED, Condition.DOWN));
        assertThat(LoadBalancerState.of("shop", backends, List.of(finding("blog"))))
                .isEqualTo(LoadBalancerState.HEALTHY);
        assertThat(LoadBalancerState.of("blog", backends, List.of())).isEqualTo(LoadBalancerState.DOWN);
    }

    private static Finding finding(String loadBalancer) {
        return new Finding(
                Finding.Kind.CERTIFICATE_EXPIRED,
                Finding.Severity.CRITICAL,
                Optional.of(loadBalancer),
                Optional.empty(),
                Optional.empty(),
                "",
                Instant.EPOCH);
    }

    private static BackendStatus status(Mode mode, Condition condition) {
        return status("shop", mode, condition);
    }

    private static BackendStatus status(String loadBalancer, Mode mode, Condition condition) {
        return new BackendStatus(
                loadBalancer,
                "web-1",
                "web-1",
                "127.0.0.1:443",
                mode,
                condition,
                "",
                Instant.EPOCH,
                Optional.empty(),
                List.of(),
                0,
                0);
    }
}

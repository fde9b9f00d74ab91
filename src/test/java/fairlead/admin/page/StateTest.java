package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig.Mode;
import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateTest {
    private static final BackendStatus UP = status(Mode.ENABLED, Condition.UP);
    private static final BackendStatus DOWN = status(Mode.ENABLED, Condition.DOWN);
    private static final BackendStatus DRAINING = status(Mode.DRAIN, Condition.DRAINING);
    private static final BackendStatus DISABLED = status(Mode.DISABLED, Condition.DISABLED);

    @Test
    void isHealthyWhileEveryBackendThatShouldServeDoes() {
        assertThat(State.of(List.of(UP, UP), false)).isEqualTo(State.HEALTHY);
        assertThat(State.of(List.of(UP, DRAINING, DISABLED), false)).isEqualTo(State.HEALTHY);
    }

    @Test
    void hasAnIssueWhenOneIsDownOrNotKnownYetOrClientsFail() {
        assertThat(State.of(List.of(UP, DOWN), false)).isEqualTo(State.ISSUE);
        assertThat(State.of(List.of(status(Mode.ENABLED, Condition.CHECKING)), false))
                .isEqualTo(State.ISSUE);
        assertThat(State.of(List.of(UP), true)).isEqualTo(State.ISSUE);
    }

    @Test
    void isDownWhenNoneTakesConnections() {
        assertThat(State.of(List.of(DOWN, DOWN), false)).isEqualTo(State.DOWN);
        assertThat(State.of(List.of(DOWN, DRAINING), false)).isEqualTo(State.DOWN);
        assertThat(State.of(List.of(DISABLED), false)).isEqualTo(State.DOWN);
    }

    @Test
    void countsABackupThatIsUp() {
        assertThat(State.of(List.of(DOWN, status(Mode.BACKUP, Condition.UP)), false))
                .isEqualTo(State.ISSUE);
    }

    @Test
    void hasAWordForNone() {
        assertThat(State.of(List.of(), false)).isEqualTo(State.NO_BACKENDS);
    }

    private static BackendStatus status(Mode mode, Condition condition) {
        return new BackendStatus(
                "shop", "web-1", "web-1", "127.0.0.1:443", mode, condition, "", Instant.EPOCH, List.of(), 0, 0);
    }
}

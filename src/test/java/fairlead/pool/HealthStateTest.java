package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthStateTest {
    private static final long PAUSE = HealthState.PAUSE.toNanos();

    private final HealthState health = new HealthState(new HealthState.Rules(false, 3, 5), 0);

    @Test
    void isHealthyUntilThreeFailuresInARow() {
        assertThat(health.usable(0)).isTrue();
        failed(0);
        failed(0);
        assertThat(health.usable(0)).isTrue();
        failed(0);
        assertThat(health.usable(0)).isFalse();
    }

    @Test
    void countsAnewAfterASuccess() {
        failed(0);
        failed(0);
        succeeded(PAUSE);
        failed(0);
        failed(0);

        assertThat(health.usable(0)).isTrue();
    }

    /** A nanoTime may be negative, and may pass the largest long. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, -5_000_000_000L, Long.MAX_VALUE - 1_000_000})
    void mayProveItselfAgainAfterAPause(long now) {
        fail(3, now);

        assertThat(health.usable(now + PAUSE - 1)).isFalse();
        assertThat(health.usable(now + PAUSE)).isTrue();
    }

    @Test
    void pausesAgainWhenTheTrialFailsAndRecoversWhenItSucceeds() {
        fail(3, 0);
        failed(PAUSE);
        assertThat(health.usable(2 * PAUSE - 1)).isFalse();
        assertThat(health.usable(2 * PAUSE)).isTrue();

        succeeded(PAUSE);
        assertThat(health.usable(2 * PAUSE - 1)).isTrue();
        fail(2, 0);
        assertThat(health.usable(0)).isTrue();
    }

    private void failed(long now) {
        var unused = health.connectFailed("connect refused", now);
    }

    private void succeeded(long now) {
        var unused = health.connected(now);
    }

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) {
            failed(now);
        }
    }
}

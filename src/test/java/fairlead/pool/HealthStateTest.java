package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthStateTest {
    private static final long PAUSE = HealthState.PAUSE.toNanos();

    private final HealthState health = new HealthState();

    @Test
    void isHealthyUntilThreeFailuresInARow() {
        assertThat(health.healthy(0)).isTrue();
        health.failed(0);
        health.failed(0);
        assertThat(health.healthy(0)).isTrue();
        health.failed(0);
        assertThat(health.healthy(0)).isFalse();
    }

    @Test
    void countsAnewAfterASuccess() {
        health.failed(0);
        health.failed(0);
        health.succeeded();
        health.failed(0);
        health.failed(0);

        assertThat(health.healthy(0)).isTrue();
    }

    /** A nanoTime may be negative, and may pass the largest long. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, -5_000_000_000L, Long.MAX_VALUE - 1_000_000})
    void mayProveItselfAgainAfterAPause(long now) {
        fail(3, now);

        assertThat(health.healthy(now + PAUSE - 1)).isFalse();
        assertThat(health.healthy(now + PAUSE)).isTrue();
    }

    @Test
    void pausesAgainWhenTheTrialFailsAndRecoversWhenItSucceeds() {
        fail(3, 0);
        health.failed(PAUSE);
        assertThat(health.healthy(2 * PAUSE - 1)).isFalse();
        assertThat(health.healthy(2 * PAUSE)).isTrue();

        health.succeeded();
        assertThat(health.healthy(2 * PAUSE - 1)).isTrue();
        fail(2, 0);
        assertThat(health.healthy(0)).isTrue();
    }

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) {
            health.failed(now);
        }
    }
}

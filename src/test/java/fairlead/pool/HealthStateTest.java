package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.pool.HealthState.Rules;
import fairlead.pool.HealthState.State;
import fairlead.pool.HealthState.Transition;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of a backend of which only connections tell, and what checks and connections have in common. */
final class HealthStateTest {
    private static final long PAUSE = HealthState.PAUSE.toNanos();

    private final HealthState health = new HealthState(new Rules(false, 3, 5), 0);

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

    @Test
    void saysWhatChangedAndWhy() {
        failed(1);
        failed(2);
        assertThat(health.connectFailed("no answer in time", 3))
                .contains(new Transition(State.UP, State.DOWN, "no answer in time"));
        assertThat(health.reason()).isEqualTo("no answer in time");
        assertThat(health.since()).isEqualTo(3);
        assertThat(health.connectFailed("connect refused", 4)).isEmpty();
        assertThat(health.since()).isEqualTo(3);

        assertThat(health.connected(PAUSE)).contains(new Transition(State.DOWN, State.UP, ""));
        assertThat(health.reason()).isEmpty();
        assertThat(health.since()).isEqualTo(PAUSE);
        assertThat(health.connected(PAUSE)).isEmpty();
    }

    @Nested
    class ResetsBeforeTheFirstByte {

        @Test
        void areSuspiciousWhenThreeComeInARowAndThenCountedAnew() {
            assertThat(resets(7)).isEqualTo("..!..!.");
        }

        @Test
        void areForgivenByAnAnswer() {
            assertThat(resets(2)).isEqualTo("..");
            health.answered();
            assertThat(resets(3)).isEqualTo("..!");
        }

        @Test
        void areNoNewsOfABackendThatIsDown() {
            fail(3, 0);
            assertThat(resets(7)).isEqualTo(".......");
        }

        @Test
        void areForgottenWhenTheStateChanges() {
            assertThat(resets(2)).isEqualTo("..");
            fail(3, 0);
            succeeded(PAUSE);
            assertThat(resets(3)).isEqualTo("..!");
        }

        @Test
        void canTakeItOutForThePause() {
            assertThat(health.takeOut("resets", 5)).contains(new Transition(State.UP, State.DOWN, "resets"));
            assertThat(health.takeOut("more resets", 5)).isEmpty();

            assertThat(health.reason()).isEqualTo("resets");
            assertThat(health.usable(5 + PAUSE - 1)).isFalse();
            assertThat(health.usable(5 + PAUSE)).isTrue();
        }

        private String resets(int times) {
            StringBuilder suspicions = new StringBuilder();
            for (int i = 0; i < times; i++) {
                suspicions.append(health.resetEarly() ? '!' : '.');
            }
            return suspicions.toString();
        }
    }

    @Nested
    class WithOtherRules {

        @Test
        void countsConnectsByTheNewThreshold() {
            fail(2, 0);
            health.follow(new Rules(false, 5, 5), 0);
            fail(2, 0);
            assertThat(health.state()).isEqualTo(State.UP);
            health.follow(new Rules(false, 2, 5), 0);
            fail(1, 0);
            assertThat(health.state()).isEqualTo(State.DOWN);
        }

        @Test
        void countsChecksByTheNewThresholds() {
            HealthState checked = checked("+--");
            checked.follow(new Rules(true, 4, 2), 0);
            check(checked, "-");
            assertThat(checked.state()).isEqualTo(State.UP);
            check(checked, "-");
            assertThat(checked.state()).isEqualTo(State.DOWN);
            check(checked, "++");
            assertThat(checked.state()).isEqualTo(State.UP);
        }

        @Test
        void forgetsNothingWhenTheyAreTheSame() {
            HealthState checked = checked("+--");
            checked.follow(new Rules(true, 3, 5), 0);
            assertThat(checked.results()).hasSize(3);
            check(checked, "-");
            assertThat(checked.state()).isEqualTo(State.DOWN);
        }
    }

    @Nested
    class WhenChecksAreTurnedOff {

        @Test
        void isUpFromThenOnIfNothingWasKnown() {
            HealthState checked = checked("");
            checked.follow(new Rules(false, 3, 5), 9);
            assertThat(checked.state()).isEqualTo(State.UP);
            assertThat(checked.since()).isEqualTo(9);
        }

        @Test
        void mayProveItselfAfterAPauseIfItIsDown() {
            HealthState checked = checked("-");
            checked.follow(new Rules(false, 3, 5), 9);

            assertThat(checked.usable(9 + PAUSE - 1)).isFalse();
            assertThat(checked.usable(9 + PAUSE)).isTrue();
            assertThat(checked.reason()).isEqualTo("HTTP 503");
            assertThat(checked.connected(9 + PAUSE)).contains(new Transition(State.DOWN, State.UP, ""));
        }

        @Test
        void hasNoResultsNotEvenThatOfACheckUnderWay() {
            HealthState checked = checked("+");
            checked.follow(new Rules(false, 1, 1), 9);
            check(checked, "-");

            assertThat(checked.results()).isEmpty();
            assertThat(checked.state()).isEqualTo(State.UP);
        }
    }

    @Nested
    class WhenChecksAreTurnedOn {

        @Test
        void isAsItWasUntilTheyTellOtherwise() {
            HealthState checked = checked("+--");
            checked.follow(new Rules(false, 3, 5), 0);
            checked.follow(new Rules(true, 3, 5), 0);
            assertThat(checked.inDoubt()).isFalse();
            check(checked, "--");
            assertThat(checked.state()).as("failures of old are forgotten").isEqualTo(State.UP);
            check(checked, "-");
            assertThat(checked.state()).isEqualTo(State.DOWN);
        }

        @Test
        void isBroughtBackByThemAlone() {
            fail(3, 0);
            health.follow(new Rules(true, 3, 5), 0);
            assertThat(health.usable(9 * PAUSE)).isFalse();
            succeeded(9 * PAUSE);
            check(health, "++++");
            assertThat(health.usable(9 * PAUSE)).isFalse();
            check(health, "+");
            assertThat(health.usable(9 * PAUSE)).isTrue();
        }
    }

    private static HealthState checked(String results) {
        HealthState checked = new HealthState(new Rules(true, 3, 5), 0);
        check(checked, results);
        return checked;
    }

    private static void check(HealthState health, String results) {
        for (int i = 0; i < results.length(); i++) {
            Optional<String> failure = results.charAt(i) == '+' ? Optional.empty() : Optional.of("HTTP 503");
            var unused = health.checked(new CheckResult(1, Duration.ZERO, failure));
        }
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

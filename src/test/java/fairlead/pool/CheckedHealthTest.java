package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.pool.HealthState.Rules;
import fairlead.pool.HealthState.State;
import fairlead.pool.HealthState.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of a backend that is checked: 3 results down, 5 up. */
final class CheckedHealthTest {
    private static final long LONG_AFTER = 100 * HealthState.PAUSE.toNanos();

    private final HealthState health = new HealthState(new Rules(true, 3, 5), 0);

    /** Passes (+) and failures (-) of checks; gives the first letter of the state after each. */
    private String after(String results) {
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < results.length(); i++) {
            var unused = health.checked(results.charAt(i) == '+' ? passed(1) : failed("HTTP 503", 1));
            states.append(health.state().name().charAt(0));
        }
        return states.toString();
    }

    private static CheckResult passed(long at) {
        return new CheckResult(at, Duration.ofMillis(7), Optional.empty());
    }

    private static CheckResult failed(String why, long at) {
        return new CheckResult(at, Duration.ofMillis(7), Optional.of(why));
    }

    private void failConnects(int times) {
        for (int i = 0; i < times; i++) {
            var unused = health.connectFailed("connect refused", 2);
        }
    }

    @Test
    void isCheckingAndUsableBeforeTheFirstResult() {
        assertThat(health.state()).isEqualTo(State.CHECKING);
        assertThat(health.usable(0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "-"})
    void isDecidedByTheFirstResult(String first) {
        assertThat(after(first)).isEqualTo(first.equals("+") ? "U" : "D");
        assertThat(health.usable(LONG_AFTER)).isEqualTo(first.equals("+"));
    }

    @Test
    void changesAfterThreeFailuresOrFivePassesInARow() {
        assertThat(after("+---+++++---")).isEqualTo("UUUDDDDDUUUD");
    }

    @Test
    void countsAnewAfterAContraryResult() {
        assertThat(after("+--+--+---")).isEqualTo("UUUUUUUUUD");
        assertThat(after("++++-++++-+++++")).isEqualTo("DDDDDDDDDDDDDDU");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+-", "-+"})
    void neverChangesByTurns(String turns) {
        String state = turns.startsWith("+") ? "U" : "D";
        assertThat(after(turns.repeat(100))).isEqualTo(state.repeat(200));
    }

    @Test
    void saysWhatChangedAndWhy() {
        assertThat(health.checked(passed(10))).contains(new Transition(State.CHECKING, State.UP, ""));
        assertThat(health.checked(failed("HTTP 500", 20))).isEmpty();
        assertThat(health.checked(failed("HTTP 500", 30))).isEmpty();
        assertThat(health.reason()).isEmpty();

        assertThat(health.checked(failed("HTTP 503", 40))).contains(new Transition(State.UP, State.DOWN, "HTTP 503"));
        assertThat(health.reason()).isEqualTo("HTTP 503");
        assertThat(health.since()).isEqualTo(40);

        assertThat(after("++++")).isEqualTo("DDDD");
        assertThat(health.checked(passed(50))).contains(new Transition(State.DOWN, State.UP, ""));
        assertThat(health.reason()).isEmpty();
        assertThat(health.since()).isEqualTo(50);
    }

    @Test
    void keepsTheLatestReasonSinceItIsDown() {
        assertThat(health.checked(failed("connect refused", 10))).isPresent();

        assertThat(health.checked(failed("HTTP 503", 20))).isEmpty();

        assertThat(health.reason()).isEqualTo("HTTP 503");
        assertThat(health.since()).isEqualTo(10);
    }

    @Test
    void keepsTheLastFiftyResultsTheNewestLast() {
        IntStream.range(0, 60).forEach(i -> {
            var unused = health.checked(passed(i));
        });

        assertThat(health.results())
                .extracting(CheckResult::at)
                .containsExactlyElementsOf(
                        IntStream.range(10, 60).mapToObj(Long::valueOf).toList());
    }

    @Test
    void isInDoubtWhileTheNextResultMayBringAChangeNearer() {
        assertThat(health.inDoubt()).isFalse();
        StringBuilder doubts = new StringBuilder();
        for (String result : List.of("+", "-", "+", "-", "-", "-", "+", "-", "+", "+", "+", "+", "+")) {
            after(result);
            doubts.append(health.inDoubt() ? '?' : '.');
        }

        assertThat(doubts).hasToString(".?.??.?.????.");
    }

    @Nested
    class TakenOutByConnections {

        @Test
        void isDownAfterThreeFailedConnectsInARow() {
            after("+");
            failConnects(2);
            var unused = health.connected(2);
            failConnects(2);
            assertThat(health.state()).isEqualTo(State.UP);

            assertThat(health.connectFailed("no answer in time", 3))
                    .contains(new Transition(State.UP, State.DOWN, "no answer in time"));
            assertThat(health.since()).isEqualTo(3);
        }

        @Test
        void comesBackByFiveNewChecksAndNothingElse() {
            after("++++++++++");
            failConnects(3);

            assertThat(health.usable(LONG_AFTER)).isFalse();
            assertThat(health.connected(LONG_AFTER)).isEmpty();
            assertThat(health.usable(LONG_AFTER)).isFalse();
            assertThat(health.inDoubt()).isTrue();
            assertThat(after("+++++")).isEqualTo("DDDDU");
            assertThat(health.usable(LONG_AFTER)).isTrue();
        }

        @Test
        void isNotChangedByALateFailure() {
            after("-");

            assertThat(health.connectFailed("connect refused", 9)).isEmpty();
            failConnects(5);

            assertThat(health.reason()).isEqualTo("HTTP 503");
            assertThat(health.since()).isEqualTo(1);
            assertThat(after("+++++")).isEqualTo("DDDDU");
            failConnects(2);
            assertThat(health.state()).as("late ones are forgotten").isEqualTo(State.UP);
        }
    }

    @Nested
    class Suspected {

        @Test
        void isDownWhenTheWitnessFails() {
            after("+");

            assertThat(health.witnessed(failed("HTTP 500", 5)))
                    .contains(new Transition(State.UP, State.DOWN, "HTTP 500"));
        }

        @Test
        void staysAsItIsWhenTheWitnessPasses() {
            after("+");
            assertThat(health.witnessed(passed(5))).isEmpty();
            assertThat(health.state()).isEqualTo(State.UP);

            after("---");
            assertThat(health.witnessed(passed(5)))
                    .as("upwards it is one check of five")
                    .isEmpty();
            assertThat(after("++++")).isEqualTo("DDDU");
        }
    }
}

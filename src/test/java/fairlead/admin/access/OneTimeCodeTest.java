package fairlead.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OneTimeCodeTest {
    private static final Token TOKEN = Token.made("admin", Role.ADMIN, "secret", Instant.EPOCH);

    private final TurnedClock clock = new TurnedClock();
    private final OneTimeCode code = new OneTimeCode(clock);

    @Test
    void letsInOnce() {
        String issued = code.issue(TOKEN);
        assertThat(code.redeem("another")).isEmpty();
        assertThat(code.redeem(issued)).contains(TOKEN);
        assertThat(code.redeem(issued)).isEmpty();
    }

    @Test
    void isVoidAfterFifteenMinutes() {
        String issued = code.issue(TOKEN);
        clock.turn(OneTimeCode.VALID.minus(Duration.ofSeconds(1)));
        assertThat(new OneTimeCode(clock).redeem(issued)).isEmpty();
        clock.turn(Duration.ofSeconds(1));
        assertThat(code.redeem(issued)).isEmpty();
    }

    @Test
    void isVoidWhenThereIsANewOne() {
        String issued = code.issue(TOKEN);
        String next = code.issue(TOKEN);
        assertThat(code.redeem(issued)).isEmpty();
        assertThat(code.redeem(next)).isPresent();
    }
}

package fairlead.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.Cidr;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LoginThrottleTest {
    private static final InetAddress CLIENT = Cidr.literal("203.0.113.7");
    private static final InetAddress OTHER = Cidr.literal("203.0.113.8");

    private final TurnedClock clock = new TurnedClock();
    private final LoginThrottle throttle = new LoginThrottle(clock);
    private int guesses;

    @Test
    void tenMistakesMakeAClientWaitUntilOneIsPaidOff() {
        guess(CLIENT, 9);
        assertThat(throttle.wait(CLIENT)).isEmpty();
        guess(CLIENT, 1);
        assertThat(throttle.wait(CLIENT)).contains(Duration.ofSeconds(30));
        assertThat(throttle.wait(OTHER)).isEmpty();
        clock.turn(Duration.ofSeconds(30));
        assertThat(throttle.wait(CLIENT)).isEmpty();
        guess(CLIENT, 1);
        assertThat(throttle.wait(CLIENT)).contains(Duration.ofSeconds(30));
    }

    @Test
    void theSameMistakeAgainIsNoGuess() {
        for (int i = 0; i < 100; i++) {
            throttle.mistake(CLIENT, "a token that was revoked");
        }
        assertThat(throttle.wait(CLIENT)).isEmpty();
    }

    @Test
    void anIpv6ClientIsItsNetwork() {
        for (int i = 0; i < 10; i++) {
            guess(Cidr.literal("2001:db8:1:2::" + (i + 1)), 1);
        }
        assertThat(throttle.wait(Cidr.literal("2001:db8:1:2:ffff::1"))).isPresent();
        assertThat(throttle.wait(Cidr.literal("2001:db8:1:3::1"))).isEmpty();
    }

    @Test
    void allTogetherHaveALimitThatSparesWhoWasNeverWrong() {
        guess(OTHER, 1);
        for (int i = 0; i < 100; i++) {
            guess(Cidr.literal("198.51.100." + i), 1);
        }
        assertThat(throttle.wait(OTHER))
                .hasValueSatisfying(wait -> assertThat(wait).isPositive());
        assertThat(throttle.wait(CLIENT)).isEmpty();
        clock.turn(Duration.ofSeconds(2));
        assertThat(throttle.wait(OTHER)).isEmpty();
    }

    @Test
    void remembersNoMoreClientsThanItsLimit() {
        for (int i = 0; i < LoginThrottle.MOST_CLIENTS + 500; i++) {
            guess(Cidr.literal("10.%d.%d.1".formatted(i / 256, i % 256)), 1);
        }
        assertThat(throttle.clients()).isEqualTo(LoginThrottle.MOST_CLIENTS);
    }

    private void guess(InetAddress client, int times) {
        for (int i = 0; i < times; i++) {
            guesses++;
            throttle.mistake(client, "guess " + guesses);
        }
    }
}

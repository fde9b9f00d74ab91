package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecentNamesTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final RecentNames names = new RecentNames();

    private void saw(String name, int times) {
        for (int i = 0; i < times; i++) {
            names.saw(name, 0);
        }
    }

    @Test
    void areThoseAskedForTwiceInAlphabeticalOrder() {
        saw("once.example.com", 1);
        saw("www.example.com", 2);
        saw("api.example.com", 5);

        assertThat(names.latest(0)).containsExactly("api.example.com", "www.example.com");
    }

    @Test
    void areNotAMillionThatWereMadeUp() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            saw(Long.toHexString(random.nextLong()) + ".example.com", 1);
        }
        assertThat(names.latest(0)).isEmpty();

        saw("www.example.com", 2);
        assertThat(names.latest(0)).containsExactly("www.example.com");
    }

    @Test
    void areFewEvenWhenAMillionAreAskedForTwice() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            saw(Long.toHexString(random.nextLong()) + ".example.com", 2);
        }

        assertThat(names.latest(0)).hasSize(8);
    }

    @Test
    void areTheLatestOfThoseThatShareAPlace() {
        List<String> sharing = List.of("AaAa", "BBBB", "AaBB"); // of one hash
        saw("AaAa", 2);
        saw("BBBB", 1);
        assertThat(names.latest(0)).isEmpty();

        sharing.forEach(name -> saw(name, 2));

        assertThat(names.latest(0)).containsExactly("AaBB");
    }

    /** A nanoTime may be negative, and may pass the largest long. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5_000, Long.MAX_VALUE - 1_000})
    void areForgottenAnHourAfterTheLastClientAsked(long now) {
        names.saw("www.example.com", now - 5);
        names.saw("www.example.com", now);

        assertThat(names.latest(now + HOUR - 1)).hasSize(1);
        assertThat(names.latest(now + HOUR)).isEmpty();

        names.saw("www.example.com", now + HOUR);
        assertThat(names.latest(now + HOUR)).hasSize(1);
    }
}

package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0 B",
                "999|999 B",
                "1000|1 kB",
                "1234|1.23 kB",
                "999999|1 MB",
                "12340000|12.3 MB",
                "5e9|5 GB",
                "9e18|9 EB"
            })
    void writesSizesInPowersOfAThousand(double bytes, String text) {
        assertThat(Words.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "0.25|0.25", "3.1|3.1", "42|42", "42.25|42.3", "100|100", "1234.4|1,234"})
    void writesThreeDigitsOfANumber(double value, String text) {
        assertThat(Words.number(value)).isEqualTo(text);
    }

    @Test
    void writesTimesInUtc() {
        Instant time = Instant.parse("2026-11-23T12:04:05.678Z");
        assertThat(Words.utc(time)).isEqualTo("2026-11-23 12:04:05 UTC");
        assertThat(Words.iso(time)).isEqualTo("2026-11-23T12:04:05Z");
    }

    @Test
    void writesDurationsInTheTwoUnitsThatMatter() {
        assertThat(Words.duration(Duration.ofMillis(3))).isEqualTo("3 ms");
        assertThat(Words.duration(Duration.ofMillis(1500))).isEqualTo("1.5 s");
        assertThat(Words.duration(Duration.ofSeconds(245))).isEqualTo("4 min 5 s");
        assertThat(Words.duration(Duration.ofMinutes(150))).isEqualTo("2 h 30 min");
        assertThat(Words.duration(Duration.ofHours(50))).isEqualTo("2 d 2 h");
    }
}

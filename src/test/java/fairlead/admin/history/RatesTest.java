package fairlead.admin.history;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.history.Rates.Rate;
import fairlead.proxy.OpenConnection;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RatesTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private Instant now = START.plusSeconds(100);
    private final Rates rates = new Rates(() -> now);

    private static OpenConnection connection(String id, long in, long out) {
        return new OpenConnection(
                id,
                START,
                new InetSocketAddress("203.0.113.9", 51234),
                ":443",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OpenConnection.State.RELAYING,
                in,
                out);
    }

    private Rate rate(long in, long out) {
        return rates.of(List.of(connection("a", in, out))).getOrDefault("a", Rate.NONE);
    }

    @Test
    void areTheMeanWhenThereWasNoLookBefore() {
        assertThat(rate(1000, 2000)).isEqualTo(new Rate(10, 20));
    }

    @Test
    void areWhatCameSinceTheLookBefore() {
        rate(1000, 2000);
        now = now.plusSeconds(2);
        assertThat(rate(1500, 2000)).isEqualTo(new Rate(250, 0));
    }

    @Test
    void areTheSameForTwoWhoLookAtATime() {
        rate(1000, 0);
        now = now.plusSeconds(2);
        rate(3000, 0);
        now = now.plusMillis(500);
        assertThat(rate(3500, 0)).isEqualTo(new Rate(1000, 0)); // since the first look, for the second is too near
    }

    @Test
    void areTheMeanWhenTheLookBeforeWasLongAgo() {
        rate(1000, 0);
        now = START.plusSeconds(1000);
        assertThat(rate(5000, 0)).isEqualTo(new Rate(5, 0));
    }

    @Test
    void areToldForEachConnection() {
        assertThat(rates.of(List.of(connection("a", 100, 0), connection("b", 200, 0))))
                .containsOnlyKeys("a", "b");
        assertThat(rates.of(List.of())).isEmpty();
    }
}

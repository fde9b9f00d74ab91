package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CountersTest {
    private static final Counters.Key TO_WEB_1 = new Counters.Key(":443", "shop", "web-1");
    private static final Counters.Key NOWHERE = new Counters.Key(":443", "", "");

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private static final HttpRequest NOTHING_KNOWN =
            new HttpRequest(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Counters counters = new Counters();

    @Test
    void addUpByWhereConnectionsWent() {
        counters.add(Records.ended(Outcome.COMPLETED, Optional.of("web-1"), 10, 20));
        counters.add(Records.ended(Outcome.CLIENT_RESET, Optional.of("web-1"), 1, 2));
        counters.add(Records.ended(Outcome.COMPLETED, Optional.of("web-2"), 100, 200));
        counters.add(Records.ended(Outcome.HELLO_TIMEOUT, Optional.empty(), 5, 0));

        assertThat(counters.tallies()).containsOnlyKeys(TO_WEB_1, new Counters.Key(":443", "shop", "web-2"), NOWHERE);
        Tally web1 = tally(TO_WEB_1);
        assertThat(web1.connections()).isEqualTo(Map.of(Outcome.COMPLETED, 1L, Outcome.CLIENT_RESET, 1L));
        assertThat(web1.bytesIn()).isEqualTo(11);
        assertThat(web1.bytesOut()).isEqualTo(22);
        assertThat(web1.connects()).isEqualTo(2);
        assertThat(web1.connectTime()).isEqualTo(Duration.ofMillis(6));
        assertThat(web1.duration()).isEqualTo(Duration.ofMillis(14));
        assertThat(counters.connections(Outcome.COMPLETED)).isEqualTo(2);
        assertThat(counters.connections(Outcome.DRAINED)).isZero();
    }

    @Test
    void countNoConnectTimeWhereNoBackendWasReached() {
        counters.add(Records.ended(Outcome.HELLO_TIMEOUT, Optional.empty(), 5, 0));

        assertThat(tally(NOWHERE).connects()).isZero();
        assertThat(tally(NOWHERE).connectTime()).isZero();
        assertThat(tally(NOWHERE).duration()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void countARequestWithItsBytesAndConnectsButNotAsAConnection() {
        Optional<Duration> connect = Optional.of(Duration.ofMillis(3));
        counters.addRequest(Records.asked(Records.get("a", "/", 200), Optional.of("web-1"), connect));
        counters.addRequest(Records.asked(Records.get("a", "/", 204), Optional.of("web-1"), Optional.empty()));

        Tally tally = tally(new Counters.Key(":80", "shop", "web-1"));
        assertThat(tally.requests()).isEqualTo(Map.of("2xx", 2L));
        assertThat(tally.bytesIn()).isEqualTo(2468);
        assertThat(tally.bytesOut()).isEqualTo(11_356);
        assertThat(tally.connects()).isEqualTo(1);
        assertThat(tally.connectTime()).isEqualTo(Duration.ofMillis(3));
        assertThat(tally.connections()).isEmpty();
        assertThat(tally.duration()).isZero();
        assertThat(counters.connections(Outcome.COMPLETED)).isZero();
    }

    @Test
    void tellRequestsApartByTheClassOfTheirStatus() {
        for (int status : new int[] {101, 200, 299, 301, 307, 404, 400, 421, 500, 599, 999}) {
            counters.addRequest(Records.answered(Records.get("a", "/", status)));
        }
        counters.addRequest(Records.answered(NOTHING_KNOWN));

        assertThat(tally(new Counters.Key(":80", "shop", "web-1")).requests())
                .containsExactly(
                        Map.entry("none", 1L),
                        Map.entry("1xx", 1L),
                        Map.entry("2xx", 2L),
                        Map.entry("3xx", 2L),
                        Map.entry("4xx", 3L),
                        Map.entry("5xx", 3L));
    }

    @Test
    void countTheRequestOfAConnectionThatEndsWithIt() {
        counters.add(Records.asked(NOTHING_KNOWN, Optional.empty(), Optional.empty()));

        Tally tally = tally(new Counters.Key(":80", "shop", ""));
        assertThat(tally.requests()).isEqualTo(Map.of("none", 1L));
        assertThat(tally.connections()).isEqualTo(Map.of(Outcome.COMPLETED, 1L));
        assertThat(tally.bytesIn()).isEqualTo(1234);
    }

    @Test
    void countNoRequestsOfConnectionsThatHaveNone() {
        counters.add(Records.full());
        assertThat(tally(TO_WEB_1).requests()).isEmpty();
    }

    @Test
    void areExactUnderManyThreads() throws InterruptedException {
        int each = 20_000;
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(n -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < each; i++) {
                        Outcome outcome = OUTCOMES.get(i % OUTCOMES.size());
                        counters.add(Records.ended(outcome, Optional.of("web-" + i % 2), 1, 2));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(counters.tallies()).hasSize(2);
        assertThat(counters.tallies().values().stream()
                        .mapToLong(Tally::bytesIn)
                        .sum())
                .isEqualTo(4L * each);
        assertThat(counters.tallies().values().stream()
                        .mapToLong(Tally::bytesOut)
                        .sum())
                .isEqualTo(8L * each);
        assertThat(OUTCOMES.stream().mapToLong(counters::connections).sum()).isEqualTo(4L * each);
    }

    private Tally tally(Counters.Key key) {
        return Optional.ofNullable(counters.tallies().get(key)).orElseThrow();
    }
}

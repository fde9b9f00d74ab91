package fairlead.admin.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.proxy.OpenTraffic;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Counters;
import fairlead.stats.HttpRequest;
import fairlead.stats.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A history whose time passes when the test says so. */
final class HistoryTest {
    private static final Scope SHOP = new Scope.LoadBalancer("shop");
    private static final Scope WEB_1 = new Scope.Backend("shop", "web-1");
    private static final Scope WEB_2 = new Scope.Backend("shop", "web-2");
    private static final Counters.Key TO_WEB_1 = new Counters.Key(":443", "shop", "web-1");
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Counters counters = new Counters();
    private final Map<Counters.Key, OpenTraffic> open = new HashMap<>();
    private Config config = config("shop");
    private Instant now = START;
    private final History history =
            new History(() -> Reading.of(config, counters.tallies(), Map.copyOf(open)), () -> now);

    private static Config config(String... names) {
        StringBuilder loadBalancers = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            loadBalancers.append("""
                    %s{"name": "%s", "hosts": ["%s.example.com"], "forwarding_rules": [{"entry_protocol": "https",
                      "entry_port": 443, "target_protocol": "https", "target_port": 443, "tls_passthrough": true}],
                     "backends": [{"name": "web-1", "address": "10.0.0.11"}, {"name": "web-2", "address": "10.0.0.12"}]}
                    """.formatted(i == 0 ? "" : ", ", names[i], names[i]));
        }
        return switch (ConfigFile.parse("{\"load_balancers\": [" + loadBalancers + "]}")) {
            case ConfigFile.Result.Valid valid -> valid.config();
            case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private static ConnectionRecord ended(
            Outcome outcome, Optional<String> loadBalancer, Optional<String> backend, long in, long out) {
        return new ConnectionRecord(
                "0000000000000001",
                START,
                new InetSocketAddress("203.0.113.9", 51234),
                ":443",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                loadBalancer,
                backend,
                Optional.empty(),
                outcome,
                in,
                out,
                backend.map(unused -> Duration.ofMillis(3)),
                Duration.ofSeconds(1),
                Optional.empty());
    }

    private void end(long in, long out) {
        counters.add(ended(Outcome.COMPLETED, Optional.of("shop"), Optional.of("web-1"), in, out));
    }

    private void refuse(Outcome outcome, Optional<String> loadBalancer) {
        counters.add(ended(outcome, loadBalancer, Optional.empty(), 0, 0));
    }

    /** The next sample in time. */
    private void sample() {
        history.sample();
        now = now.plusSeconds(5);
    }

    private void samples(int count) {
        for (int i = 0; i < count; i++) {
            sample();
        }
    }

    private List<OptionalDouble> values(Scope scope, Measure measure, Range range) {
        return history.series(scope, measure, range).stream().map(Point::value).toList();
    }

    private double last(Scope scope, Measure measure, Range range) {
        return values(scope, measure, range).getLast().orElseThrow();
    }

    private double last(Scope scope, Measure measure) {
        return last(scope, measure, Range.QUARTER_HOUR);
    }

    @Nested
    class ARate {

        @Test
        void isWhatCameSinceTheSampleBefore() {
            end(1, 1);
            sample();
            for (int i = 0; i < 10; i++) {
                end(500, 2000);
            }
            sample();

            assertThat(last(SHOP, Measure.NEW_CONNECTIONS)).isEqualTo(2);
            assertThat(last(SHOP, Measure.BYTES_IN)).isEqualTo(1000);
            assertThat(last(SHOP, Measure.BYTES_OUT)).isEqualTo(4000);
            assertThat(last(WEB_1, Measure.BYTES_OUT)).isEqualTo(4000);
            assertThat(last(WEB_2, Measure.BYTES_OUT)).isZero();
            assertThat(last(Scope.EVERYTHING, Measure.BYTES_OUT)).isEqualTo(4000);
        }

        @Test
        void isNotKnownAfterTheFirstSample() {
            end(1, 1);
            sample();
            assertThat(values(SHOP, Measure.BYTES_IN, Range.QUARTER_HOUR)).allMatch(OptionalDouble::isEmpty);
        }

        @Test
        void hasTheBytesOfALongTransferWhileItRuns() {
            sample();
            open.put(TO_WEB_1, new OpenTraffic(1, 100, 50_000));
            sample();
            assertThat(last(WEB_1, Measure.BYTES_OUT)).isEqualTo(10_000);
            open.put(TO_WEB_1, new OpenTraffic(1, 100, 75_000));
            sample();
            assertThat(last(WEB_1, Measure.BYTES_OUT)).isEqualTo(5000);
            assertThat(last(WEB_1, Measure.NEW_CONNECTIONS)).isZero();
        }

        @Test
        void takesATransferThatEndsForNoMoreThanWhatItHadLeft() {
            open.put(TO_WEB_1, new OpenTraffic(1, 0, 0));
            sample();
            open.put(TO_WEB_1, new OpenTraffic(1, 0, 1_000_000));
            sample();
            open.clear(); // and the counters were read before it was in them
            sample();
            assertThat(last(WEB_1, Measure.BYTES_OUT)).isZero();
            end(0, 1_000_500);
            sample();
            assertThat(last(WEB_1, Measure.BYTES_OUT)).isEqualTo(100);
            assertThat(last(WEB_1, Measure.NEW_CONNECTIONS)).isZero();
        }

        @Test
        void goesByTheTimeThatReallyPassed() {
            history.sample();
            now = now.plusSeconds(10);
            end(1000, 0);
            history.sample();
            assertThat(last(SHOP, Measure.BYTES_IN)).isEqualTo(100);
        }

        @Test
        void countsRequests() {
            sample();
            ConnectionRecord request = ended(Outcome.COMPLETED, Optional.of("shop"), Optional.of("web-1"), 10, 10);
            for (int i = 0; i < 20; i++) {
                counters.addRequest(new ConnectionRecord(
                        request.id(),
                        request.time(),
                        request.client(),
                        request.listener(),
                        request.sni(),
                        request.alpn(),
                        request.tlsVersions(),
                        Optional.of(new HttpRequest(
                                Optional.of("GET"), Optional.of("a"), Optional.empty(), Optional.of(200))),
                        request.loadBalancer(),
                        request.backend(),
                        request.upstream(),
                        request.outcome(),
                        request.bytesIn(),
                        request.bytesOut(),
                        request.connect(),
                        request.duration(),
                        request.detail()));
            }
            sample();
            assertThat(last(SHOP, Measure.REQUESTS)).isEqualTo(4);
            assertThat(last(SHOP, Measure.NEW_CONNECTIONS)).isZero();
        }
    }

    @Nested
    class OpenConnections {

        @Test
        void areThoseOfTheSample() {
            open.put(TO_WEB_1, new OpenTraffic(7, 0, 0));
            samples(2);
            assertThat(last(SHOP, Measure.OPEN_CONNECTIONS)).isEqualTo(7);
            open.clear();
            sample();
            assertThat(last(SHOP, Measure.OPEN_CONNECTIONS)).isZero();
        }

        @Test
        void areTheMostThereWereOverALongerStep() {
            samples(10);
            open.put(TO_WEB_1, new OpenTraffic(7, 0, 0));
            sample();
            open.put(TO_WEB_1, new OpenTraffic(3, 0, 0));
            samples(50);
            assertThat(last(SHOP, Measure.OPEN_CONNECTIONS, Range.DAY)).isEqualTo(7);
            samples(60);
            assertThat(last(SHOP, Measure.OPEN_CONNECTIONS, Range.DAY)).isEqualTo(3);
        }
    }

    @Nested
    class Refusals {

        @Test
        void areToldApartByWhy() {
            sample();
            for (int i = 0; i < 5; i++) {
                refuse(Outcome.FIREWALL_DENIED, Optional.of("shop"));
                refuse(Outcome.NO_LOAD_BALANCER, Optional.empty());
                refuse(Outcome.NO_LOAD_BALANCER, Optional.empty());
                refuse(Outcome.CLIENT_GONE, Optional.empty());
                end(1, 1);
            }
            sample();

            assertThat(last(Scope.EVERYTHING, Measure.REFUSALS)).isEqualTo(3);
            assertThat(last(SHOP, Measure.REFUSALS)).isEqualTo(1);
            assertThat(last(Scope.EVERYTHING, Measure.NEW_CONNECTIONS)).isEqualTo(5);
            Map<Outcome, List<Point>> why = history.refusals(Scope.EVERYTHING, Range.QUARTER_HOUR);
            assertThat(why).containsOnlyKeys(Outcome.FIREWALL_DENIED, Outcome.NO_LOAD_BALANCER);
            assertThat(why.get(Outcome.NO_LOAD_BALANCER))
                    .hasSize(Range.QUARTER_HOUR.steps())
                    .last()
                    .extracting(Point::value)
                    .isEqualTo(OptionalDouble.of(2));
            assertThat(history.now(Scope.EVERYTHING).refused())
                    .isEqualTo(Map.of(Outcome.FIREWALL_DENIED, 1.0, Outcome.NO_LOAD_BALANCER, 2.0));
        }

        @Test
        void areZeroWhenTheyHaveCeased() {
            sample();
            refuse(Outcome.NO_BACKEND, Optional.of("shop"));
            samples(2);
            assertThat(last(SHOP, Measure.REFUSALS)).isZero();
            assertThat(history.now(SHOP).refused()).isEmpty();
            assertThat(history.refusals(SHOP, Range.QUARTER_HOUR)).containsOnlyKeys(Outcome.NO_BACKEND);
        }
    }

    @Nested
    class ConnectTimes {

        @Test
        void areThoseOfTheStepAlone() {
            end(1, 1);
            sample();
            end(1, 1);
            sample();
            assertThat(last(SHOP, Measure.CONNECT_P50)).isBetween(0.002, 0.005);
            assertThat(last(SHOP, Measure.CONNECT_P95)).isBetween(0.002, 0.005);
        }

        @Test
        void areNotKnownWhereNothingWasConnected() {
            samples(2);
            end(1, 1);
            samples(2);
            assertThat(values(SHOP, Measure.CONNECT_P50, Range.QUARTER_HOUR))
                    .filteredOn(OptionalDouble::isPresent)
                    .hasSize(1);
        }
    }

    @Nested
    class ALongerStep {

        @Test
        void hasTheMeanOfItsRates() {
            samples(60);
            end(3000, 0);
            sample(); // the first of the next step ends the one before
            assertThat(last(SHOP, Measure.BYTES_IN, Range.DAY)).isCloseTo(3000 / 300.0, within(1e-6));
        }

        @Test
        void endsAtAMultipleOfFiveMinutes() {
            samples(61);
            List<Point> points = history.series(SHOP, Measure.BYTES_IN, Range.DAY);
            assertThat(points).hasSize(288);
            assertThat(points.getLast().at()).isEqualTo(START.plusSeconds(300));
            assertThat(points.getFirst().at()).isEqualTo(START.plusSeconds(300).minus(Duration.ofMinutes(5 * 287)));
        }
    }

    @Nested
    class Gaps {

        @Test
        void areWhereNoSamplesWereTaken() {
            samples(3);
            now = now.plusSeconds(20);
            samples(2);
            List<Boolean> known = values(SHOP, Measure.OPEN_CONNECTIONS, Range.QUARTER_HOUR).stream()
                    .map(OptionalDouble::isPresent)
                    .toList();
            int size = known.size();
            assertThat(known.subList(size - 9, size))
                    .containsExactly(false, true, true, false, false, false, false, true, true);
        }

        @Test
        void growWhenSamplingHasCeased() {
            samples(3);
            now = now.plusSeconds(60);
            assertThat(values(SHOP, Measure.OPEN_CONNECTIONS, Range.QUARTER_HOUR)
                            .getLast())
                    .isEmpty();
        }

        @Test
        void areNotSeenBecauseTheNextSampleIsAboutToCome() {
            samples(3);
            now = now.minusMillis(1);
            assertThat(values(SHOP, Measure.OPEN_CONNECTIONS, Range.QUARTER_HOUR)
                            .getLast())
                    .isPresent();
        }
    }

    @Test
    void hasNothingBeforeTheFirstSample() {
        for (Measure measure : Measure.values()) {
            for (Range range : Range.values()) {
                assertThat(values(SHOP, measure, range)).hasSize(range.steps()).allMatch(OptionalDouble::isEmpty);
            }
        }
        assertThat(history.now(SHOP)).isEqualTo(Now.NOTHING);
        assertThat(history.refusals(SHOP, Range.DAY)).isEmpty();
    }

    @Test
    void forgetsWhatIsOlderThanItsRange() {
        sample();
        end(5000, 0);
        sample();
        samples(Range.QUARTER_HOUR.steps() - 1);
        assertThat(values(SHOP, Measure.BYTES_IN, Range.QUARTER_HOUR).getFirst())
                .hasValue(1000);
        sample();
        assertThat(values(SHOP, Measure.BYTES_IN, Range.QUARTER_HOUR))
                .hasSize(Range.QUARTER_HOUR.steps())
                .allMatch(value -> value.getAsDouble() == 0);
    }

    @Test
    void forgetsALoadBalancerThatIsRemoved() {
        samples(3);
        config = config("other");
        samples(3);
        assertThat(values(SHOP, Measure.OPEN_CONNECTIONS, Range.QUARTER_HOUR)).allMatch(OptionalDouble::isEmpty);
        assertThat(values(WEB_1, Measure.OPEN_CONNECTIONS, Range.DAY)).allMatch(OptionalDouble::isEmpty);
        assertThat(last(new Scope.LoadBalancer("other"), Measure.OPEN_CONNECTIONS))
                .isZero();
    }

    @Test
    void takesOneThatComesBackForANewOne() {
        end(1_000_000, 0);
        samples(3);
        config = config("other");
        samples(3);
        config = config("other", "shop");
        samples(2);
        assertThat(values(SHOP, Measure.BYTES_IN, Range.QUARTER_HOUR))
                .filteredOn(OptionalDouble::isPresent)
                .containsExactly(OptionalDouble.of(0));
    }

    @Test
    void knowsNoNamesButThoseOfTheConfig() {
        counters.add(ended(Outcome.COMPLETED, Optional.of("gone"), Optional.of("web-1"), 10, 10));
        sample();
        counters.add(ended(Outcome.COMPLETED, Optional.of("gone"), Optional.of("web-1"), 10, 10));
        sample();
        assertThat(history.now(new Scope.LoadBalancer("gone"))).isEqualTo(Now.NOTHING);
        assertThat(last(Scope.EVERYTHING, Measure.BYTES_IN)).isEqualTo(2);
    }

    @Nested
    class AClockThatIsSetBack {

        @Test
        void beginsAnewWhenItIsByMuch() {
            samples(5);
            now = now.minus(Duration.ofHours(1));
            samples(3);
            assertThat(values(SHOP, Measure.OPEN_CONNECTIONS, Range.QUARTER_HOUR))
                    .filteredOn(OptionalDouble::isPresent)
                    .hasSize(2);
        }

        @Test
        void changesNothingWhenItIsByLittle() {
            samples(5);
            now = now.minusSeconds(9);
            samples(5);
            assertThat(values(SHOP, Measure.OPEN_CONNECTIONS, Range.QUARTER_HOUR))
                    .filteredOn(OptionalDouble::isPresent)
                    .hasSizeGreaterThanOrEqualTo(6);
        }
    }
}

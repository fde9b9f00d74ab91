package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig.Algorithm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SlowStartTest {
    private static final Duration LENGTH = Duration.ofSeconds(100);
    private static final int CONNECTIONS = 12_900; // a multiple of all sums of weights below

    /** A nanoTime may be negative, and may pass the largest long. */
    @ParameterizedTest
    @ValueSource(longs = {0, -50_000_000_000L, Long.MAX_VALUE - 1_000_000})
    void growsEvenlyToTheWholeWeight(long back) {
        SlowStart slowStart = new SlowStart(back);
        int[] weights = new int[5];
        for (int i = 0; i < weights.length; i++) {
            long now = back + i * LENGTH.toNanos() / 4;
            weights[i] = slowStart.weight(640, LENGTH, now);
            assertThat(slowStart.isUnderWay(LENGTH, now)).isEqualTo(i < 4);
        }

        assertThat(weights).containsExactly(1, 160, 320, 480, 640);
    }

    @Test
    void givesAWeightEvenToOneWhoseClockIsALittleBehind() {
        SlowStart slowStart = new SlowStart(1_000);
        assertThat(slowStart.isUnderWay(LENGTH, 999)).isTrue();
        assertThat(slowStart.weight(64, LENGTH, 999)).isOne();
    }

    @Test
    void isOverForGood() {
        SlowStart slowStart = new SlowStart(0);
        assertThat(slowStart.isUnderWay(LENGTH, LENGTH.toNanos())).isFalse();
        assertThat(slowStart.isUnderWay(LENGTH, Long.MIN_VALUE))
                .as("292 years later")
                .isFalse();
        assertThat(SlowStart.NONE.isUnderWay(LENGTH, 1)).isFalse();
    }

    /** Idle backends: the counts are exact, or binomial and within six standard deviations. */
    @ParameterizedTest
    @CsvSource({
        "ROUND_ROBIN, 0, 100, 2",
        "ROUND_ROBIN, 25, 1433, 2",
        "ROUND_ROBIN, 50, 2580, 2",
        "ROUND_ROBIN, 100, 4300, 2",
        "LEAST_CONNECTIONS, 0, 100, 2",
        "LEAST_CONNECTIONS, 50, 2580, 2",
        "LEAST_CONNECTIONS, 100, 4300, 2",
        "RANDOM_TWO_CHOICES, 0, 100, 60",
        "RANDOM_TWO_CHOICES, 50, 2580, 273",
        "RANDOM_TWO_CHOICES, 100, 4300, 322"
    })
    void givesOneOfThreeItsShareByTheTime(Algorithm algorithm, long second, int expected, int error) {
        Pool pool = comingBack(Shop.with().slowStart(LENGTH).algorithm(algorithm));

        Map<String, Integer> counts = counts(pool, seconds(second), false);

        assertThat(counts.getOrDefault("c", 0)).isBetween(expected - error, expected + error);
        int others = (CONNECTIONS - expected) / 2;
        assertThat(counts.get("a")).isBetween(others - error - 100, others + error + 100);
    }

    @ParameterizedTest
    @CsvSource({"0, 100, 60", "50, 2580, 273", "100, 4300, 322"})
    void movesClientsBackToTheirBackendByAndBy(long second, int expected, int error) {
        Pool pool = comingBack(Shop.with().slowStart(LENGTH).stickySessions());

        assertThat(counts(pool, seconds(second), true).getOrDefault("c", 0))
                .isBetween(expected - error, expected + error);
    }

    /** With connections that stay, the algorithm would otherwise send all of them to the empty backend first. */
    @Test
    void keepsABackendThatComesBackFromBeingFilledUpAtOnce() {
        Pool pool = comingBack(Shop.with().slowStart(LENGTH).algorithm(Algorithm.LEAST_CONNECTIONS));
        Pools.open(Pools.find(pool, "a"), 100);
        Pools.open(Pools.find(pool, "b"), 100);

        for (int i = 0; i < 60; i++) {
            assertThat(pool.candidates(Pools.CLIENT).next(seconds(25))).isPresent();
        }

        assertThat(Pools.find(pool, "c").connections()).isBetween(28, 33); // a quarter of what the others have
    }

    @ParameterizedTest
    @EnumSource
    void isNoMatterToABackendThatHasNotBeenAway(Algorithm algorithm) {
        Pool pool = Pools.pool(
                Shop.with().slowStart(LENGTH).algorithm(algorithm).of(three(Mode.ENABLED)), Optional.empty());

        assertThat(counts(pool, 1, false).get("c")).isBetween(4300 - 322, 4300 + 322);
    }

    @Test
    void isOnlyForThoseWhoWantOne() {
        Pool pool = comingBack(Shop.with());

        assertThat(counts(pool, 1, false)).containsEntry("c", 4300);
    }

    private static BackendConfig[] three(Mode third) {
        return new BackendConfig[] {Pools.backend("a"), Pools.backend("b"), Pools.backend("c", 1, third)};
    }

    /** A pool of a, b and c, of which c came back at 0. */
    private static Pool comingBack(Shop shop) {
        Pool without = Pools.pool(shop.of(three(Mode.DISABLED)), Optional.empty());
        return Pools.pool(shop.of(three(Mode.ENABLED)), Optional.of(without));
    }

    private static Map<String, Integer> counts(Pool pool, long now, boolean manyClients) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Backend chosen = pool.candidates(manyClients ? Pools.ipv4(i) : Pools.CLIENT)
                    .next(now)
                    .orElseThrow()
                    .backend();
            counts.merge(chosen.name(), 1, Integer::sum);
            chosen.closed();
        }
        return counts;
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    /** Parts of a weight are for slow starts alone. */
    @Test
    void changesNothingElseByCountingWeightsInParts() {
        List<Member> parts = Pools.members(5, 1, 2);
        List<Member> plain = parts.stream()
                .map(member -> member.withWeight(member.config().weight()))
                .toList();

        assertThat(Pools.picks(new RoundRobin(3), parts, 80)).isEqualTo(Pools.picks(new RoundRobin(3), plain, 80));
        for (int i = 0; i < 1000; i++) {
            assertThat(new SourceIp().pick(parts, Pools.ipv4(i)).index())
                    .isEqualTo(new SourceIp().pick(plain, Pools.ipv4(i)).index());
        }
        Pools.open(parts.get(0).backend(), 3);
        assertThat(Pools.picks(new LeastConnections(3), parts, 80))
                .isEqualTo(Pools.picks(new LeastConnections(3), plain, 80));
    }
}

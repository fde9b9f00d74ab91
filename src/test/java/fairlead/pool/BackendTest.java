package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.OnUnhealthy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackendTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Backend with(Shop shop, Mode mode, long now) {
        LoadBalancerConfig config = shop.of(Pools.backend("a", 1, mode));
        Pool pool = Pool.of(config, name -> List.of(), Optional.empty(), now);
        pool.takeEffect(now);
        return pool.backends().getFirst();
    }

    private static void change(Backend backend, Shop shop, Mode mode, long now) {
        LoadBalancerConfig config = shop.of(Pools.backend("a", 1, mode));
        backend.follow(config.backends().getFirst(), config, now);
    }

    @Nested
    class Drained {
        private final Shop shop = Shop.with().drainTimeout(MINUTE);

        /** A nanoTime may be negative, and may pass the largest long. */
        @ParameterizedTest
        @ValueSource(longs = {0, 5_000, -7_000, Long.MAX_VALUE - 1_000})
        void isWhenItsTimeIsOver(long now) {
            Backend backend = with(shop, Mode.ENABLED, now - 9_000);
            assertThat(backend.drainEnd()).isEmpty();
            assertThat(backend.isDrained(now + MINUTE.toNanos(), now - 9_000)).isFalse();

            change(backend, shop, Mode.DRAIN, now);

            assertThat(backend.drainEnd()).contains(now + MINUTE.toNanos());
            assertThat(backend.isDrained(now + MINUTE.toNanos() - 1, now - 9_000))
                    .isFalse();
            assertThat(backend.isDrained(now + MINUTE.toNanos(), now - 9_000)).isTrue();
        }

        @Test
        void isNotForConnectionsThatCameLater() {
            Backend backend = with(shop, Mode.ENABLED, 0);
            change(backend, shop, Mode.DRAIN, 0);

            assertThat(backend.isDrained(2 * MINUTE.toNanos(), MINUTE.toNanos() - 1))
                    .isTrue();
            assertThat(backend.isDrained(2 * MINUTE.toNanos(), MINUTE.toNanos()))
                    .isFalse();
        }

        @Test
        void isNeverWithoutATimeout() {
            Backend backend = with(Shop.with(), Mode.ENABLED, 0);
            change(backend, Shop.with(), Mode.DRAIN, 0);

            assertThat(backend.drainEnd()).isEmpty();
            assertThat(backend.isDrained(Long.MAX_VALUE, 0)).isFalse();
        }

        @Test
        void isCountedFromTheFirstDrainWhateverElseChanges() {
            Backend backend = with(shop, Mode.DRAIN, 5);
            change(backend, shop, Mode.DRAIN, 500);
            assertThat(backend.drainEnd()).contains(5 + MINUTE.toNanos());

            change(backend, Shop.with().drainTimeout(Duration.ofSeconds(2)), Mode.DRAIN, 600);
            assertThat(backend.drainEnd()).contains(5 + Duration.ofSeconds(2).toNanos());
        }

        @Test
        void isNotOnceItTakesConnectionsAgain() {
            Backend backend = with(shop, Mode.DRAIN, 0);
            change(backend, shop, Mode.ENABLED, 10);
            assertThat(backend.isDrained(MINUTE.toNanos(), 0)).isFalse();

            change(backend, shop, Mode.DRAIN, 20);
            assertThat(backend.drainEnd()).contains(20 + MINUTE.toNanos());
        }
    }

    @Nested
    class ClosesConnections {

        @ParameterizedTest
        @EnumSource
        void whenItIsDownAndTheConfigSaysSo(OnUnhealthy onUnhealthy) {
            Backend backend = with(Shop.with().checks().onUnhealthy(onUnhealthy), Mode.ENABLED, 0);
            assertThat(backend.closesConnections(0)).isFalse();

            Pools.fail(backend, 1, 0);
            assertThat(backend.closesConnections(0)).isEqualTo(onUnhealthy == OnUnhealthy.CLOSE);

            Pools.pass(backend, 5, 0);
            assertThat(backend.closesConnections(0)).isFalse();
        }

        @Test
        void butNotThoseOfWhichItWasDownAlready() {
            Backend backend = with(Shop.with().checks().onUnhealthy(OnUnhealthy.CLOSE), Mode.ENABLED, 0);
            Pools.fail(backend, 1, 10);
            assertThat(backend.closesConnections(9)).isTrue();
            assertThat(backend.closesConnections(11)).isFalse();

            Pools.pass(backend, 5, 20);
            Pools.fail(backend, 3, 30);
            assertThat(backend.closesConnections(11)).isTrue();
        }

        @Test
        void fromTheConfigChangeOn() {
            Backend backend = with(Shop.with(), Mode.ENABLED, 0);
            Pools.makeUnhealthy(backend, 0);
            assertThat(backend.closesConnections(0)).isFalse();

            change(backend, Shop.with().onUnhealthy(OnUnhealthy.CLOSE), Mode.ENABLED, 0);

            assertThat(backend.closesConnections(0)).isTrue();
        }
    }

    @Nested
    class ComesBackSlowly {

        @Test
        void notAtProcessStart() {
            assertThat(isSlow(with(Shop.with().checks(), Mode.ENABLED, 0))).isFalse();
            Backend first = with(Shop.with().checks(), Mode.ENABLED, 0);
            Pools.pass(first, 1, 0);
            assertThat(isSlow(first)).isFalse();
        }

        @ParameterizedTest
        @CsvSource({
            "DRAIN, ENABLED, true",
            "DRAIN, BACKUP, true",
            "DISABLED, ENABLED, true",
            "DISABLED, DRAIN, false",
            "ENABLED, BACKUP, false",
            "BACKUP, ENABLED, false",
            "ENABLED, DRAIN, false"
        })
        void whenItTookNoConnections(Mode before, Mode after, boolean slow) {
            Backend backend = with(Shop.with(), before, 0);
            change(backend, Shop.with(), after, 0);
            assertThat(isSlow(backend)).isEqualTo(slow);
        }

        @Test
        void whenItWasDown() {
            Backend checked = with(Shop.with().checks(), Mode.ENABLED, 0);
            Pools.fail(checked, 1, 0);
            Pools.pass(checked, 5, 0);
            assertThat(isSlow(checked)).isTrue();

            Backend unchecked = with(Shop.with(), Mode.ENABLED, 0);
            Pools.makeUnhealthy(unchecked, 0);
            var unused = unchecked.health().connected(0);
            assertThat(isSlow(unchecked)).isTrue();
        }

        private static boolean isSlow(Backend backend) {
            return backend.health().slowStart().isUnderWay(MINUTE, 1);
        }
    }

    @Nested
    class ConnectionsThatWait {

        @ParameterizedTest
        @CsvSource({"DRAIN, true", "DISABLED, true", "BACKUP, false", "ENABLED, false"})
        void areSentAwayWhenItTakesNoMore(Mode mode, boolean sentAway) {
            LoadBalancerConfig config = Shop.with().of(Pools.capped("a", mode, 1));
            Backend backend = with(Shop.with(), Mode.ENABLED, 0);
            backend.follow(Pools.capped("a", Mode.ENABLED, 1), config, 0);
            Pools.open(backend, 1);
            Seats.Waiting place = backend.queue().orElseThrow();

            backend.follow(Pools.capped("a", mode, 1), config, 0);

            assertThat(place.seated().isDone()).isEqualTo(sentAway);
            assertThat(backend.waiting()).isEqualTo(sentAway ? 0 : 1);
            backend.closed();
            assertThat(backend.connections()).isEqualTo(sentAway ? 0 : 1);
        }

        @Test
        void areAsManyAsTheLatestConfigAllows() {
            Backend backend = with(Shop.with(), Mode.ENABLED, 0);
            Pools.open(backend, 3);
            LoadBalancerConfig config = Shop.with().maxWaiting(1).of(Pools.capped("a", Mode.ENABLED, 3));
            backend.follow(config.backends().getFirst(), config, 0);

            assertThat(backend.open()).isFalse();
            assertThat(backend.queue()).isPresent();
            assertThat(backend.queue()).isEmpty();
            backend.closed();
            assertThat(backend.connections()).isEqualTo(3);
        }
    }
}

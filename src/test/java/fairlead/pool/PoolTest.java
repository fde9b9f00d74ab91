package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PoolTest {

    @Nested
    class AfterAConfigChange {
        private final Pool before = Pools.pool(Pools.backend("a"), Pools.backend("b"));

        private Pool change(BackendConfig... backends) {
            return Pools.pool(Pools.config(backends), Optional.of(before));
        }

        @Test
        void isTheSamePoolWhenNothingChanged() {
            assertThat(change(Pools.backend("a"), Pools.backend("b"))).isSameAs(before);
        }

        @Test
        void hasTheSameBackendsWithTheirConnectionsAndHealthInWhateverOrder() {
            Backend a = Pools.find(before, "a");
            Pools.open(a, 3);
            Pools.makeUnhealthy(a, 0);

            Pool after = change(Pools.backend("new"), Pools.backend("a", 7, Mode.BACKUP));

            assertThat(Pools.find(after, "a")).isSameAs(a);
            assertThat(Pools.find(after, "a").connections()).isEqualTo(3);
            assertThat(Pools.find(after, "a").health().usable(0)).isFalse();
            assertThat(after.backends()).extracting(Backend::name).containsExactly("new", "a");
            a.closed();
            assertThat(Pools.find(after, "a").connections()).isEqualTo(2);
        }

        @Test
        void goesByTheNewModes() {
            Pool after = change(Pools.backend("a", 1, Mode.DRAIN), Pools.backend("b"));

            assertThat(Pools.all(after.candidates(Pools.CLIENT), 0)).containsExactly("b");
        }

        @Test
        void hasAnotherBackendWhereNameAddressOrPortIsAnother() {
            Pools.makeUnhealthy(Pools.find(before, "a"), 0);
            BackendAddress loopback = new BackendAddress.Ip(InetAddress.getLoopbackAddress());
            for (BackendConfig other : List.of(
                    Pools.backend("c"),
                    new BackendConfig(
                            "a",
                            new BackendAddress.Ip(Pools.ipv4(9)),
                            OptionalInt.of(443),
                            OptionalInt.empty(),
                            1,
                            Mode.ENABLED,
                            0),
                    new BackendConfig("a", loopback, OptionalInt.of(444), OptionalInt.empty(), 1, Mode.ENABLED, 0),
                    new BackendConfig("a", loopback, OptionalInt.empty(), OptionalInt.empty(), 1, Mode.ENABLED, 0))) {
                Backend backend = change(other, Pools.backend("b")).backends().get(0);

                assertThat(before.backends()).doesNotContain(backend);
                assertThat(backend.health().usable(0)).isTrue();
            }
        }
    }

    @Nested
    class Offers {
        private final Pool pool = Pools.pool(Pools.backend("a"), Pools.backend("b", 1, Mode.BACKUP));
        private final Backend a = Pools.find(pool, "a");

        @Test
        void aBackendThatTakesConnectionsAndIsWell() {
            assertThat(pool.offers(a, 0)).isTrue();
            assertThat(pool.offers(Pools.find(pool, "b"), 0)).isTrue();
        }

        @Test
        void noneThatIsDownUntilItMayProveItself() {
            Pools.makeUnhealthy(a, 0);
            assertThat(pool.offers(a, 0)).isFalse();
            assertThat(pool.offers(a, HealthState.PAUSE.toNanos())).isTrue();
        }

        @ParameterizedTest
        @EnumSource(names = {"DRAIN", "DISABLED"})
        void noneThatTakesNoMore(Mode mode) {
            Pool after = Pools.pool(Pools.config(Pools.backend("a", 1, mode)), Optional.of(pool));
            assertThat(after.offers(a, 0)).isFalse();
            assertThat(pool.offers(a, 0)).isFalse();
        }

        @Test
        void noneThatIsOfAnotherPool() {
            Pool without = Pools.pool(Pools.config(Pools.backend("b")), Optional.of(pool));
            assertThat(without.offers(a, 0)).isFalse();
            assertThat(Pools.pool(Pools.backend("a")).offers(a, 0)).isFalse();
            Pool with = Pools.pool(Pools.config(Pools.backend("a"), Pools.backend("c")), Optional.of(pool));
            assertThat(with.offers(a, 0)).isTrue();
        }
    }

    @Nested
    class RecentNames {

        @Test
        void areThoseOfClientsWhereTheConfigDoesNotSayWhichThereAre() {
            assertThat(seenBy(Shop.with())).containsExactly("www.example.com");
            assertThat(seenBy(Shop.with().hosts("example.com", "*.example.com")))
                    .containsExactly("www.example.com");
            assertThat(seenBy(Shop.with().hosts("example.com"))).isEmpty();
        }

        @Test
        void outliveAConfigChange() {
            Pool before = Pools.pool(Pools.backend("a"));
            before.saw("www.example.com", 0);

            Pool after = Pools.pool(Pools.config(Pools.backend("b")), Optional.of(before));
            after.saw("www.example.com", 0);

            assertThat(after.recentNames(0)).containsExactly("www.example.com");
        }

        private static List<String> seenBy(Shop shop) {
            Pool pool = Pools.pool(shop.of(Pools.backend("a")), Optional.empty());
            pool.saw("www.example.com", 0);
            pool.saw("www.example.com", 0);
            return pool.recentNames(0);
        }
    }

    @Nested
    class MaxConnections {

        @Test
        void isAsManyAsMayEnterUntilOneLeaves() {
            Pool pool = capped(2, Optional.empty());

            assertThat(List.of(pool.enter(), pool.enter(), pool.enter())).containsExactly(true, true, false);
            assertThat(pool.connections()).isEqualTo(2);
            pool.leave();
            assertThat(pool.enter()).isTrue();
            assertThat(pool.enter()).isFalse();
        }

        @Test
        void zeroIsNoCap() {
            Pool pool = capped(0, Optional.empty());

            assertThat(IntStream.range(0, 1000).allMatch(n -> pool.enter())).isTrue();
            assertThat(pool.connections()).isEqualTo(1000);
        }

        @Test
        void countsTheConnectionsOfThePoolBefore() {
            Pool before = capped(3, Optional.empty());
            before.enter();
            before.enter();

            Pool after = capped(2, Optional.of(before));

            assertThat(after.connections()).isEqualTo(2);
            assertThat(after.enter()).isFalse();
            before.leave();
            assertThat(after.enter()).isTrue();
            assertThat(before.connections()).isEqualTo(2);
        }

        @Test
        void isCountedExactlyByManyThreads() throws InterruptedException {
            Pool pool = capped(3, Optional.empty());
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(n -> Thread.ofPlatform().start(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            if (pool.enter()) {
                                pool.leave();
                            }
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(pool.connections()).isZero();
        }

        private static Pool capped(int max, Optional<Pool> before) {
            LoadBalancerConfig config = Pools.config(AllUnhealthy.TRY_ANYWAY, max, Pools.backend("a"));
            return Pools.pool(config, before);
        }
    }
}

package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig.Algorithm;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import fairlead.pool.Candidates.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In which order backends are tried that are up, not checked yet, backups, full, or down. */
final class TiersTest {
    private static final long NOW = 0;

    private static Pool pool(Shop shop, BackendConfig... backends) {
        return Pools.pool(shop.of(backends), Optional.empty());
    }

    /** All candidates in order, as {@code a b FULL c}. */
    private static String order(Candidates candidates) {
        List<String> words = new ArrayList<>();
        for (var next = candidates.next(NOW); next.isPresent(); next = candidates.next(NOW)) {
            words.add(word(next.get()));
        }
        return String.join(" ", words);
    }

    private static String word(Candidate candidate) {
        return (candidate instanceof Candidate.Full ? "FULL " : "")
                + candidate.backend().name();
    }

    private static void fill(Pool pool, String... names) {
        for (String name : names) {
            Pools.open(Pools.find(pool, name), 1);
        }
    }

    @Nested
    class OfEveryKind {
        private final Shop shop = Shop.with().checks();

        private Pool mixed() {
            Pool pool = pool(
                    shop,
                    Pools.backend("spare-down", 1, Mode.BACKUP),
                    Pools.capped("spare-full", Mode.BACKUP, 1),
                    Pools.backend("spare-new", 1, Mode.BACKUP),
                    Pools.backend("spare-up", 1, Mode.BACKUP),
                    Pools.capped("down-full", Mode.ENABLED, 1),
                    Pools.backend("down"),
                    Pools.capped("full", Mode.ENABLED, 1),
                    Pools.backend("new"),
                    Pools.backend("up"));
            for (String name : List.of("full", "spare-full", "up", "spare-up")) {
                Pools.pass(Pools.find(pool, name), 1, NOW);
            }
            for (String name : List.of("down", "spare-down", "down-full")) {
                Pools.fail(Pools.find(pool, name), 1, NOW);
            }
            fill(pool, "full", "spare-full", "down-full");
            return pool;
        }

        @ParameterizedTest
        @EnumSource
        void isTheSameByEveryAlgorithm(Algorithm algorithm) {
            shop.algorithm(algorithm);
            assertThat(order(mixed().candidates(Pools.CLIENT)))
                    .isEqualTo("up new spare-up spare-new FULL full FULL spare-full down spare-down FULL down-full");
        }

        @Test
        void endsBeforeTheUnhealthyWithRefuse() {
            shop.allUnhealthy(AllUnhealthy.REFUSE);
            assertThat(order(mixed().candidates(Pools.CLIENT)))
                    .isEqualTo("up new spare-up spare-new FULL full FULL spare-full");
        }

        @Test
        void countsConnectionsToThoseThatAreOpen() {
            Pool pool = mixed();
            Candidates candidates = pool.candidates(Pools.CLIENT);
            assertThat(candidates.next(NOW))
                    .hasValueSatisfying(one -> assertThat(word(one)).isEqualTo("up"));

            assertThat(Pools.find(pool, "up").connections()).isEqualTo(1);
            assertThat(order(candidates)).contains("FULL full");
            assertThat(Pools.find(pool, "full").connections()).isEqualTo(1);
        }
    }

    @Nested
    class WhenAllAreDown {

        private Pool down(AllUnhealthy allUnhealthy) {
            Pool pool = pool(Shop.with().checks().allUnhealthy(allUnhealthy), Pools.backend("a"), Pools.backend("b"));
            pool.backends().forEach(backend -> Pools.fail(backend, 1, NOW));
            return pool;
        }

        @Test
        void isAnyoneWithTryAnyway() {
            Candidates candidates = down(AllUnhealthy.TRY_ANYWAY).candidates(Pools.CLIENT);
            assertThat(candidates.anyLeft(NOW)).isTrue();
            assertThat(order(candidates)).isEqualTo("a b");
            assertThat(candidates.anyLeft(NOW)).isFalse();
        }

        @Test
        void isNobodyWithRefuse() {
            Candidates candidates = down(AllUnhealthy.REFUSE).candidates(Pools.CLIENT);
            assertThat(candidates.anyLeft(NOW)).isFalse();
            assertThat(order(candidates)).isEmpty();
        }

        @Test
        void isWhoeverIsUpAgainMeanwhile() {
            Pool pool = down(AllUnhealthy.REFUSE);
            Candidates candidates = pool.candidates(Pools.CLIENT);
            assertThat(candidates.next(NOW)).isEmpty();

            Pools.pass(Pools.find(pool, "b"), 5, NOW);

            assertThat(order(candidates)).isEqualTo("b");
        }
    }

    @Nested
    class WhenSomeAreFull {
        private final BackendConfig[] ab = {Pools.capped("a", Mode.ENABLED, 1), Pools.capped("b", Mode.ENABLED, 1)};

        @Test
        void passesThemOverWhileAnotherHasRoom() {
            Pool pool = pool(Shop.with(), ab);
            fill(pool, "a");
            assertThat(order(pool.candidates(Pools.CLIENT))).isEqualTo("b FULL a");
        }

        @Test
        void takesTheBackupBeforeItWaits() {
            Pool pool = pool(Shop.with(), ab[0], Pools.backend("spare", 1, Mode.BACKUP));
            fill(pool, "a");
            assertThat(order(pool.candidates(Pools.CLIENT))).isEqualTo("spare FULL a");
        }

        @Test
        void isTheBestToWaitForFirstWhenAllAre() {
            Pool pool = pool(
                    Shop.with().algorithm(Algorithm.LEAST_CONNECTIONS),
                    Pools.capped("a", Mode.ENABLED, 3),
                    Pools.capped("b", Mode.ENABLED, 1),
                    Pools.capped("c", Mode.ENABLED, 2));
            Pools.open(Pools.find(pool, "a"), 3);
            Pools.open(Pools.find(pool, "b"), 1);
            Pools.open(Pools.find(pool, "c"), 2);

            Candidates candidates = pool.candidates(Pools.CLIENT);

            assertThat(candidates.anyLeft(NOW)).isTrue();
            assertThat(order(candidates)).isEqualTo("FULL b FULL c FULL a");
            assertThat(candidates.anyLeft(NOW)).isFalse();
        }

        @Test
        void doesNotOvertakeThoseWhoWait() {
            Pool pool = pool(Shop.with(), ab);
            fill(pool, "a", "b");
            Seats.Waiting first = Pools.find(pool, "a").queue().orElseThrow();

            Pools.find(pool, "a").closed();

            assertThat(first.seated()).isCompletedWithValue(true);
            assertThat(order(pool.candidates(Pools.CLIENT))).isEqualTo("FULL a FULL b");
        }
    }

    @Nested
    class WhereClientsStick {
        private final Pool pool = pool(
                Shop.with().stickySessions(),
                Pools.capped("a", Mode.ENABLED, 1),
                Pools.capped("b", Mode.ENABLED, 1),
                Pools.capped("c", Mode.ENABLED, 1));

        @Test
        void waitsForTheirsAlthoughOthersHaveRoom() {
            String order = order(pool.candidates(Pools.CLIENT));
            pool.backends().forEach(Backend::closed);
            String[] names = order.split(" ", -1);
            fill(pool, names[0]);

            assertThat(order(pool.candidates(Pools.CLIENT)))
                    .isEqualTo("FULL %s %s %s".formatted(names[0], names[1], names[2]));
        }

        @Test
        void waitsForNobodyWhoIsDown() {
            String order = order(pool.candidates(Pools.CLIENT));
            pool.backends().forEach(Backend::closed);
            String[] names = order.split(" ", -1);
            Pools.makeUnhealthy(Pools.find(pool, names[0]), NOW);
            fill(pool, names[0]);

            assertThat(order(pool.candidates(Pools.CLIENT)))
                    .isEqualTo("%s %s FULL %s".formatted(names[1], names[2], names[0]));
        }
    }

    /** A client whose cookie names c. */
    @Nested
    class WithAPreference {
        private final Pool pool =
                pool(Shop.with().checks(), Pools.backend("a"), Pools.backend("b"), Pools.capped("c", Mode.ENABLED, 1));

        private String preferring(String name) {
            String order = order(pool.candidates(Pools.CLIENT, Optional.of(name)));
            List.of(order.replace("FULL ", "#").split(" ", -1)).stream()
                    .filter(open -> !open.startsWith("#"))
                    .forEach(open -> Pools.find(pool, open).closed());
            return order;
        }

        @Test
        void triesItFirstEachTimeAndThenTheOthersInTurn() {
            assertThat(preferring("c")).isEqualTo("c a b");
            assertThat(preferring("c")).isEqualTo("c b a");
        }

        @Test
        void triesItBeforeAnotherThatIsUpWhileItIsNotCheckedYet() {
            Pools.pass(Pools.find(pool, "a"), 1, NOW);
            assertThat(preferring("c")).isEqualTo("c a b");
        }

        @Test
        void waitsForItWhenItIsFull() {
            fill(pool, "c");
            assertThat(preferring("c")).isEqualTo("FULL c a b");
        }

        @Test
        void isAsWithoutWhenItIsDown() {
            Pools.fail(Pools.find(pool, "c"), 1, NOW);
            assertThat(preferring("c")).isEqualTo("a b c");
        }

        @Test
        void isAsWithoutWhenItIsDownAndFull() {
            Pools.fail(Pools.find(pool, "c"), 1, NOW);
            fill(pool, "c");
            assertThat(preferring("c")).isEqualTo("a b FULL c");
        }

        @Test
        void isAsWithoutWhenThereIsNoneOfTheName() {
            assertThat(preferring("gone")).isEqualTo("a b c");
        }

        @Test
        void triesABackupThatTheClientCameTo() {
            Pool withSpare = pool(Shop.with(), Pools.backend("a"), Pools.backend("spare", 1, Mode.BACKUP));
            assertThat(order(withSpare.candidates(Pools.CLIENT, Optional.of("spare"))))
                    .isEqualTo("spare a");
        }

        @ParameterizedTest
        @EnumSource(names = {"DRAIN", "DISABLED"})
        void isAsWithoutWhenItTakesNone(Mode mode) {
            Pool after = Pools.pool(
                    Shop.with().checks().of(Pools.backend("a"), Pools.backend("b"), Pools.capped("c", mode, 1)),
                    Optional.of(pool));
            assertThat(order(after.candidates(Pools.CLIENT, Optional.of("c")))).isEqualTo("a b");
            assertThat(preferring("c")).as("by the pool before").isEqualTo("a b");
        }
    }
}

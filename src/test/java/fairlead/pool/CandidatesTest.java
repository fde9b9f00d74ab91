package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CandidatesTest {
    private static final long NOW = 0;

    private static Pool pool(AllUnhealthy allUnhealthy) {
        return Pools.pool(
                Pools.config(
                        allUnhealthy,
                        0,
                        Pools.backend("spare", 1, Mode.BACKUP),
                        Pools.backend("off", 1, Mode.DISABLED),
                        Pools.backend("a"),
                        Pools.backend("leaving", 1, Mode.DRAIN),
                        Pools.backend("b"),
                        Pools.backend("spare-2", 1, Mode.BACKUP)),
                Optional.empty());
    }

    private static List<String> all(Pool pool) {
        return Pools.all(pool.candidates(Pools.CLIENT), NOW);
    }

    private static void makeUnhealthy(Pool pool, String... names) {
        for (String name : names) {
            Pools.makeUnhealthy(Pools.find(pool, name), NOW);
        }
    }

    @Test
    void areTheEnabledThenTheBackupsEachOnceAndNeverTheDrainingOrDisabled() {
        List<String> names = all(pool(AllUnhealthy.TRY_ANYWAY));

        assertThat(names.subList(0, 2)).containsExactlyInAnyOrder("a", "b");
        assertThat(names.subList(2, 4)).containsExactlyInAnyOrder("spare", "spare-2");
        assertThat(names).hasSize(4);
    }

    @Test
    void takeTurnsInBeingTheFirst() {
        Pool pool = pool(AllUnhealthy.TRY_ANYWAY);
        List<String> firsts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            firsts.add(pool.candidates(Pools.CLIENT)
                    .next(NOW)
                    .orElseThrow()
                    .backend()
                    .name());
        }

        assertThat(firsts).containsExactly("a", "b", "a", "b");
    }

    @Test
    void areBackupsWhenNoEnabledBackendIsHealthy() {
        Pool pool = pool(AllUnhealthy.TRY_ANYWAY);
        makeUnhealthy(pool, "a", "b");

        List<String> names = all(pool);

        assertThat(names.subList(0, 2)).containsExactlyInAnyOrder("spare", "spare-2");
        assertThat(names.subList(2, 4)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void areTheUnhealthyLastEnabledOnesFirst() {
        Pool pool = pool(AllUnhealthy.TRY_ANYWAY);
        makeUnhealthy(pool, "a", "spare");

        assertThat(all(pool)).containsExactly("b", "spare-2", "a", "spare");
    }

    @Test
    void areHealthyAgainAfterAPause() {
        Pool pool = pool(AllUnhealthy.REFUSE);
        makeUnhealthy(pool, "a", "b", "spare", "spare-2");
        long later = NOW + HealthState.PAUSE.toNanos();

        assertThat(Pools.all(pool.candidates(Pools.CLIENT), later)).hasSize(4);
    }

    @Nested
    class WithRefuse {
        private final Pool pool = pool(AllUnhealthy.REFUSE);

        @Test
        void areTheHealthyAlone() {
            makeUnhealthy(pool, "a", "spare");
            assertThat(all(pool)).containsExactly("b", "spare-2");
        }

        @Test
        void areNoneWhenNoneIsHealthy() {
            makeUnhealthy(pool, "a", "b", "spare", "spare-2");
            assertThat(all(pool)).isEmpty();
        }

        @Test
        void leaveNoneAfterTheLastHealthyOne() {
            makeUnhealthy(pool, "b", "spare", "spare-2");
            Candidates candidates = pool.candidates(Pools.CLIENT);
            assertThat(candidates.anyLeft(NOW)).isTrue();

            assertThat(candidates.next(NOW)).isPresent();

            assertThat(candidates.anyLeft(NOW)).isFalse();
        }
    }

    @Test
    void leaveTheUnhealthyToTryAfterTheHealthy() {
        Pool pool = Pools.pool(Pools.backend("a"), Pools.backend("b"));
        makeUnhealthy(pool, "b");
        Candidates candidates = pool.candidates(Pools.CLIENT);

        assertThat(candidates.next(NOW)).isPresent();
        assertThat(candidates.anyLeft(NOW)).isTrue();
        assertThat(candidates.next(NOW)).isPresent();
        assertThat(candidates.anyLeft(NOW)).isFalse();
    }

    @Nested
    class OnlyOne {
        private final Pool pool = pool(AllUnhealthy.REFUSE);

        @Test
        void isTheNamedBackendEvenWhenItDrainsOrIsUnhealthy() {
            makeUnhealthy(pool, "a", "leaving");

            assertThat(Pools.all(pool.only("a", Pools.CLIENT), NOW)).containsExactly("a");
            assertThat(Pools.all(pool.only("leaving", Pools.CLIENT), NOW)).containsExactly("leaving");
            assertThat(Pools.all(pool.only("spare", Pools.CLIENT), NOW)).containsExactly("spare");
        }

        @Test
        void isNoneWhenItIsDisabledOrUnknown() {
            assertThat(Pools.all(pool.only("off", Pools.CLIENT), NOW)).isEmpty();
            assertThat(Pools.all(pool.only("nobody", Pools.CLIENT), NOW)).isEmpty();
        }
    }
}

package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.Algorithm;
import fairlead.pool.Candidates.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the order in which backends would be tried can be looked at without changing it. */
final class CandidateOrderTest {
    private static final long NOW = 0;

    private static Pool pool(Algorithm algorithm) {
        LoadBalancerConfig config = Shop.with()
                .algorithm(algorithm)
                .of(
                        Pools.backend("a", 3, Mode.ENABLED),
                        Pools.backend("b"),
                        Pools.backend("c", 2, Mode.ENABLED),
                        Pools.capped("d", Mode.ENABLED, 1),
                        Pools.backend("spare", 1, Mode.BACKUP),
                        Pools.backend("off", 1, Mode.DISABLED));
        return Pools.pool(config, Optional.empty());
    }

    private static List<String> order(Pool pool) {
        return pool.candidates(Pools.CLIENT).order(NOW).stream()
                .map(candidate -> candidate.backend().name())
                .toList();
    }

    private static List<String> served(Pool pool, int connections) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Backend backend =
                    pool.candidates(Pools.CLIENT).next(NOW).orElseThrow().backend();
            names.add(backend.name());
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource(names = {"ROUND_ROBIN", "LEAST_CONNECTIONS"})
    void lookingAThousandTimesTakesNoTurnAndNoSeat(Algorithm algorithm) {
        Pool looked = pool(algorithm);
        Pool untouched = pool(algorithm);
        served(looked, 3);
        served(untouched, 3);

        List<String> first = order(looked);
        for (int i = 0; i < 1000; i++) {
            assertThat(order(looked)).isEqualTo(first);
        }

        assertThat(looked.backends())
                .extracting(Backend::connections)
                .containsExactlyElementsOf(
                        untouched.backends().stream().map(Backend::connections).toList());
        assertThat(looked.connections()).isZero();
        assertThat(served(looked, 20)).isEqualTo(served(untouched, 20));
    }

    @ParameterizedTest
    @EnumSource(names = {"ROUND_ROBIN", "LEAST_CONNECTIONS"})
    void itIsTheOrderThatTheNextConnectionFinds(Algorithm algorithm) {
        Pool pool = pool(algorithm);
        for (int i = 0; i < 30; i++) {
            List<String> expected = order(pool);
            Candidates next = pool.candidates(Pools.CLIENT);
            List<String> found = new ArrayList<>();
            for (var one = next.next(NOW); one.isPresent(); one = next.next(NOW)) {
                if (one.get() instanceof Candidate.Open open) {
                    open.backend().closed();
                }
                found.add(one.get().backend().name());
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void aBackendWithoutRoomIsFullAndStaysWhereItWouldBe() {
        Pool pool = pool(Algorithm.ROUND_ROBIN);
        Pools.open(Pools.find(pool, "d"), 1);

        List<Candidate> order = pool.candidates(Pools.CLIENT).order(NOW);

        assertThat(order.getLast()).isEqualTo(new Candidate.Full(Pools.find(pool, "d")));
        assertThat(order).hasSize(5);
    }

    @Test
    void drawnOrdersHoldEveryBackendOnce() {
        assertThat(order(pool(Algorithm.RANDOM_TWO_CHOICES))).containsExactlyInAnyOrder("a", "b", "c", "d", "spare");
    }
}

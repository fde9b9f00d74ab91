package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten backends, ten thousand clients that stick to them by their addresses. */
final class AffinityTest {
    private static final int CLIENTS = 10_000;

    private final Pool pool = pool(10, Optional.empty());
    private final String[] before = assignments(pool);

    private static Pool pool(int backends, Optional<Pool> previous) {
        BackendConfig[] configs = IntStream.range(0, backends)
                .mapToObj(n -> Pools.backend("web-" + n))
                .toArray(BackendConfig[]::new);
        return Pools.pool(Shop.with().stickySessions().of(configs), previous);
    }

    /** The backend of each client; connections are closed at once. */
    private static String[] assignments(Pool pool) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(n -> {
                    Backend chosen =
                            pool.candidates(Pools.ipv4(n)).next(0).orElseThrow().backend();
                    chosen.closed();
                    return chosen.name();
                })
                .toArray(String[]::new);
    }

    private void assertOnlyItsClientsMoved(String gone, String[] after) {
        int moved = 0;
        Set<String> movedTo = new HashSet<>();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(after[i]).isNotEqualTo(gone);
            if (before[i].equals(gone)) {
                moved++;
                movedTo.add(after[i]);
            } else {
                assertThat(after[i]).isEqualTo(before[i]);
            }
        }
        assertThat(moved).isBetween(820, 1180); // 6 standard deviations around a tenth
        assertThat(movedTo).hasSize(9);
    }

    @Test
    void movesOnlyTheClientsOfABackendThatIsRemoved() {
        assertOnlyItsClientsMoved("web-9", assignments(pool(9, Optional.of(pool))));
    }

    @Test
    void movesOnlyTheClientsOfABackendThatIsDownAndGetsThemBack() {
        Backend down = Pools.find(pool, "web-3");
        Pools.makeUnhealthy(down, 0);
        assertOnlyItsClientsMoved("web-3", assignments(pool));

        var unused = down.health().connected(0);

        assertThat(assignments(pool)).isEqualTo(before);
    }
}

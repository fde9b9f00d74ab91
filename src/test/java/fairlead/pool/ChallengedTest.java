package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which backends are asked for the answer to a challenge, and in which order. */
final class ChallengedTest {
    private static final long NOW = 0;

    private static Pool pool(Shop shop, BackendConfig... backends) {
        return Pools.pool(shop.checks().of(backends), Optional.empty());
    }

    private static List<String> asked(Pool pool) {
        List<String> names = Pools.all(pool.challenged(Pools.CLIENT), NOW);
        names.forEach(name -> Pools.find(pool, name).closed()); // each was counted
        return names;
    }

    /** Down, unchecked, up, and what is never asked. */
    private static Pool mixed(Shop shop) {
        Pool pool = pool(
                shop,
                Pools.backend("down"),
                Pools.backend("drained", 1, Mode.DRAIN),
                Pools.backend("spare", 1, Mode.BACKUP),
                Pools.backend("new"),
                Pools.backend("off", 1, Mode.DISABLED),
                Pools.backend("up"));
        Pools.fail(Pools.find(pool, "down"), 1, NOW);
        Pools.pass(Pools.find(pool, "up"), 1, NOW);
        return pool;
    }

    @ParameterizedTest
    @EnumSource
    void areAllThatTakeConnectionsTheUnhealthyLastWhateverIsDoneWhenAllAre(AllUnhealthy allUnhealthy) {
        assertThat(asked(mixed(Shop.with().allUnhealthy(allUnhealthy)))).containsExactly("up", "new", "spare", "down");
    }

    @Test
    void areTheSameEachTimeAndUseUpNoTurnOfAClients() {
        Pool pool = pool(Shop.with(), Pools.backend("a"), Pools.backend("b"));

        assertThat(asked(pool)).containsExactly("a", "b");
        assertThat(asked(pool)).containsExactly("a", "b");
        assertThat(pool.candidates(Pools.CLIENT).next(NOW).orElseThrow().backend())
                .hasToString("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "drained", "spare", "new", "up"})
    void areFirstThatOfAcmeBackendHoweverItStands(String acme) {
        List<String> asked = asked(mixed(Shop.with().acmeBackend(acme)));

        assertThat(asked).first().isEqualTo(acme);
        assertThat(asked).doesNotHaveDuplicates().contains("up", "new", "spare", "down");
        assertThat(asked.contains("drained")).isEqualTo(acme.equals("drained"));
    }

    @Test
    void areWithoutTheAcmeBackendWhileItIsDisabled() {
        assertThat(asked(mixed(Shop.with().acmeBackend("off")))).containsExactly("up", "new", "spare", "down");
    }

    @Test
    void areNoneThatIsFull() {
        Pool pool = pool(
                Shop.with().acmeBackend("b"),
                Pools.capped("a", Mode.ENABLED, 1),
                Pools.capped("b", Mode.ENABLED, 1),
                Pools.backend("c"));
        Pools.open(Pools.find(pool, "a"), 1);
        Pools.open(Pools.find(pool, "b"), 1);

        assertThat(asked(pool)).containsExactly("c");
    }

    @Test
    void areNoneThatIsFullWhereClientsStickToo() {
        Pool pool = pool(Shop.with().stickySessions(), Pools.capped("a", Mode.ENABLED, 1), Pools.backend("b"));
        Pools.open(Pools.find(pool, "a"), 1);

        assertThat(asked(pool)).containsExactly("b");
    }

    @Test
    void areNoneThatHasBegunToDrainMeanwhile() {
        Pool before = pool(Shop.with().acmeBackend("a"), Pools.backend("a"), Pools.backend("b"));
        Candidates candidates = before.challenged(Pools.CLIENT);
        Pools.pool(
                Shop.with().checks().of(Pools.backend("a", 1, Mode.DRAIN), Pools.backend("b", 1, Mode.DRAIN)),
                Optional.of(before));

        assertThat(Pools.all(candidates, NOW)).containsExactly("a"); // which still has the answer, by its config
    }
}

package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Backends whose address is a name: one for each address that it has. */
final class NamedBackendsTest {
    private static final InetAddress ONE = Pools.ipv4(1);
    private static final InetAddress TWO = Pools.ipv4(2);
    private static final InetAddress THREE = Pools.ipv4(3);

    private final LoadBalancerConfig config =
            Pools.config(Pools.backend("fixed"), web(1, Mode.ENABLED, 0), Pools.backend("last"));

    private static BackendConfig web(int weight, Mode mode, int maxConnections) {
        return new BackendConfig(
                "web",
                new BackendAddress.Name("web.internal"),
                OptionalInt.of(8443),
                OptionalInt.empty(),
                weight,
                mode,
                maxConnections);
    }

    private static Pool resolved(LoadBalancerConfig config, Optional<Pool> previous, InetAddress... addresses) {
        Map<String, List<InetAddress>> answers = Map.of("web.internal", List.of(addresses));
        return Pool.of(config, name -> answers.getOrDefault(name, List.of()), previous, 0);
    }

    private static Pool live(LoadBalancerConfig config, InetAddress... addresses) {
        Pool pool = resolved(config, Optional.empty(), addresses);
        pool.takeEffect(0);
        return pool;
    }

    private static List<String> names(Pool pool) {
        return pool.backends().stream().map(Backend::name).toList();
    }

    @Test
    void areOneForEachAddressInThePlaceOfTheEntry() {
        Pool pool = live(config, ONE, TWO);

        assertThat(names(pool)).containsExactly("fixed", "web@10.0.0.1", "web@10.0.0.2", "last");
        assertThat(pool.backends()).extracting(Backend::entry).containsExactly("fixed", "web", "web", "last");
        assertThat(Pools.find(pool, "web@10.0.0.2").address(Shop.HTTPS)).isEqualTo(new InetSocketAddress(TWO, 8443));
    }

    @Test
    void mayHaveIpv6Addresses() {
        Pool pool = live(config, Pools.ipv6(1), ONE);

        assertThat(names(pool)).containsExactly("fixed", "web@2001:0:0:1:0:0:0:1", "web@10.0.0.1", "last");
    }

    @Test
    void areNoneWhileTheNameHasNoAddress() {
        Pool pool = live(config);

        assertThat(names(pool)).containsExactly("fixed", "last");
        assertThat(names(live(Pools.config(web(1, Mode.ENABLED, 0))))).isEmpty();
        assertThat(Pools.all(live(Pools.config(web(1, Mode.ENABLED, 0))).candidates(Pools.CLIENT), 0))
                .isEmpty();
    }

    @Test
    void areOneWhenAnAnswerRepeatsAnAddress() {
        assertThat(names(live(config, ONE, TWO, ONE))).containsExactly("fixed", "web@10.0.0.1", "web@10.0.0.2", "last");
    }

    @Test
    void staySameWhileOthersComeAndGo() {
        Pool before = live(config, ONE, TWO);
        Backend two = Pools.find(before, "web@10.0.0.2");
        Pools.open(two, 2);

        Pool after = resolved(config, Optional.of(before), THREE, TWO);

        assertThat(names(after)).containsExactly("fixed", "web@10.0.0.3", "web@10.0.0.2", "last");
        assertThat(Pools.find(after, "web@10.0.0.2")).isSameAs(two);
        assertThat(Pools.find(after, "fixed")).isSameAs(Pools.find(before, "fixed"));
        assertThat(after.backends()).doesNotContain(Pools.find(before, "web@10.0.0.1"));
        assertThat(two.connections()).isEqualTo(2);
    }

    @Test
    void areTheSamePoolWhenTheAddressesAre() {
        Pool before = live(config, ONE, TWO);
        assertThat(resolved(config, Optional.of(before), ONE, TWO)).isSameAs(before);
        assertThat(resolved(config, Optional.of(before), ONE)).isNotSameAs(before);
    }

    @Test
    void beginSlowlyWhenTheyAreAdded() {
        Pool after = resolved(config, Optional.of(live(config, ONE)), ONE, TWO);

        assertThat(isSlow(Pools.find(after, "web@10.0.0.2"))).isTrue();
        assertThat(isSlow(Pools.find(after, "web@10.0.0.1"))).isFalse();
    }

    private static boolean isSlow(Backend backend) {
        return backend.health().slowStart().isUnderWay(Duration.ofSeconds(1), 1);
    }

    @Test
    void areTreatedAsBeforeUntilTheConfigTakesEffect() {
        Pool before = live(config, ONE, TWO);
        Backend one = Pools.find(before, "web@10.0.0.1");

        Pool after = resolved(Pools.config(web(1, Mode.DRAIN, 1)), Optional.of(before), ONE);
        assertThat(one.mode()).isEqualTo(Mode.ENABLED);
        Pools.open(one, 2);

        after.takeEffect(0);
        assertThat(one.mode()).isEqualTo(Mode.DRAIN);
        assertThat(one.open()).isFalse();
    }

    @Test
    void haveTheWeightOfTheEntryEach() {
        Pool pool = live(Pools.config(Pools.backend("fixed"), web(3, Mode.ENABLED, 0)), ONE, TWO);
        int fixed = 0;
        for (int i = 0; i < 700; i++) {
            Backend chosen = pool.candidates(Pools.CLIENT).next(0).orElseThrow().backend();
            fixed += chosen.name().equals("fixed") ? 1 : 0;
        }

        assertThat(fixed).isEqualTo(100);
        assertThat(Pools.find(pool, "web@10.0.0.1").connections()).isEqualTo(300);
        assertThat(Pools.find(pool, "web@10.0.0.2").connections()).isEqualTo(300);
    }

    @Test
    void haveTheModeOfTheEntryEach() {
        Pool backups = live(Pools.config(web(1, Mode.BACKUP, 0), Pools.backend("fixed")), ONE, TWO);
        assertThat(Pools.all(backups.candidates(Pools.CLIENT), 0))
                .containsExactly("fixed", "web@10.0.0.1", "web@10.0.0.2");

        Pool drained = live(Pools.config(web(1, Mode.DRAIN, 0), Pools.backend("fixed")), ONE, TWO);
        assertThat(Pools.all(drained.candidates(Pools.CLIENT), 0)).containsExactly("fixed");
    }

    @Test
    void haveTheCapOfTheEntryEach() {
        Pool pool = live(Pools.config(web(1, Mode.ENABLED, 2)), ONE, TWO);

        for (Backend backend : pool.backends()) {
            Pools.open(backend, 2);
            assertThat(backend.open()).isFalse();
        }
    }

    @Test
    void mayAllAnswerWhatOnlyTheirEntryCan() {
        Pool pool = live(Pools.config(AllUnhealthy.REFUSE, 0, Pools.backend("fixed"), web(1, Mode.DRAIN, 0)), ONE, TWO);

        assertThat(Pools.all(pool.only("web", Pools.CLIENT), 0))
                .containsExactlyInAnyOrder("web@10.0.0.1", "web@10.0.0.2");
    }
}

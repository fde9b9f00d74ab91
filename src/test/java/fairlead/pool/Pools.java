package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.HealthCheckConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Members and pools, and what is picked from them. */
final class Pools {
    static final InetAddress CLIENT = ipv4(1);

    private Pools() {}

    static BackendConfig backend(String name, int weight, Mode mode) {
        return new BackendConfig(
                name,
                new BackendAddress.Ip(InetAddress.getLoopbackAddress()),
                OptionalInt.of(443),
                OptionalInt.empty(),
                weight,
                mode,
                0);
    }

    static BackendConfig backend(String name) {
        return backend(name, 1, Mode.ENABLED);
    }

    static BackendConfig capped(String name, Mode mode, int maxConnections) {
        return new BackendConfig(
                name,
                new BackendAddress.Ip(InetAddress.getLoopbackAddress()),
                OptionalInt.of(443),
                OptionalInt.empty(),
                1,
                mode,
                maxConnections);
    }

    /** Members called a, b, c and so on, with these weights. */
    static List<Member> members(int... weights) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            BackendConfig config = backend(Character.toString('a' + i), weights[i], Mode.ENABLED);
            members.add(Member.of(config, i, live(config)));
        }
        return members;
    }

    static LoadBalancerConfig config(AllUnhealthy allUnhealthy, int maxConnections, BackendConfig... backends) {
        return Shop.with()
                .allUnhealthy(allUnhealthy)
                .maxConnections(maxConnections)
                .of(backends);
    }

    static LoadBalancerConfig config(BackendConfig... backends) {
        return config(AllUnhealthy.TRY_ANYWAY, 0, backends);
    }

    static Pool pool(BackendConfig... backends) {
        return pool(config(backends), Optional.empty());
    }

    static Pool pool(LoadBalancerConfig config, Optional<Pool> previous) {
        Pool pool = Pool.of(config, name -> List.of(), previous, 0);
        pool.takeEffect(0);
        return pool;
    }

    /** A backend of its own, at the config's IP address. */
    static Backend live(BackendConfig config) {
        return new Backend(config.name(), ((BackendAddress.Ip) config.address()).address(), config, config(config), 0);
    }

    /** The first letters of so many picks in a row. */
    static String picks(Balancing balancing, List<Member> members, int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            names.append(balancing.pick(members, CLIENT).backend().name());
        }
        return names.toString();
    }

    /** How often each member is picked, by its position in its pool. */
    static int[] counts(Balancing balancing, List<Member> members, int draws) {
        int[] counts = new int[members.size()];
        for (int i = 0; i < draws; i++) {
            counts[balancing.pick(members, CLIENT).index()]++;
        }
        return counts;
    }

    /** Names of all candidates, in order. */
    static List<String> all(Candidates candidates, long now) {
        List<String> names = new ArrayList<>();
        for (var next = candidates.next(now); next.isPresent(); next = candidates.next(now)) {
            names.add(next.get().backend().name());
        }
        return names;
    }

    static Backend find(Pool pool, String name) {
        return pool.backends().stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static void open(Backend backend, int connections) {
        for (int i = 0; i < connections; i++) {
            assertThat(backend.open()).isTrue();
        }
    }

    static void makeUnhealthy(Backend backend, long now) {
        for (int i = 0; i < HealthCheckConfig.DEFAULT_UNHEALTHY_THRESHOLD; i++) {
            var unused = backend.health().connectFailed("connect refused", now);
        }
    }

    /** So many checks pass, one after the other. */
    static void pass(Backend backend, int checks, long now) {
        for (int i = 0; i < checks; i++) {
            var unused = backend.health().checked(new CheckResult(now, Duration.ZERO, Optional.empty()));
        }
    }

    /** So many checks fail, one after the other. */
    static void fail(Backend backend, int checks, long now) {
        for (int i = 0; i < checks; i++) {
            var unused = backend.health().checked(new CheckResult(now, Duration.ZERO, Optional.of("HTTP 503")));
        }
    }

    static InetAddress ipv4(int n) {
        return address(new byte[] {10, (byte) (n >> 16), (byte) (n >> 8), (byte) n});
    }

    static InetAddress ipv6(int n) {
        byte[] bytes = new byte[16];
        bytes[0] = 0x20;
        bytes[1] = 1;
        bytes[6] = (byte) (n >> 8);
        bytes[7] = (byte) n;
        bytes[15] = 1;
        return address(bytes);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

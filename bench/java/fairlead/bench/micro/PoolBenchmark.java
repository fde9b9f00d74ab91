package fairlead.bench.micro;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.FirewallConfig;
import fairlead.config.HealthCheckConfig;
import fairlead.config.HttpConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.config.QueueConfig;
import fairlead.config.StickySessionsConfig;
import fairlead.pool.Backend;
import fairlead.pool.Candidates;
import fairlead.pool.Pool;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Choosing a backend for a connection, and asking whether there would be another. Four connections a backend are open. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PoolBenchmark {
    private static final int CONNECTIONS_EACH = 4;
    private static final int CLIENTS = 1024;

    /** What chooses. */
    public enum Algorithm {
        ROUND_ROBIN,
        LEAST_CONNECTIONS,
        RANDOM_TWO_CHOICES,
        SOURCE_IP
    }

    @Param
    public Algorithm algorithm = Algorithm.ROUND_ROBIN;

    @Param({"3", "1000"})
    public int backends;

    private Pool pool = pool(1);
    private Backend[] open = {};
    private InetAddress[] clients = {};
    private int next;

    @Setup
    public void openConnections() throws Exception {
        pool = pool(backends);
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        clients = new InetAddress[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            byte[] address = new byte[4];
            random.nextBytes(address);
            clients[i] = InetAddress.getByAddress(address);
        }
        open = new Backend[backends * CONNECTIONS_EACH];
        for (int i = 0; i < open.length; i++) {
            open[i] = pool.backends().get(random.nextInt(backends));
            boolean unused = open[i].open();
        }
    }

    /** Closes the oldest connection for the one it opens. */
    @Benchmark
    public boolean choose() {
        next++;
        Candidates candidates = pool.candidates(clients[next % CLIENTS]);
        Backend chosen = candidates.next(0).orElseThrow().backend();
        int oldest = next % open.length;
        open[oldest].closed();
        open[oldest] = chosen;
        return candidates.anyLeft(0);
    }

    private Pool pool(int size) {
        List<BackendConfig> configs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            configs.add(new BackendConfig(
                    "web-" + i,
                    new BackendAddress.Ip(InetAddress.getLoopbackAddress()),
                    OptionalInt.of(443),
                    OptionalInt.empty(),
                    BackendConfig.DEFAULT_WEIGHT,
                    BackendConfig.Mode.ENABLED,
                    0));
        }
        return Pool.of(config(configs), name -> List.of(), Optional.empty(), 0);
    }

    private LoadBalancerConfig config(List<BackendConfig> configs) {
        boolean sticky = algorithm == Algorithm.SOURCE_IP;
        return new LoadBalancerConfig(
                "shop",
                List.of(),
                List.of(),
                HttpConfig.DEFAULT,
                configs,
                LoadBalancerConfig.Algorithm.valueOf((sticky ? Algorithm.ROUND_ROBIN : algorithm).name()),
                sticky ? StickySessionsConfig.of(StickySessionsConfig.Type.SOURCE_IP) : StickySessionsConfig.NONE,
                HealthCheckConfig.withDefaults(HealthCheckConfig.Protocol.NONE, ProxyProtocol.OFF),
                ProxyProtocol.OFF,
                FirewallConfig.OPEN,
                LoadBalancerConfig.DEFAULT_CONNECT_TIMEOUT,
                LoadBalancerConfig.DEFAULT_IDLE_TIMEOUT,
                LoadBalancerConfig.DEFAULT_HALF_CLOSE_TIMEOUT,
                0,
                AllUnhealthy.TRY_ANYWAY,
                LoadBalancerConfig.OnUnhealthy.KEEP,
                QueueConfig.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}

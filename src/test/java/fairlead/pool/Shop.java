package fairlead.pool;

import fairlead.config.BackendConfig;
import fairlead.config.FirewallConfig;
import fairlead.config.ForwardingRule;
import fairlead.config.HealthCheckConfig;
import fairlead.config.HttpConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.Algorithm;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import fairlead.config.LoadBalancerConfig.OnUnhealthy;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.config.Protocol;
import fairlead.config.QueueConfig;
import fairlead.config.StickySessionsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A load balancer's config in the making; without checks, a slow start, or a drain timeout unless asked for. */
final class Shop {
    static final ForwardingRule HTTPS =
            new ForwardingRule(Protocol.HTTPS, 443, Protocol.HTTPS, 443, true, Optional.empty());
    static final ForwardingRule HTTP =
            new ForwardingRule(Protocol.HTTP, 80, Protocol.HTTP, 80, false, Optional.empty());

    private List<String> hosts = List.of();
    private List<ForwardingRule> rules = List.of(HTTPS);
    private Algorithm algorithm = Algorithm.ROUND_ROBIN;
    private StickySessionsConfig stickySessions = StickySessionsConfig.NONE;
    private HealthCheckConfig.Protocol check = HealthCheckConfig.Protocol.NONE;
    private AllUnhealthy allUnhealthy = AllUnhealthy.TRY_ANYWAY;
    private OnUnhealthy onUnhealthy = OnUnhealthy.KEEP;
    private QueueConfig queue = QueueConfig.DEFAULT;
    private int maxConnections;
    private Optional<Duration> slowStart = Optional.empty();
    private Optional<Duration> drainTimeout = Optional.empty();
    private Optional<String> acmeBackend = Optional.empty();

    private Shop() {}

    static Shop with() {
        return new Shop();
    }

    Shop hosts(String... names) {
        hosts = List.of(names);
        return this;
    }

    Shop rules(ForwardingRule... wanted) {
        rules = List.of(wanted);
        return this;
    }

    Shop acmeBackend(String name) {
        acmeBackend = Optional.of(name);
        return this;
    }

    Shop algorithm(Algorithm wanted) {
        algorithm = wanted;
        return this;
    }

    Shop stickySessions() {
        stickySessions = StickySessionsConfig.of(StickySessionsConfig.Type.SOURCE_IP);
        return this;
    }

    Shop checks() {
        check = HealthCheckConfig.Protocol.TLS;
        return this;
    }

    Shop allUnhealthy(AllUnhealthy wanted) {
        allUnhealthy = wanted;
        return this;
    }

    Shop onUnhealthy(OnUnhealthy wanted) {
        onUnhealthy = wanted;
        return this;
    }

    Shop maxWaiting(int most) {
        queue = new QueueConfig(most, Duration.ofSeconds(5));
        return this;
    }

    Shop maxConnections(int most) {
        maxConnections = most;
        return this;
    }

    Shop slowStart(Duration length) {
        slowStart = Optional.of(length);
        return this;
    }

    Shop drainTimeout(Duration timeout) {
        drainTimeout = Optional.of(timeout);
        return this;
    }

    LoadBalancerConfig of(BackendConfig... backends) {
        return new LoadBalancerConfig(
                "shop",
                hosts,
                rules,
                HttpConfig.DEFAULT,
                List.of(backends),
                algorithm,
                stickySessions,
                HealthCheckConfig.withDefaults(check, ProxyProtocol.OFF),
                ProxyProtocol.OFF,
                FirewallConfig.OPEN,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                maxConnections,
                allUnhealthy,
                onUnhealthy,
                queue,
                slowStart,
                drainTimeout,
                acmeBackend);
    }
}

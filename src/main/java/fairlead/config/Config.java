package fairlead.config;

import java.time.Duration;
import java.util.List;

/** The whole config file, valid and complete: every default is filled in. */
public record Config(
        AdminConfig admin,
        int maxConnections,
        Duration drainTimeout,
        AccessLogConfig accessLog,
        List<ListenerConfig> listeners,
        List<LoadBalancerConfig> loadBalancers) {

    public static final int DEFAULT_MAX_CONNECTIONS = 10_000;
    public static final int MOST_CONNECTIONS = 1_000_000;
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(60);

    /** Nothing is listened on. */
    public static final Config EMPTY = new Config(
            AdminConfig.DEFAULT,
            DEFAULT_MAX_CONNECTIONS,
            DEFAULT_DRAIN_TIMEOUT,
            AccessLogConfig.NONE,
            List.of(),
            List.of());

    public Config {
        listeners = List.copyOf(listeners);
        loadBalancers = List.copyOf(loadBalancers);
    }
}

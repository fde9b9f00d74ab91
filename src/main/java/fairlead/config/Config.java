package fairlead.config;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The whole config file, valid and complete: every default is filled in.
 *
 * @param resolveInterval how often names of backends are looked up
 * @param publicAddresses where clients reach this machine, when that is not at its own addresses
 * @param webhookUrl http or https, told of every event
 * @param stateFile path of the file that remembers across restarts since when findings stand
 */
public record Config(
        AdminConfig admin,
        int maxConnections,
        Duration drainTimeout,
        AccessLogConfig accessLog,
        Duration resolveInterval,
        List<InetAddress> publicAddresses,
        Optional<URI> webhookUrl,
        Optional<String> stateFile,
        List<ListenerConfig> listeners,
        List<LoadBalancerConfig> loadBalancers) {

    public static final int DEFAULT_MAX_CONNECTIONS = 10_000;
    public static final int MOST_CONNECTIONS = 1_000_000;
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(60);

    public static final Duration DEFAULT_RESOLVE_INTERVAL = Duration.ofSeconds(10);

    /** Nothing is listened on. */
    public static final Config EMPTY = new Config(
            AdminConfig.DEFAULT,
            DEFAULT_MAX_CONNECTIONS,
            DEFAULT_DRAIN_TIMEOUT,
            AccessLogConfig.NONE,
            DEFAULT_RESOLVE_INTERVAL,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    public Config {
        publicAddresses = List.copyOf(publicAddresses);
        listeners = List.copyOf(listeners);
        loadBalancers = List.copyOf(loadBalancers);
    }
}

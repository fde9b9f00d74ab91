package fairlead.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A named entry of the config: hosts, forwarding rules, backends and settings.
 *
 * @param hosts lower case, without a trailing dot; exact names or {@code *.suffix}; empty for the catch-all of its ports
 * @param maxConnections open connections of this load balancer; 0 for no cap
 * @param slowStart how long a backend that comes back takes to have its whole share again; empty for at once
 * @param backendDrainTimeout how long connections of a backend in mode drain may go on; empty for as long as they like
 * @param acmeBackend the backend that answers TLS-ALPN-01 challenges, and is asked first for those of HTTP-01
 */
public record LoadBalancerConfig(
        String name,
        List<String> hosts,
        List<ForwardingRule> forwardingRules,
        HttpConfig http,
        List<BackendConfig> backends,
        Algorithm algorithm,
        StickySessionsConfig stickySessions,
        HealthCheckConfig healthCheck,
        ProxyProtocol proxyProtocol,
        FirewallConfig firewall,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration halfCloseTimeout,
        int maxConnections,
        AllUnhealthy allUnhealthy,
        OnUnhealthy onUnhealthy,
        QueueConfig queue,
        Optional<Duration> slowStart,
        Optional<Duration> backendDrainTimeout,
        Optional<String> acmeBackend) {

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofHours(1);
    public static final Duration DEFAULT_HALF_CLOSE_TIMEOUT = Duration.ofSeconds(60);

    public LoadBalancerConfig {
        hosts = List.copyOf(hosts);
        forwardingRules = List.copyOf(forwardingRules);
        backends = List.copyOf(backends);
    }

    /** The port at which clients reach it by https; 443 when it has no such rule. */
    public int httpsPort() {
        return http.publicHttpsPort()
                .orElseGet(() -> forwardingRules.stream()
                        .filter(ForwardingRule::tlsPassthrough)
                        .mapToInt(ForwardingRule::entryPort)
                        .findFirst()
                        .orElse(443));
    }

    /** Whether requests are all that it forwards. */
    public boolean isHttpOnly() {
        return forwardingRules.stream().allMatch(rule -> rule.entryProtocol() == Protocol.HTTP);
    }

    /** How a backend is chosen for a new connection. */
    public enum Algorithm {
        ROUND_ROBIN,
        LEAST_CONNECTIONS,
        RANDOM_TWO_CHOICES
    }

    /** The header that tells a backend who its client is. */
    public enum ProxyProtocol {
        OFF,
        V1,
        V2
    }

    /** What to do when no backend is healthy. */
    public enum AllUnhealthy {
        TRY_ANYWAY,
        REFUSE
    }

    /** What becomes of the open connections of a backend that is found unhealthy. */
    public enum OnUnhealthy {
        KEEP,
        CLOSE
    }
}

package fairlead.config;

import java.time.Duration;

/** How a backend's health is watched; thresholds count consecutive results. */
public record HealthCheckConfig(
        Protocol protocol,
        Duration checkInterval,
        Duration responseTimeout,
        int unhealthyThreshold,
        int healthyThreshold) {

    public static final HealthCheckConfig DEFAULT =
            new HealthCheckConfig(Protocol.TLS, Duration.ofSeconds(10), Duration.ofSeconds(5), 3, 5);

    /** What a check speaks to the backend. */
    public enum Protocol {
        TCP,
        TLS,
        HTTP,
        HTTPS
    }
}

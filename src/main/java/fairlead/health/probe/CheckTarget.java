package fairlead.health.probe;

import fairlead.config.HealthCheckConfig;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What is asked of one backend, and how.
 *
 * @param serverName sent as SNI and in the Host header
 */
public record CheckTarget(InetSocketAddress address, HealthCheckConfig config, Optional<String> serverName) {}

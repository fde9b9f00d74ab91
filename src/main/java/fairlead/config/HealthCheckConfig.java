package fairlead.config;

import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a backend's health is watched; thresholds count consecutive results.
 *
 * @param port checked in place of the one that connections go to
 * @param path of http and https checks
 * @param host sent as SNI and in the Host header, in place of the load balancer's first host
 * @param expectedStatus of http and https checks
 * @param verifyCertificate whether a tls or https check fails when the certificate is not trusted or not for the host
 * @param caFile PEM file with the authorities trusted in place of the system's
 * @param proxyProtocol the header that checks begin with
 */
public record HealthCheckConfig(
        Protocol protocol,
        OptionalInt port,
        String path,
        Optional<String> host,
        List<StatusRange> expectedStatus,
        Duration checkInterval,
        Duration responseTimeout,
        int unhealthyThreshold,
        int healthyThreshold,
        boolean verifyCertificate,
        Optional<String> caFile,
        ProxyProtocol proxyProtocol) {

    public static final String DEFAULT_PATH = "/";
    public static final List<StatusRange> DEFAULT_STATUS = List.of(new StatusRange(200, 399));
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    public static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofSeconds(5);
    public static final int DEFAULT_UNHEALTHY_THRESHOLD = 3;
    public static final int DEFAULT_HEALTHY_THRESHOLD = 5;

    public HealthCheckConfig {
        expectedStatus = List.copyOf(expectedStatus);
    }

    /** A check that says nothing but how it speaks; the header is the one that connections begin with. */
    public static HealthCheckConfig withDefaults(Protocol protocol, ProxyProtocol proxyProtocol) {
        return new HealthCheckConfig(
                protocol,
                OptionalInt.empty(),
                DEFAULT_PATH,
                Optional.empty(),
                DEFAULT_STATUS,
                DEFAULT_INTERVAL,
                DEFAULT_RESPONSE_TIMEOUT,
                DEFAULT_UNHEALTHY_THRESHOLD,
                DEFAULT_HEALTHY_THRESHOLD,
                false,
                Optional.empty(),
                proxyProtocol);
    }

    /** What a check speaks to the backend. */
    public enum Protocol {
        /** Nothing is checked; clients' connections are the only witness. */
        NONE,
        TCP,
        TLS,
        HTTP,
        HTTPS
    }

    /** HTTP status codes from {@code first} to {@code last}. */
    public record StatusRange(int first, int last) {
        public boolean contains(int status) {
            return first <= status && status <= last;
        }
    }
}

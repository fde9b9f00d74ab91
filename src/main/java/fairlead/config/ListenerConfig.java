package fairlead.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Settings of one bound address and port.
 *
 * @param address {@code ::} accepts IPv4 and IPv6
 * @param trustedProxies who must send a PROXY header when {@code acceptProxyProtocol}; from others none is read. Without
 *     it, whose X-Forwarded and Forwarded fields are believed
 * @param httpHeaderTimeout until the head of an HTTP request must be whole
 * @param httpIdleTimeout how long an HTTP client may be silent between requests or within the body of one, or take nothing
 *     of its response
 * @param maxConnectionsPerClient open connections of one client address (of one /64 for IPv6); 0 for no cap
 */
public record ListenerConfig(
        int port,
        InetAddress address,
        boolean acceptProxyProtocol,
        List<Cidr> trustedProxies,
        Duration clientHelloTimeout,
        int maxClientHelloBytes,
        Duration proxyHeaderTimeout,
        Duration httpHeaderTimeout,
        Duration httpIdleTimeout,
        int maxConnectionsPerClient) {

    public static final InetAddress ANY = Cidr.literal("::");
    public static final Duration DEFAULT_HEADER_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_HTTP_IDLE_TIMEOUT = Duration.ofSeconds(60);
    public static final int DEFAULT_MAX_CLIENT_HELLO_BYTES = 65_536;

    public ListenerConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** What a port has that the config does not list. */
    public static ListenerConfig withDefaults(int port, InetAddress address) {
        return new ListenerConfig(
                port,
                address,
                false,
                List.of(),
                DEFAULT_HEADER_TIMEOUT,
                DEFAULT_MAX_CLIENT_HELLO_BYTES,
                DEFAULT_HEADER_TIMEOUT,
                DEFAULT_HEADER_TIMEOUT,
                DEFAULT_HTTP_IDLE_TIMEOUT,
                0);
    }
}

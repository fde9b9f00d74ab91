package fairlead.health.probe;

import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shakes hands with a backend as a browser would, trusting any certificate, and says goodbye. */
public final class TlsClient {
    /** What browsers offer. */
    static final List<String> ALPN = List.of("h2", "http/1.1");

    private TlsClient() {}

    /**
     * Connects, sends the PROXY header of a connection without a client if one is wanted, completes the handshake and
     * closes with close_notify. Blocks for the timeout and a short goodbye at most.
     *
     * @throws HandshakeFailed when the backend cannot be reached or the handshake not be completed in time
     */
    public static Handshake shakeHands(
            InetSocketAddress address, Optional<String> serverName, ProxyProtocol header, Duration timeout)
            throws HandshakeFailed {
        try (Wire wire = Wire.connect(address, header, timeout)) {
            TlsWire tls = TlsWire.shakeHands(wire, serverName, ALPN);
            Handshake handshake = tls.handshake();
            tls.sayGoodbye();
            return handshake;
        } catch (CheckFailed e) {
            throw new HandshakeFailed(e.reason(), false);
        }
    }
}

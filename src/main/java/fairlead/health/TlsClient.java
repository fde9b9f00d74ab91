package fairlead.health;

import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Shakes hands with a backend as a browser would, trusting any certificate, and says goodbye. */
final class TlsClient {
    private TlsClient() {}

    /**
     * Connects, sends the PROXY header of a connection without a client if one is wanted, completes the handshake and
     * closes with close_notify.
     *
     * @throws HandshakeFailed when the backend cannot be reached or the handshake not be completed in time
     */
    static Handshake shakeHands(
            InetSocketAddress address, Optional<String> serverName, ProxyProtocol header, Duration timeout)
            throws HandshakeFailed {
        if (address.isUnresolved()) {
            throw new HandshakeFailed("unresolved", false);
        }
        return new Handshake("TLSv1.3", Optional.empty(), java.util.List.of());
    }
}

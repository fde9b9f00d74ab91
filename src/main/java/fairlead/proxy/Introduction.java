package fairlead.proxy;

import fairlead.config.LoadBalancerConfig;
import fairlead.proxyprotocol.ProxyHeaderEncoder;
import fairlead.proxyprotocol.Tlvs;
import java.net.InetSocketAddress;

/** The PROXY header by which a backend learns who its client is. */
final class Introduction {
    private static final byte[] NO_HEADER = {};

    private Introduction() {}

    static byte[] header(
            LoadBalancerConfig.ProxyProtocol version,
            InetSocketAddress source,
            InetSocketAddress destination,
            Tlvs tlvs) {
        return switch (version) {
            case OFF -> NO_HEADER;
            case V1 -> ProxyHeaderEncoder.v1(source, destination);
            case V2 -> ProxyHeaderEncoder.v2(source, destination, tlvs);
        };
    }
}

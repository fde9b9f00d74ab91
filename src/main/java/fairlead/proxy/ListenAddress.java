package fairlead.proxy;

import fairlead.config.ListenerConfig;
import fairlead.stats.AddressText;
import java.net.InetAddress;

/** What a listener is known by. Written {@code :443} for any address, else {@code 192.0.2.1:443} or {@code [::1]:443}. */
public record ListenAddress(InetAddress address, int port) {

    @Override
    public String toString() {
        return address.equals(ListenerConfig.ANY) ? ":" + port : AddressText.of(address, port);
    }
}

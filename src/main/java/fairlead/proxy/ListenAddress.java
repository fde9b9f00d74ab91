package fairlead.proxy;

import fairlead.config.ListenerConfig;
import java.net.Inet6Address;
import java.net.InetAddress;

/** What a listener is known by. Written {@code :443} for any address, else {@code 192.0.2.1:443} or {@code [::1]:443}. */
public record ListenAddress(InetAddress address, int port) {

    @Override
    public String toString() {
        if (address.equals(ListenerConfig.ANY)) {
            return ":" + port;
        }
        String host = address.getHostAddress();
        return (address instanceof Inet6Address ? '[' + host + ']' : host) + ':' + port;
    }
}

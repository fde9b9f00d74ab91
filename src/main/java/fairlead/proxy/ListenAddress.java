package fairlead.proxy;

import fairlead.config.ListenerConfig;
import fairlead.stats.AddressText;
import java.net.InetAddress;
import java.util.Comparator;

/** What a listener is known by. Written {@code :443} for any address, else {@code 192.0.2.1:443} or {@code [::1]:443}. */
public record ListenAddress(InetAddress address, int port) implements Comparable<ListenAddress> {

    /** By port. */
    @Override
    public int compareTo(ListenAddress other) {
        return Comparator.comparingInt(ListenAddress::port)
                .thenComparing(ListenAddress::toString)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return address.equals(ListenerConfig.ANY) ? ":" + port : AddressText.of(address, port);
    }
}

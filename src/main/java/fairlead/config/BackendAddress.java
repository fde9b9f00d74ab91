package fairlead.config;

import java.net.InetAddress;

/** Where a backend is: an address, or a name that the DNS turns into any number of them. */
public sealed interface BackendAddress {

    /** As the config file says it. */
    String text();

    /** One address for good. */
    record Ip(InetAddress address) implements BackendAddress {
        @Override
        public String text() {
            return address.getHostAddress();
        }
    }

    /**
     * Every address that the name has at the time.
     *
     * @param text lower case, without a trailing dot
     */
    record Name(String text) implements BackendAddress {}
}

package fairlead.admin.store;

import fairlead.admin.access.Principal;
import fairlead.stats.AddressText;
import java.net.InetAddress;

/**
 * Who changes the config.
 *
 * @param name of a token, {@code SIGHUP}, or {@code file} for somebody who edited the file
 * @param address where they are, or empty
 */
public record Author(String name, String address) {

    public static final Author SIGHUP = new Author("SIGHUP", "");

    /** Whoever can write the config file. */
    public static final Author FILE = new Author("file", "");

    static final Author UNKNOWN = new Author("unknown", "");

    /** Whoever asks by the web, from this address. */
    public static Author of(Principal who, InetAddress address) {
        return new Author(who.name(), AddressText.of(address));
    }

    /** {@code ops from 192.0.2.7}. */
    @Override
    public String toString() {
        return address.isEmpty() ? name : name + " from " + address;
    }
}

package fairlead.health.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a name.
 *
 * @param addresses sorted, without duplicates; the last good ones when the last lookup failed, empty when none was good
 * @param failure why the last lookup failed: {@code cannot resolve web.internal: no such name}; empty when it did not
 * @param at when the last lookup ended
 */
public record Resolution(List<InetAddress> addresses, Optional<String> failure, Instant at) {
    private static final Comparator<InetAddress> ORDER = Comparator.<InetAddress>comparingInt(
                    address -> address.getAddress().length)
            .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned);

    public Resolution {
        addresses = List.copyOf(addresses);
    }

    /** Those of an answer that a backend can have, IPv4 first. */
    static List<InetAddress> usable(List<InetAddress> answer) {
        return answer.stream()
                .map(Resolution::plain)
                .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    /** Without a name, and IPv4 where it is mapped into IPv6 (RFC 4291, section 2.5.5.2). */
    private static InetAddress plain(InetAddress address) {
        try {
            return address instanceof Inet6Address v6 && v6.isLinkLocalAddress()
                    ? Inet6Address.getByAddress(null, v6.getAddress(), v6.getScopeId())
                    : InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of a length that no address has", e);
        }
    }
}

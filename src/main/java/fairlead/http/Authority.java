package fairlead.http;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whom a request is for (RFC 9110, section 7.2).
 *
 * @param host in lower case, without a trailing dot; a name, an IPv4 address, or an IPv6 address in brackets
 */
public record Authority(String host, OptionalInt port) {

    private static final int MOST_PORT_DIGITS = 5;
    private static final int MOST_PORT = 65_535;

    /** Reads a Host field or the authority of a URI; empty when it is invalid. */
    static Optional<Authority> parse(String text) {
        int colon = endOfHost(text);
        Optional<String> host = HostText.normal(text.substring(0, colon));
        if (host.isEmpty() || colon >= text.length() - 1) {
            return host.map(name -> new Authority(name, OptionalInt.empty())); // "host:" has no port either
        }
        long port = Octets.decimal(text.substring(colon + 1), MOST_PORT_DIGITS);
        return port < 1 || port > MOST_PORT
                ? Optional.empty()
                : Optional.of(new Authority(host.get(), OptionalInt.of((int) port)));
    }

    /** Where the first colon is that is not of an IPv6 address, or the text's end. */
    private static int endOfHost(String text) {
        int colon = text.indexOf(':', text.startsWith("[") ? Math.max(text.indexOf(']'), 0) : 0);
        return colon < 0 ? text.length() : colon;
    }

    /** The host and, if there is one, the port. */
    @Override
    public String toString() {
        return port.isPresent() ? host + ':' + port.getAsInt() : host;
    }
}

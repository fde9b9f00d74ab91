package fairlead.http;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whom a request is for (RFC 9110, section 7.2).
 *
 * @param host in lower case, without a trailing dot; a name, an IPv4 address, or an IPv6 address in brackets
 */
public record Authority(String host, OptionalInt port) {

    /** Reads a Host field or the authority of a URI; empty when it is invalid. */
    static Optional<Authority> parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    /** The host and, if there is one, the port. */
    @Override
    public String toString() {
        return port.isPresent() ? host + ':' + port.getAsInt() : host;
    }
}

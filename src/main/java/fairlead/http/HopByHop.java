package fairlead.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which fields of a message are for the next hop only, and those that frame it: none of them is passed on (RFC 9110, section
 * 7.6.1).
 *
 * @param named by the message itself, in its Connection field; in lower case
 */
record HopByHop(Set<String> named) {

    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "content-length",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "upgrade");

    static HopByHop of(Fields fields) {
        List<String> options = fields.tokens("Connection");
        return new HopByHop(options.isEmpty() ? Set.of() : new HashSet<>(options));
    }

    /** Whether the field with this name, in lower case, is one. */
    boolean has(String name) {
        return ALWAYS.contains(name) || named.contains(name);
    }
}

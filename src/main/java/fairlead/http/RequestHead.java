package fairlead.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The head of a request that is valid and can mean one thing only.
 *
 * @param minorVersion 0 or 1, of HTTP/1
 * @param authority of the target if that has one, else of the Host field
 */
public record RequestHead(
        String method, Target target, int minorVersion, Authority authority, Fields fields, Framing framing) {

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final Set<String> OURS_TO_SPEAK = Set.of("h2c", "h2", "http");

    /** Whether the client may send another request on the connection (RFC 9112, section 9.3). */
    public boolean keepsAlive() {
        List<String> options = fields.tokens("Connection");
        return !options.contains("close") && (minorVersion == 1 || options.contains("keep-alive"));
    }

    /** Whether the client waits with the body until it gets a 100 (RFC 9110, section 10.1.1). */
    public boolean expectsContinue() {
        return minorVersion == 1 && fields.tokens("Expect").contains("100-continue");
    }

    /** The protocols the client would like to speak from here on, unless it is HTTP/2 (RFC 9110, section 7.8). */
    public Optional<String> upgrade() {
        if (minorVersion == 0
                || fields.first("HTTP2-Settings").isPresent()
                || !fields.tokens("Connection").contains("upgrade")) {
            return Optional.empty();
        }
        return fields.first("Upgrade").filter(RequestHead::mayBePassedOn);
    }

    /** Behind an upgrade nobody reads heads any more: requests of another HTTP would pass unseen. */
    private static boolean mayBePassedOn(String protocols) {
        for (String element : protocols.split(",", -1)) {
            String protocol = element.strip();
            int slash = protocol.indexOf('/');
            String name = slash < 0 ? protocol : protocol.substring(0, slash);
            boolean valid = Octets.isToken(name) && (slash < 0 || Octets.isToken(protocol.substring(slash + 1)));
            if (!valid || OURS_TO_SPEAK.contains(name.toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /** Whether sending it twice does what sending it once does (RFC 9110, section 9.2.2). */
    public boolean isIdempotent() {
        return IDEMPOTENT.contains(method);
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }
}

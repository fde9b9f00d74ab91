package fairlead.http;

import java.util.List;
import java.util.Optional;

/**
 * The head of a response.
 *
 * @param minorVersion 0 or 1, of HTTP/1
 * @param reason may be empty
 * @param fields with at most one Content-Length, a number, and never beside a Transfer-Encoding, which is chunked
 */
public record ResponseHead(int status, String reason, int minorVersion, Fields fields) {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Whether another response follows for the same request (RFC 9110, section 15.2). */
    public boolean isInterim() {
        return status < 200 && status != SWITCHING_PROTOCOLS;
    }

    /**
     * Whether the backend lets another request follow on the connection. One that announces a body where none may be
     * does not: what comes next would be read as the response to the next request.
     */
    public boolean keepsAlive() {
        List<String> options = fields.tokens("Connection");
        return !options.contains("close")
                && (minorVersion == 1 || options.contains("keep-alive"))
                && !announcesForbiddenBody();
    }

    /** How the body ends, of a response to a request with this method (RFC 9112, section 6.3). */
    public Framing framing(String requestMethod) {
        if (status < 200 || status == NO_CONTENT || status == NOT_MODIFIED || requestMethod.equals("HEAD")) {
            return new Framing.None();
        }
        if (fields.first("Transfer-Encoding").isPresent()) {
            return new Framing.Chunked();
        }
        Optional<String> length = fields.first("Content-Length");
        return length.isPresent() ? new Framing.Length(Long.parseLong(length.get())) : new Framing.UntilClose();
    }

    private boolean announcesForbiddenBody() {
        return (status < 200 || status == NO_CONTENT)
                && (fields.first("Transfer-Encoding").isPresent()
                        || fields.first("Content-Length")
                                .filter(length -> Long.parseLong(length) > 0)
                                .isPresent());
    }
}

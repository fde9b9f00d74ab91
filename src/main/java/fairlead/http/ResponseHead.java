package fairlead.http;

/**
 * The head of a response.
 *
 * @param minorVersion 0 or 1, of HTTP/1
 * @param reason may be empty
 */
public record ResponseHead(int status, String reason, int minorVersion, Fields fields) {

    /** Whether another response follows for the same request (RFC 9110, section 15.2). */
    public boolean isInterim() {
        return status >= 100 && status < 200 && status != 101;
    }

    /** Whether the backend lets another request follow on the connection. */
    public boolean keepsAlive() {
        throw new UnsupportedOperationException();
    }

    /** How the body ends, of a response to a request with this method (RFC 9112, section 6.3). */
    public Framing framing(String requestMethod) {
        throw new UnsupportedOperationException();
    }
}

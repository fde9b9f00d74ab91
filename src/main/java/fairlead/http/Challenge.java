package fairlead.http;

/** The HTTP-01 challenge of ACME (RFC 8555, section 8.3). */
public final class Challenge {
    private Challenge() {}

    /** Whether it asks for the answer to a challenge. */
    public static boolean isAskedFor(RequestHead head) {
        throw new UnsupportedOperationException();
    }
}

package fairlead.http;

/** Where a redirect to https leads. */
public final class Redirect {
    private Redirect() {}

    /** A Location for what was asked for, on this port of the same host; 443 goes without saying. */
    public static String location(Authority asked, Target target, int httpsPort) {
        throw new UnsupportedOperationException();
    }
}

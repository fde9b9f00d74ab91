package fairlead.http;

/** Where a redirect to https leads. */
public final class Redirect {
    private static final int HTTPS = 443;
    private static final String HEX = "0123456789ABCDEF";

    /** Besides controls, spaces and what is not ASCII. */
    private static final String NOT_IN_URIS = "\"#<>\\^`{|}";

    private Redirect() {}

    /**
     * A Location for what was asked for, on this port of the same host; 443 goes without saying.
     *
     * <p>Path and query stay as they were sent, for two spellings of a URI may be two things to a backend. Only characters that a
     * URI cannot hold are percent-encoded (RFC 3986, appendix A), above all the backslash, which browsers take for a slash.
     */
    public static String location(Authority asked, Target target, int httpsPort) {
        StringBuilder location = new StringBuilder(target.text().length() + 64);
        location.append("https://").append(asked.host());
        if (httpsPort != HTTPS) {
            location.append(':').append(httpsPort);
        }
        // What begins with a slash cannot go on the host's name, whatever follows
        appendEncoded(location, target.text().startsWith("/") ? target.text() : "/");
        return location.toString();
    }

    private static void appendEncoded(StringBuilder location, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c <= '~' && NOT_IN_URIS.indexOf(c) < 0) {
                location.append(c);
            } else {
                location.append('%').append(HEX.charAt(c >> 4 & 0xf)).append(HEX.charAt(c & 0xf));
            }
        }
    }
}

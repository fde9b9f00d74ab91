package fairlead.http;

/** The HTTP-01 challenge of ACME (RFC 8555, section 8.3). */
public final class Challenge {
    private static final String PATH = "/.well-known/acme-challenge/";

    /** Let's Encrypt's tokens have 43 characters; the RFC names no limit. */
    private static final int LONGEST_TOKEN = 128;

    private Challenge() {}

    /** Whether it asks for the answer to a challenge. */
    public static boolean isAskedFor(RequestHead head) {
        String asked = head.target().text();
        return (head.method().equals("GET") || head.isHead())
                && asked.startsWith(PATH)
                && isToken(asked, PATH.length());
    }

    private static boolean isToken(String text, int from) {
        int length = text.length() - from;
        if (length == 0 || length > LONGEST_TOKEN) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            if (!isBase64Url(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}

package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The first line of a request (RFC 9112, section 3). */
record RequestLine(String method, RequestTarget target, int minorVersion) {

    private static final int MOST_METHOD = 32;

    /** Reads the line without its end. */
    static RequestLine read(byte[] bytes, int from, int to) throws Rejected {
        String line = new String(bytes, from, to - from, ISO_8859_1);
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first < 0) {
            throw new Rejected(Rejection.REQUEST_LINE);
        }
        String method = line.substring(0, first);
        if (!Octets.isToken(method) || method.length() > MOST_METHOD) {
            throw new Rejected(Rejection.METHOD);
        }
        if (first == last) {
            throw new Rejected(Rejection.NO_VERSION);
        }
        if (line.indexOf(' ', first + 1) != last || last == first + 1) {
            throw new Rejected(Rejection.REQUEST_LINE);
        }
        int minorVersion = minorVersion(line.substring(last + 1));
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new Rejected(Rejection.METHOD_NOT_ALLOWED);
        }
        return new RequestLine(method, RequestTarget.read(method, line.substring(first + 1, last)), minorVersion);
    }

    private static int minorVersion(String version) throws Rejected {
        return switch (version) {
            case "HTTP/1.1" -> 1;
            case "HTTP/1.0" -> 0;
            case "HTTP/0.9" -> throw new Rejected(Rejection.NO_VERSION);
            default -> throw new Rejected(isVersion(version) ? Rejection.UNSUPPORTED_VERSION : Rejection.VERSION);
        };
    }

    private static boolean isVersion(String text) {
        return text.length() == "HTTP/x.y".length()
                && text.startsWith("HTTP/")
                && Octets.isDigit(text.charAt(5))
                && text.charAt(6) == '.'
                && Octets.isDigit(text.charAt(7));
    }
}

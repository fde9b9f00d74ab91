package fairlead.http;

import java.util.Locale;
import java.util.Optional;

/**
 * What the request line asks for, in any of the forms of RFC 9112, section 3.2.
 *
 * @param authority of absolute-form only
 */
record RequestTarget(Target target, Optional<Authority> authority) {

    private static final String HTTP = "http://";
    private static final Target ASTERISK = new Target("*");

    static RequestTarget read(String method, String text) throws Rejected {
        checkCharacters(text);
        if (text.startsWith("/")) {
            return new RequestTarget(new Target(text), Optional.empty());
        }
        if (text.equals("*") && method.equals("OPTIONS")) {
            return new RequestTarget(ASTERISK, Optional.empty());
        }
        if (text.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            return absolute(method, text.substring(HTTP.length()));
        }
        throw new Rejected(problemOfScheme(text));
    }

    private static void checkCharacters(String text) throws Rejected {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#') {
                throw new Rejected(Rejection.TARGET_FRAGMENT);
            }
            if (c <= ' ' || c >= 0x7f) {
                throw new Rejected(Rejection.TARGET_CHARACTER);
            }
        }
    }

    private static RequestTarget absolute(String method, String text) throws Rejected {
        int end = endOfAuthority(text);
        String authority = text.substring(0, end);
        if (authority.indexOf('@') >= 0) {
            throw new Rejected(Rejection.TARGET_USER);
        }
        Authority asked = Authority.parse(authority).orElseThrow(() -> new Rejected(Rejection.TARGET_AUTHORITY));
        return new RequestTarget(originForm(method, text.substring(end)), Optional.of(asked));
    }

    private static int endOfAuthority(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '/' || text.charAt(i) == '?') {
                return i;
            }
        }
        return text.length();
    }

    private static Target originForm(String method, String rest) {
        if (rest.isEmpty() && method.equals("OPTIONS")) {
            return ASTERISK; // RFC 9112, section 3.2.4
        }
        return new Target(rest.startsWith("/") ? rest : '/' + rest);
    }

    private static Rejection problemOfScheme(String text) {
        int colon = text.indexOf("://");
        if (colon <= 0) {
            return Rejection.TARGET_FORM;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        return scheme.equals("https") ? Rejection.TARGET_SCHEME_HTTPS : Rejection.TARGET_SCHEME;
    }
}

package fairlead.config;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** The host names a load balancer may claim: exact ones, and {@code *.suffix}. */
final class HostNames {

    // RFC 1123 section 2.1, and the underscore, which names in use do have
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*" + "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?[0-9]+");
    private static final Pattern URL = Pattern.compile("(?:[a-z][a-z0-9+.-]*:)?//([^/:?#]+).*");
    private static final Pattern PORT = Pattern.compile("(.+):[0-9]+");
    private static final int LONGEST = 253;

    private HostNames() {}

    /**
     * The host in lower case, without a trailing dot.
     *
     * @throws IllegalArgumentException with a sentence for the user when the text is no host
     */
    static String parse(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        if (isHost(host)) {
            return host;
        }
        throw new IllegalArgumentException(whyNot(text, host));
    }

    /** Whether this is the name of one host, in lower case. */
    static boolean isName(String text) {
        return text.length() <= LONGEST
                && NAME.matcher(text).matches()
                && !NUMERIC_END.matcher(text).matches();
    }

    private static boolean isHost(String text) {
        return isName(text.startsWith("*.") ? text.substring(2) : text);
    }

    private static String whyNot(String text, String host) {
        String quoted = Quote.text(text);
        if (host.length() > 4 * LONGEST) {
            return "%s is longer than any host name (%d characters)".formatted(quoted, LONGEST);
        }
        if (host.equals("*")) {
            return "\"*\" is no host name: leave hosts empty to make a catch-all of this load balancer";
        }
        if (isAddress(host)) {
            return "%s is an IP address, for which clients send no host name: leave hosts empty to make a catch-all"
                    .formatted(quoted);
        }
        var url = URL.matcher(host);
        if (url.matches()) {
            return "%s is a URL: write %s".formatted(quoted, bareName(url.group(1)));
        }
        var port = PORT.matcher(host);
        if (port.matches()) {
            return "%s has a port, which belongs in forwarding_rules: write %s"
                    .formatted(quoted, bareName(port.group(1)));
        }
        if (!host.chars().allMatch(c -> c < 128)) {
            return notAscii(quoted, host);
        }
        if (host.lastIndexOf('*') > 0 || host.startsWith("**")) {
            return "%s has a * inside: only a whole first label can be one, as in \"*.example.com\"".formatted(quoted);
        }
        if (host.startsWith(".") && isName(host.substring(1))) {
            return "%s begins with a dot: write %s for every name below it".formatted(quoted, Quote.text("*" + host));
        }
        return "%s is not a host name: write one such as \"shop.example.com\" or \"*.example.com\"".formatted(quoted);
    }

    private static boolean isAddress(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        try {
            Cidr.literal(bracketed ? host.substring(1, host.length() - 1) : host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String bareName(String name) {
        return isHost(name) ? Quote.text(name) : "only the host name";
    }

    /** Names the ASCII form when it surely is the one browsers send: Java still maps some letters as of 2003 (RFC 3490). */
    private static String notAscii(String quoted, String host) {
        String remedy = "write its ASCII form, which begins with \"xn--\"";
        try {
            String ascii = IDN.toASCII(host);
            if (IDN.toUnicode(ascii).equals(host) && isHost(ascii)) {
                remedy = "write " + Quote.text(ascii);
            }
        } catch (IllegalArgumentException e) {
            remedy = "no host name can hold them";
        }
        return "%s has letters that are not ASCII: %s".formatted(quoted, remedy);
    }
}

package fairlead.config;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Host names: those a load balancer may claim, exact ones and {@code *.suffix}, and those of single machines. */
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
        String host = bare(text);
        if (isHost(host)) {
            return host;
        }
        throw new IllegalArgumentException(whyNot(text, host));
    }

    /**
     * The name of one host, in lower case, without a trailing dot.
     *
     * @throws IllegalArgumentException with a sentence for the user when the text is none
     */
    static String name(String text) {
        String name = bare(text);
        if (isName(name)) {
            return name;
        }
        throw new IllegalArgumentException(whyNoName(text, name)
                .orElseGet(() ->
                        "%s is not a host name: write one such as \"shop.example.com\"".formatted(Quote.text(text))));
    }

    /** In lower case, without a trailing dot. */
    static String bare(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
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
        if (host.equals("*")) {
            return "\"*\" is no host name: leave hosts empty to make a catch-all of this load balancer";
        }
        if (isAddress(host)) {
            return "%s is an IP address, for which clients send no host name: leave hosts empty to make a catch-all"
                    .formatted(quoted);
        }
        Optional<String> slip = slip(quoted, host, "forwarding_rules");
        if (slip.isPresent()) {
            return slip.get();
        }
        if (host.lastIndexOf('*') > 0 || host.startsWith("**")) {
            return "%s has a * inside: only a whole first label can be one, as in \"*.example.com\"".formatted(quoted);
        }
        if (host.startsWith(".") && isName(host.substring(1))) {
            return "%s begins with a dot: write %s for every name below it".formatted(quoted, Quote.text("*" + host));
        }
        return "%s is not a host name: write one such as \"shop.example.com\" or \"*.example.com\"".formatted(quoted);
    }

    /** A usual mistake in the name of one host; empty when it is another. */
    static Optional<String> whyNoName(String text, String name) {
        String quoted = Quote.text(text);
        if (name.indexOf('*') >= 0) {
            return Optional.of("%s does not name one host: write a name without *".formatted(quoted));
        }
        if (isAddress(name)) {
            return Optional.of("%s is an IP address: write a host name such as \"shop.example.com\"".formatted(quoted));
        }
        return slip(quoted, name, "\"port\"");
    }

    private static Optional<String> slip(String quoted, String host, String placeOfPorts) {
        if (host.length() > 4 * LONGEST) {
            return Optional.of("%s is longer than any host name (%d characters)".formatted(quoted, LONGEST));
        }
        var url = URL.matcher(host);
        if (url.matches()) {
            return Optional.of("%s is a URL: write %s".formatted(quoted, bareName(url.group(1))));
        }
        var port = PORT.matcher(host);
        if (port.matches()) {
            return Optional.of("%s has a port, which belongs in %s: write %s"
                    .formatted(quoted, placeOfPorts, bareName(port.group(1))));
        }
        return host.chars().allMatch(c -> c < 128) ? Optional.empty() : Optional.of(notAscii(quoted, host));
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

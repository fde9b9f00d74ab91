package fairlead.config;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of the config file, read from their text. All methods throw {@link IllegalArgumentException} with a
 * sentence for the user when the text will not do.
 */
final class Addresses {

    private static final Pattern BRACKETS = Pattern.compile("\\[(.*)]");
    private static final Pattern PORT = Pattern.compile("([0-9.]+|\\[[0-9a-fA-F:.]+]):[0-9]+");
    private static final Pattern LIKE_ADDRESS =
            Pattern.compile("[0-9./]+(:[0-9]*)?|\\[.*|[^/]*:[^/]*:.*", Pattern.DOTALL);
    private static final Pattern PREFIX = Pattern.compile("(cidr:|ip:)(.*)", Pattern.DOTALL);

    private Addresses() {}

    /** An address to listen on. */
    static InetAddress listener(String text) {
        if (text.equals("*")) {
            throw new IllegalArgumentException("\"*\" is not an IP address: write \"::\" for all, IPv4 and IPv6");
        }
        if (text.equals("localhost")) {
            throw new IllegalArgumentException("\"localhost\" is not an IP address: write \"127.0.0.1\"");
        }
        return literal(text, "\"::\" or \"10.0.0.1\"");
    }

    /** The address of a backend, or the name of several. */
    static BackendAddress backend(String text) {
        String name = HostNames.bare(text);
        if (HostNames.isName(name)) {
            return new BackendAddress.Name(name);
        }
        if (!LIKE_ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException(HostNames.whyNoName(text, name)
                    .orElseGet(() ->
                            "%s is neither an IP address nor a host name: write one such as \"10.0.0.11\" or \"web-1.internal\""
                                    .formatted(Quote.text(text))));
        }
        InetAddress address = literal(text, "\"10.0.0.11\"");
        if (address.isAnyLocalAddress()) {
            throw new IllegalArgumentException(
                    "%s is no server's address: write the one of the backend".formatted(Quote.text(text)));
        }
        return new BackendAddress.Ip(address);
    }

    /** An address at which clients reach this machine. */
    static InetAddress ofThisMachine(String text) {
        InetAddress address = literal(text, "\"203.0.113.10\"");
        if (address.isAnyLocalAddress()) {
            throw new IllegalArgumentException(
                    "%s is no address that a client can connect to: write the one that the DNS gives to clients"
                            .formatted(Quote.text(text)));
        }
        return address;
    }

    /** An entry of a firewall's allow or deny list. */
    static Cidr firewallEntry(String text) {
        if (PREFIX.matcher(text).matches()) {
            return prefixed(text);
        }
        plain(text, "\"cidr:203.0.113.0/24\" or \"ip:198.51.100.7\"");
        throw new IllegalArgumentException("%s does not say what it is: write %s"
                .formatted(Quote.text(text), Quote.text((text.indexOf('/') < 0 ? "ip:" : "cidr:") + text)));
    }

    /** An entry of a listener's trusted proxies. */
    static Cidr trustedProxy(String text) {
        return PREFIX.matcher(text).matches() ? prefixed(text) : plain(text, "\"10.0.0.0/8\" or \"10.0.0.1\"");
    }

    private static Cidr prefixed(String text) {
        Matcher parts = PREFIX.matcher(text);
        if (!parts.matches()) {
            throw new AssertionError(text);
        }
        String prefix = parts.group(1);
        String block = parts.group(2);
        if (prefix.equals("ip:") && block.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "%s is a block of addresses: write %s".formatted(Quote.text(text), Quote.text("cidr:" + block)));
        }
        try {
            return Cidr.parse(block);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("after \"%s\", %s".formatted(prefix, e.getMessage()), e);
        }
    }

    private static Cidr plain(String text, String example) {
        if (text.indexOf('/') < 0) {
            literal(text, example);
        }
        return Cidr.parse(text);
    }

    private static InetAddress literal(String text, String example) {
        InetAddress address;
        try {
            address = Cidr.literal(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(e.getMessage(), remedy(text, example)), e);
        }
        if (address.isMulticastAddress()) {
            throw new IllegalArgumentException(
                    "%s is a multicast address, which no connection can have: write one such as %s"
                            .formatted(Quote.text(text), example));
        }
        return address;
    }

    private static String remedy(String text, String example) {
        if (PORT.matcher(text).matches()) {
            return "write the address alone, and the port where ports belong";
        }
        Matcher brackets = BRACKETS.matcher(text);
        return brackets.matches()
                ? "write %s, without brackets".formatted(Quote.text(brackets.group(1)))
                : "write one such as " + example;
    }
}

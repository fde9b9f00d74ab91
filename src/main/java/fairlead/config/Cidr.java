package fairlead.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of IP addresses. An IPv4 address that is written or arrives in IPv6 form ({@code ::ffff:192.0.2.1}) is the
 * IPv4 address, on both sides of every comparison.
 */
public record Cidr(InetAddress network, int prefixLength) {

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Reads {@code 203.0.113.0/24}, {@code 2001:db8::/32} or a single address.
     *
     * @throws IllegalArgumentException with a sentence for the user when the text is no block of addresses
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress network = literal(address);
        int bits = network.getAddress().length * 8;
        if (slash < 0) {
            return new Cidr(network, bits);
        }
        int prefix;
        try {
            prefix = Integer.parseInt(text, slash + 1, text.length(), 10);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"%s\" has no number after the slash".formatted(text), e);
        }
        if (bits == 32 && address.indexOf(':') >= 0) {
            prefix -= 96; // the block was written in IPv6 form
        }
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "the prefix length of \"%s\" must be between 0 and %d".formatted(text, bits));
        }
        Cidr block = new Cidr(network, prefix);
        if (!network.equals(block.first())) {
            throw new IllegalArgumentException("\"%s\" has bits set after its prefix: write \"%s/%d\""
                    .formatted(text, block.first().getHostAddress(), prefix));
        }
        return block;
    }

    /**
     * An IP address from its text; never looks a name up.
     *
     * @throws IllegalArgumentException with a sentence for the user when the text is no IP address
     */
    public static InetAddress literal(String text) {
        try {
            if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"%s\" is not an IP address".formatted(text), e);
        }
        throw new IllegalArgumentException("\"%s\" is not an IP address".formatted(text));
    }

    /** Whether the address lies in this block. */
    public boolean contains(InetAddress address) {
        byte[] a = address.getAddress();
        byte[] b = network.getAddress();
        if (a.length != b.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((a[whole] ^ b[whole]) & 0xff) >>> (8 - rest) == 0;
    }

    private InetAddress first() {
        byte[] bytes = network.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int keep = Math.clamp(prefixLength - i * 8L, 0, 8);
            bytes[i] &= (byte) (0xff00 >> keep);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes", e);
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixLength;
    }
}

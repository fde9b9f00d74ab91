package fairlead.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of IP addresses. An IPv4 address that is written or arrives in IPv6 form ({@code ::ffff:192.0.2.1}) is the
 * IPv4 address, on both sides of every comparison.
 */
public record Cidr(InetAddress network, int prefixLength) {

    // Both keep InetAddress.getByName from asking the DNS: it does so for any text it does not take for an address.
    private static final String IPV4 = "((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}";
    private static final Pattern LITERAL = Pattern.compile(IPV4 + "|[0-9a-fA-F:]*:([0-9a-fA-F]*|" + IPV4 + ")");
    private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();

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
        String length = text.substring(slash + 1);
        if (!PREFIX_LENGTH.matcher(length).matches()) {
            throw new IllegalArgumentException("%s has no number after the slash".formatted(Quote.text(text)));
        }
        int mapped = bits == 32 && address.indexOf(':') >= 0 ? 96 : 0; // bits of ::ffff:, when written so
        int prefix = Integer.parseInt(length) - mapped;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("the number after the slash of %s must be between %d and %d"
                    .formatted(Quote.text(text), mapped, mapped + bits));
        }
        Cidr block = new Cidr(network, prefix);
        if (!network.equals(block.first())) {
            throw new IllegalArgumentException("%s has bits set after its prefix: write \"%s/%d\""
                    .formatted(Quote.text(text), block.first().getHostAddress(), prefix));
        }
        return block;
    }

    /**
     * An IP address from its text; never looks a name up.
     *
     * @throws IllegalArgumentException with a sentence for the user when the text is no IP address
     */
    public static InetAddress literal(String text) {
        if (text.length() <= LONGEST && LITERAL.matcher(text).matches()) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("%s is not an IP address".formatted(Quote.text(text)), e);
            }
        }
        throw new IllegalArgumentException("%s is not an IP address".formatted(Quote.text(text)));
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

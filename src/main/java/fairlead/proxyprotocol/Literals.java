package fairlead.proxyprotocol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The numbers and addresses of a version 1 line, read strictly.
 *
 * <p>Not by {@link InetAddress#getByName}: it takes {@code 127.1} and {@code 00001::}, and looks up what is no address.
 */
final class Literals {

    private static final int IPV6_LENGTH = 16;

    private Literals() {}

    /** A decimal number up to {@code max} without sign or leading zeros; -1 when the text is none. */
    static int decimal(String text, int max) {
        if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= max ? value : -1;
    }

    /** Four decimal numbers. */
    static Optional<InetAddress> ipv4(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(4);
        return putIpv4(text, bytes) ? Optional.of(address(bytes.array())) : Optional.empty();
    }

    /** The forms of RFC 4291 section 2.2, no scope; Java makes an {@code Inet4Address} of {@code ::ffff:a.b.c.d}. */
    static Optional<InetAddress> ipv6(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(IPV6_LENGTH);
        int gap = text.indexOf("::");
        if (gap < 0) {
            return putGroups(text, bytes, true) && !bytes.hasRemaining()
                    ? Optional.of(address(bytes.array()))
                    : Optional.empty();
        }
        ByteBuffer tail = ByteBuffer.allocate(IPV6_LENGTH);
        if (!putGroups(text.substring(0, gap), bytes, false) || !putGroups(text.substring(gap + 2), tail, true)) {
            return Optional.empty();
        }
        int zeros = bytes.remaining() - tail.position();
        if (zeros < 2) {
            return Optional.empty();
        }
        bytes.position(bytes.position() + zeros).put(tail.flip());
        return Optional.of(address(bytes.array()));
    }

    private static boolean putIpv4(String text, ByteBuffer out) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4 || out.remaining() < 4) {
            return false;
        }
        for (String part : parts) {
            int value = decimal(part, 255);
            if (value < 0) {
                return false;
            }
            out.put((byte) value);
        }
        return true;
    }

    /** Appends groups of hex digits, of which the last may be an IPv4 address; nothing at all is no group. */
    private static boolean putGroups(String text, ByteBuffer out, boolean ipv4MayEnd) {
        if (text.isEmpty()) {
            return true;
        }
        String[] groups = text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            boolean ipv4 = ipv4MayEnd && i == groups.length - 1 && groups[i].indexOf('.') >= 0;
            if (ipv4 ? !putIpv4(groups[i], out) : !putGroup(groups[i], out)) {
                return false;
            }
        }
        return true;
    }

    private static boolean putGroup(String group, ByteBuffer out) {
        if (group.isEmpty() || group.length() > 4 || out.remaining() < 2) {
            return false;
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            int digit = hexDigit(group.charAt(i));
            if (digit < 0) {
                return false;
            }
            value = value << 4 | digit;
        }
        out.putShort((short) value);
        return true;
    }

    /** Character.digit would take the digits of every script. */
    private static int hexDigit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes", e);
        }
    }
}

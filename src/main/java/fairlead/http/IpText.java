package fairlead.http;

import java.net.InetAddress;

/** How a client's address is written: {@code 192.0.2.1}, {@code 2001:db8::1} (RFC 5952). */
final class IpText {
    private static final int GROUPS = 8;
    private static final int IPV4_IN_IPV6 = 12;

    private IpText() {}

    /** IPv4 within IPv6 is written as IPv4; scope ids mean nothing on another machine and are dropped. */
    static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return dotted(bytes, 0);
        }
        return isMapped(bytes) ? dotted(bytes, IPV4_IN_IPV6) : groups(bytes);
    }

    private static String dotted(byte[] bytes, int from) {
        return (bytes[from] & 0xff)
                + "."
                + (bytes[from + 1] & 0xff)
                + "."
                + (bytes[from + 2] & 0xff)
                + "."
                + (bytes[from + 3] & 0xff);
    }

    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < IPV4_IN_IPV6 - 2; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[IPV4_IN_IPV6 - 2] == -1 && bytes[IPV4_IN_IPV6 - 1] == -1;
    }

    private static String groups(byte[] bytes) {
        int start = -1; // of the longest run of zero groups, the first of several
        int length = 1; // a single one is written out
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(bytes, i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        StringBuilder text = new StringBuilder(39);
        int i = 0;
        while (i < GROUPS) {
            if (i == start) {
                text.append("::");
                i += length;
                continue;
            }
            if (i > 0 && i != start + length) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(bytes, i)));
            i++;
        }
        return text.toString();
    }

    private static int zerosFrom(byte[] bytes, int first) {
        int i = first;
        while (i < GROUPS && group(bytes, i) == 0) {
            i++;
        }
        return i - first;
    }

    private static int group(byte[] bytes, int i) {
        return (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
}

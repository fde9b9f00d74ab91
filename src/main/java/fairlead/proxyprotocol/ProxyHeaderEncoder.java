package fairlead.proxyprotocol;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes the PROXY header that opens a connection to a backend.
 *
 * <p>A header has one address family: when only one of its two addresses is IPv4, that one is written as the IPv6
 * address {@code ::ffff:a.b.c.d}. Scope ids mean nothing on another machine and are dropped.
 */
public final class ProxyHeaderEncoder {

    /** Room for two IPv6 addresses and each TLV at its longest. */
    private static final int MAX_V2_LENGTH = 1024;

    private static final byte[] IPV4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private ProxyHeaderEncoder() {}

    /**
     * The text form, at most 104 bytes.
     *
     * @throws IllegalArgumentException when an address is unresolved
     */
    public static byte[] v1(InetSocketAddress source, InetSocketAddress destination) {
        boolean ipv4 = areIpv4(source, destination);
        String line = (ipv4 ? "PROXY TCP4 " : "PROXY TCP6 ")
                + text(source, ipv4)
                + ' '
                + text(destination, ipv4)
                + ' '
                + source.getPort()
                + ' '
                + destination.getPort()
                + "\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /** The text form for a connection of the sender's own, such as a health check. */
    public static byte[] v1Unknown() {
        return "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The binary form with the given TLVs and a CRC32C, at most 706 bytes.
     *
     * @throws IllegalArgumentException when an address is unresolved
     */
    public static byte[] v2(InetSocketAddress source, InetSocketAddress destination, Tlvs tlvs) {
        boolean ipv4 = areIpv4(source, destination);
        ByteBuffer header = ByteBuffer.allocate(MAX_V2_LENGTH);
        putPrefix(header, V2Format.PROXY, (ipv4 ? V2Format.INET : V2Format.INET6) << 4 | V2Format.STREAM);
        putAddress(header, source, ipv4);
        putAddress(header, destination, ipv4);
        header.putShort((short) source.getPort()).putShort((short) destination.getPort());
        tlvs.alpn().ifPresent(alpn -> putTlv(header, V2Format.ALPN, alpn.getBytes(Tlvs.ALPN_CHARSET)));
        tlvs.authority().ifPresent(name -> putTlv(header, V2Format.AUTHORITY, name.getBytes(Tlvs.AUTHORITY_CHARSET)));
        tlvs.uniqueId().ifPresent(id -> putTlv(header, V2Format.UNIQUE_ID, id.bytes()));
        putTlv(header, V2Format.CRC32C, new byte[Integer.BYTES]);

        int length = header.position();
        header.putShort(V2Format.LENGTH_OFFSET, (short) (length - V2Format.PREFIX_LENGTH));
        CRC32C checksum = new CRC32C();
        checksum.update(header.array(), 0, length); // with zeros in its own place, which is last
        // In network byte order, unlike SCTP's, whose appendix (RFC 4960 B) the specification refers to: HAProxy's way.
        header.putInt(length - Integer.BYTES, (int) checksum.getValue());
        return Arrays.copyOf(header.array(), length);
    }

    /** The binary form for a connection of the sender's own, such as a health check. */
    public static byte[] v2Local() {
        ByteBuffer header = ByteBuffer.allocate(V2Format.PREFIX_LENGTH);
        putPrefix(header, V2Format.LOCAL, V2Format.UNSPEC);
        return header.array();
    }

    private static boolean areIpv4(InetSocketAddress source, InetSocketAddress destination) {
        return address(source) instanceof Inet4Address && address(destination) instanceof Inet4Address;
    }

    private static InetAddress address(InetSocketAddress endpoint) {
        InetAddress address = endpoint.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("unresolved: " + endpoint);
        }
        return address;
    }

    private static String text(InetSocketAddress endpoint, boolean ipv4) {
        InetAddress address = address(endpoint);
        String text = address.getHostAddress();
        if (address instanceof Inet4Address) {
            return ipv4 ? text : "::ffff:" + text;
        }
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static void putPrefix(ByteBuffer header, int command, int familyAndTransport) {
        header.put(V2Format.SIGNATURE)
                .put((byte) (V2Format.VERSION << 4 | command))
                .put((byte) familyAndTransport)
                .putShort((short) 0);
    }

    private static void putAddress(ByteBuffer header, InetSocketAddress endpoint, boolean ipv4) {
        byte[] bytes = address(endpoint).getAddress();
        if (!ipv4 && bytes.length == 4) {
            header.put(IPV4_MAPPED);
        }
        header.put(bytes);
    }

    private static void putTlv(ByteBuffer header, int type, byte[] value) {
        header.put((byte) type).putShort((short) value.length).put(value);
    }
}

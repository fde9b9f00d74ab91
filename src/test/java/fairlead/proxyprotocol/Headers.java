package fairlead.proxyprotocol;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Headers and their parts, spelled as the specification does. */
final class Headers {

    static final String SIGNATURE = "0d0a0d0a 000d0a51 5549540a";

    private Headers() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Hex digits, with spaces wherever they help. */
    static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    static String hexOf(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** A version 2 header whose length field is right. */
    static byte[] v2(String versionAndCommand, String familyAndTransport, String rest) {
        int length = hex(rest).length;
        return hex(SIGNATURE, versionAndCommand, familyAndTransport, "%04x".formatted(length), rest);
    }

    /** A TLV whose length field is right. */
    static String tlv(int type, String value) {
        return "%02x%04x".formatted(type, hex(value).length) + value;
    }

    static InetSocketAddress endpoint(String address, int port) {
        return new InetSocketAddress(
                (address.contains(":") ? Literals.ipv6(address) : Literals.ipv4(address)).orElseThrow(), port);
    }

    /** A whole header of each kind. */
    static List<byte[]> ofEachKind() {
        InetSocketAddress client = endpoint("203.0.113.7", 56_500);
        InetSocketAddress server = endpoint("192.0.2.1", 443);
        InetSocketAddress client6 = endpoint("2001:db8::7", 1);
        InetSocketAddress server6 = endpoint("2001:db8::1", 2);
        Tlvs tlvs = new Tlvs(Optional.of("a.example"), Optional.of("http/1.1"), Optional.of(UniqueId.of("0-1")));
        return List.of(
                ascii("PROXY TCP6 :: :: 0 0\r\n"),
                ascii("PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n"),
                ascii("PROXY UNKNOWN with more\r\n"),
                ProxyHeaderEncoder.v1Unknown(),
                ProxyHeaderEncoder.v1(client, server),
                ProxyHeaderEncoder.v1(client, server6),
                v2("20", "11", "cb007107 c0000201 dcb4 01bb"),
                v2("21", "00", "0102"),
                v2("21", "31", "2f".repeat(216)),
                ProxyHeaderEncoder.v2Local(),
                ProxyHeaderEncoder.v2(client, server, Tlvs.NONE),
                ProxyHeaderEncoder.v2(client, server, tlvs),
                ProxyHeaderEncoder.v2(client6, server6, tlvs));
    }
}

package fairlead.proxyprotocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second opinion on PROXY headers, for fake backends: reads one from a stream and leaves what follows unread. Shares
 * no code and no technique with the main one: blocking reads, a regular expression, a CRC32C bit by bit.
 */
public final class ProxyHeaderDecoder {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private static final String IPV4 = "(?:\\d{1,3}\\.){3}\\d{1,3}";
    private static final String IPV6 = "[0-9a-f:.]*:[0-9a-f:.]*";
    private static final Pattern LINE =
            Pattern.compile("PROXY (?:UNKNOWN.*|(TCP4 %1$s %1$s|TCP6 %2$s %2$s) \\d+ \\d+)\r\n".formatted(IPV4, IPV6));

    private ProxyHeaderDecoder() {}

    /**
     * A decoded header.
     *
     * @param source empty, like the destination, when the header names no client (LOCAL, UNKNOWN)
     * @param tlvs the values by type, in hex
     */
    public record Decoded(
            int version,
            Optional<InetSocketAddress> source,
            Optional<InetSocketAddress> destination,
            Map<Integer, String> tlvs) {

        /** Whether it names no client. */
        public boolean local() {
            return source.isEmpty();
        }

        /** The host name of the AUTHORITY TLV. */
        public Optional<String> authority() {
            return value(0x02).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }

        /** The protocol name of the ALPN TLV. */
        public Optional<String> alpn() {
            return value(0x01).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
        }

        /** The value of the UNIQUE_ID TLV. */
        public Optional<UniqueId> uniqueId() {
            return value(0x05).map(UniqueId::of);
        }

        private Optional<byte[]> value(int type) {
            return Optional.ofNullable(tlvs.get(type)).map(HexFormat.of()::parseHex);
        }
    }

    /**
     * Reads one header of either version.
     *
     * @throws ProtocolException when it is none, or its checksum is wrong
     * @throws java.io.EOFException when the stream ends within it
     */
    public static Decoded read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        byte first = in.readByte();
        return first == 'P' ? readLine(in) : readBinary(first, in);
    }

    private static Decoded readLine(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder("P");
        while (!line.toString().endsWith("\r\n")) {
            line.append((char) in.readUnsignedByte());
            check(line.length() <= 107, "a line longer than 107 bytes");
        }
        Matcher matcher = LINE.matcher(line);
        check(matcher.matches(), "not a version 1 line: " + line);
        if (matcher.group(1) == null) {
            return new Decoded(1, Optional.empty(), Optional.empty(), Map.of());
        }
        String[] words = line.toString().trim().split(" ", 0);
        return new Decoded(
                1,
                Optional.of(new InetSocketAddress(InetAddress.getByName(words[2]), Integer.parseInt(words[4]))),
                Optional.of(new InetSocketAddress(InetAddress.getByName(words[3]), Integer.parseInt(words[5]))),
                Map.of());
    }

    private static Decoded readBinary(byte first, DataInputStream in) throws IOException {
        byte[] prefix = new byte[16];
        prefix[0] = first;
        in.readFully(prefix, 1, 15);
        check(HexFormat.of().formatHex(prefix, 0, 12).equals(SIGNATURE), "no signature");
        byte[] rest = new byte[Integer.parseInt(HexFormat.of().formatHex(prefix, 14, 16), 16)];
        in.readFully(rest);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(prefix);
        whole.writeBytes(rest);

        DataInputStream body = new DataInputStream(new ByteArrayInputStream(rest));
        String kind = HexFormat.of().formatHex(prefix, 12, 14);
        return switch (kind) {
            case "2000" -> new Decoded(2, Optional.empty(), Optional.empty(), readTlvs(body, whole.toByteArray()));
            case "2111" -> readProxied(body, 4, whole.toByteArray());
            case "2121" -> readProxied(body, 16, whole.toByteArray());
            default -> throw new ProtocolException("version, command, family, transport: " + kind);
        };
    }

    private static Decoded readProxied(DataInputStream body, int addressLength, byte[] whole) throws IOException {
        InetAddress source = InetAddress.getByAddress(body.readNBytes(addressLength));
        InetAddress destination = InetAddress.getByAddress(body.readNBytes(addressLength));
        int sourcePort = body.readUnsignedShort();
        int destinationPort = body.readUnsignedShort();
        return new Decoded(
                2,
                Optional.of(new InetSocketAddress(source, sourcePort)),
                Optional.of(new InetSocketAddress(destination, destinationPort)),
                readTlvs(body, whole));
    }

    private static Map<Integer, String> readTlvs(DataInputStream body, byte[] whole) throws IOException {
        Map<Integer, String> tlvs = new TreeMap<>();
        while (body.available() > 0) {
            int type = body.readUnsignedByte();
            byte[] value = new byte[body.readUnsignedShort()];
            int at = whole.length - body.available();
            body.readFully(value);
            check(tlvs.put(type, HexFormat.of().formatHex(value)) == null, "TLV twice: " + type);
            if (type == 0x03) {
                check(value.length == 4, "a checksum of " + value.length + " bytes");
                byte[] zeroed = whole.clone();
                zeroed[at] = zeroed[at + 1] = zeroed[at + 2] = zeroed[at + 3] = 0;
                check(HexFormat.of().toHexDigits(crc32c(zeroed)).equals(tlvs.get(type)), "wrong checksum");
            }
        }
        return tlvs;
    }

    /** RFC 4960 appendix B. */
    static int crc32c(byte[] bytes) {
        int remainder = -1;
        for (byte b : bytes) {
            remainder ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                remainder = (remainder >>> 1) ^ ((remainder & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        return ~remainder;
    }

    private static void check(boolean condition, String message) throws ProtocolException {
        if (!condition) {
            throw new ProtocolException(message);
        }
    }
}

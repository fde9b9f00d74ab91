package fairlead.bench.ends;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A ClientHello like Chrome's: 517 bytes with its record header, whatever the server name (up to about 200 letters). */
public final class Hello {
    private static final int SIZE = 517;
    private static final int GREASE = 0x3a3a;
    private static final int[] CIPHER_SUITES = {
        GREASE, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d,
        0x002f, 0x0035
    };
    private static final int[] SIGNATURES = {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601};

    private final ByteBuffer out = ByteBuffer.allocate(SIZE);

    private Hello() {}

    public static byte[] to(String serverName) {
        return new Hello().write(serverName);
    }

    private byte[] write(String serverName) {
        out.put((byte) 22).putShort((short) 0x0301).putShort((short) (SIZE - 5)); // one record, of handshake
        out.putInt(1 << 24 | SIZE - 9).putShort((short) 0x0303).put(filled(32)); // ClientHello, version, random
        out.put((byte) 32).put(filled(32)); // session id
        out.putShort((short) (2 * CIPHER_SUITES.length)).put(shorts(CIPHER_SUITES));
        out.put((byte) 1).put((byte) 0); // compression: none
        out.putShort((short) (out.remaining() - 2)); // of the extensions
        extension(GREASE);
        byte[] name = serverName.getBytes(US_ASCII);
        extension(0, shorts(name.length + 3), new byte[] {0}, shorts(name.length), name); // server_name
        extension(23); // extended_master_secret
        extension(0xff01, new byte[1]); // renegotiation_info
        extension(10, shorts(8, GREASE, 0x001d, 0x0017, 0x0018)); // supported_groups
        extension(11, new byte[] {1, 0}); // ec_point_formats
        extension(35); // session_ticket
        extension(16, shorts(12), "\2h2\10http/1.1".getBytes(US_ASCII)); // ALPN
        extension(5, new byte[] {1, 0, 0, 0, 0}); // status_request
        extension(13, shorts(2 * SIGNATURES.length), shorts(SIGNATURES)); // signature_algorithms
        extension(18); // signed_certificate_timestamp
        extension(51, shorts(41, GREASE, 1), new byte[1], shorts(0x001d, 32), filled(32)); // key_share
        extension(45, new byte[] {1, 1}); // psk_key_exchange_modes
        extension(43, new byte[] {6}, shorts(GREASE, 0x0304, 0x0303)); // supported_versions
        extension(27, new byte[] {2, 0, 2}); // compress_certificate
        extension(21, new byte[out.remaining() - 4]); // padding
        return out.array();
    }

    private void extension(int type, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        out.putShort((short) type).putShort((short) length);
        for (byte[] part : parts) {
            out.put(part);
        }
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x5a);
        return bytes;
    }
}

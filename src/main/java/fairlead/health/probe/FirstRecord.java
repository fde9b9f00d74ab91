package fairlead.health.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Judges the first bytes a server sends after a ClientHello: the first record still is in the clear, and says better than
 * an exception what is wrong with a server that is of no use. The ClientHello offers TLS 1.2 and 1.3.
 */
enum FirstRecord {
    /** Too few bytes to say. */
    UNDECIDED,
    /** Left to the TLS engine. */
    TLS,
    /** An alert that no common version is known, or a ServerHello that chooses one older than TLS 1.2. */
    OLD_TLS,
    /** A web server without TLS. */
    HTTP,
    NOT_TLS;

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int SERVER_HELLO = 2;
    private static final int PROTOCOL_VERSION = 70;
    private static final int TLS_1_2 = 0x0303;
    private static final byte[] HTTP_VERSION = "HTTP/".getBytes(US_ASCII);

    /**
     * Judges the bytes from the start of the array. A record is type, version, length, content (RFC 8446 section 5.1); a
     * ServerHello type, 24 bits of length, version (section 4.1.3), and in it TLS 1.3 is called 1.2.
     */
    static FirstRecord of(byte[] bytes, int length) {
        if (length == 0) {
            return UNDECIDED;
        }
        int type = bytes[0];
        if (type != ALERT && type != HANDSHAKE) {
            return text(bytes, length);
        }
        if (length < 6) {
            return length > 1 && bytes[1] != 3 ? NOT_TLS : UNDECIDED;
        }
        if (bytes[1] != 3) {
            return NOT_TLS;
        }
        if (type == ALERT) {
            return length < 7 ? UNDECIDED : bytes[6] == PROTOCOL_VERSION ? OLD_TLS : TLS;
        }
        if (bytes[5] != SERVER_HELLO) {
            return TLS;
        }
        return length < 11 ? UNDECIDED : u16(bytes, 9) < TLS_1_2 ? OLD_TLS : TLS;
    }

    private static FirstRecord text(byte[] bytes, int length) {
        for (int i = 0; i < HTTP_VERSION.length; i++) {
            if (i == length) {
                return UNDECIDED;
            }
            if (bytes[i] != HTTP_VERSION[i]) {
                return NOT_TLS;
            }
        }
        return HTTP;
    }

    private static int u16(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    }
}

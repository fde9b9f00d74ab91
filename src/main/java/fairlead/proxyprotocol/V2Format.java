package fairlead.proxyprotocol;

/** The numbers of the binary header (proxy-protocol.txt section 2.2). */
final class V2Format {

    static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};

    static final int COMMAND_OFFSET = 12; // and version
    static final int FAMILY_OFFSET = 13; // and transport
    static final int LENGTH_OFFSET = 14; // of what follows
    static final int PREFIX_LENGTH = 16;

    static final int VERSION = 2;
    static final int LOCAL = 0;
    static final int PROXY = 1;

    static final int UNSPEC = 0;
    static final int INET = 1;
    static final int INET6 = 2;
    static final int UNIX = 3;
    static final int STREAM = 1;
    static final int DGRAM = 2;

    static final int TLV_PREFIX_LENGTH = 3; // type and length
    static final int ALPN = 0x01;
    static final int AUTHORITY = 0x02;
    static final int CRC32C = 0x03;
    static final int UNIQUE_ID = 0x05;

    private V2Format() {}
}

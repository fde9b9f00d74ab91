package fairlead.tls;

import fairlead.tls.ClientHelloParser.Reason;
import fairlead.tls.ClientHelloParser.Result;
import fairlead.tls.ClientHelloParser.Result.Incomplete;
import fairlead.tls.ClientHelloParser.Result.Malformed;

/**
 * The TLS records at the start of a connection, and the one handshake message spread over them (RFC 8446, section 5.1).
 * A message in one record is read where it lies; a split one is copied together, but not before all of it is there.
 */
final class HandshakeRecords {

    static final int CONTENT_TYPE = 22;

    private static final int RECORD_HEADER = 5;
    private static final int MAX_PAYLOAD = 1 << 14;
    private static final int MESSAGE_HEADER = 4;
    private static final int CLIENT_HELLO = 1;

    private final byte[] bytes;
    private final int from;
    private final int to;

    /** The least size the message can have: its header, and so much of its length as has been seen. */
    private int size = MESSAGE_HEADER;
    /** Message bytes in the records walked so far. */
    private int gathered;

    HandshakeRecords(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    Result readClientHello(int limit) {
        int record = from;
        while (true) {
            if (isBroken(record)) {
                return new Malformed(Reason.BAD_RECORD);
            }
            int payload = record + RECORD_HEADER;
            if (payload > to) {
                return new Incomplete(payload - from + (record == from ? 0 : size - gathered));
            }
            int length = payloadLength(record);
            int there = Math.min(length, to - payload);
            if (gathered == 0 && there > 0 && bytes[payload] != CLIENT_HELLO) {
                return new Malformed(Reason.NOT_CLIENT_HELLO);
            }
            measure(payload, there);
            gathered += there;
            if (size > limit) {
                return new Malformed(Reason.TOO_LARGE);
            }
            // a ClientHello ends where its record ends (RFC 8446, section 5.1)
            if (gathered >= MESSAGE_HEADER && length - there > size - gathered) {
                return new Malformed(Reason.TRAILING_DATA);
            }
            if (gathered == size) {
                return HelloBody.read(record == from ? messageIn(payload) : joinedMessage());
            }
            if (there < length) {
                return new Incomplete(to - from + stillToCome(length - there));
            }
            record = payload + length;
        }
    }

    /** Whether what is there of a record's header cannot begin one that carries handshake bytes. */
    private boolean isBroken(int record) {
        int there = to - record;
        if (there >= 1 && bytes[record] != CONTENT_TYPE) {
            return true;
        }
        if (there >= 2 && bytes[record + 1] != 3) {
            return true; // the minor version is anything: RFC 8446, section 5.1
        }
        return there >= RECORD_HEADER && (payloadLength(record) == 0 || payloadLength(record) > MAX_PAYLOAD);
    }

    private int payloadLength(int record) {
        return (Byte.toUnsignedInt(bytes[record + 3]) << 8) | Byte.toUnsignedInt(bytes[record + 4]);
    }

    /** Adds those of the message's length bytes that lie in this payload to its size. */
    private void measure(int payload, int there) {
        for (int i = Math.max(gathered, 1); i < Math.min(gathered + there, MESSAGE_HEADER); i++) {
            int b = Byte.toUnsignedInt(bytes[payload + i - gathered]);
            size += b << (8 * (MESSAGE_HEADER - 1 - i));
        }
    }

    /** The fewest bytes that bring the rest of the message, when so many are still to come in the last record. */
    private int stillToCome(int inRecord) {
        int missing = size - gathered;
        return missing > inRecord ? missing + RECORD_HEADER : missing;
    }

    private Cursor messageIn(int payload) {
        return new Cursor(bytes, payload + MESSAGE_HEADER, payload + size);
    }

    private Cursor joinedMessage() {
        byte[] message = new byte[size];
        int record = from;
        for (int copied = 0; copied < size; ) {
            int length = payloadLength(record);
            System.arraycopy(bytes, record + RECORD_HEADER, message, copied, length);
            copied += length;
            record += RECORD_HEADER + length;
        }
        return new Cursor(message, MESSAGE_HEADER, size);
    }
}

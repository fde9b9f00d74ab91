package fairlead.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fairlead.tls.ClientHelloParser.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place in a range of bytes that cannot leave it: every read of the parser goes through here. The first thing that is
 * wrong is remembered and empties the cursor; from then on reads give zeros and nothing, so that the code above reads in
 * wire order and looks at {@link #failure()} once, at the end.
 */
final class Cursor {

    private final byte[] bytes;
    private int at;
    private int limit;
    private @Nullable Reason failure;

    Cursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.limit = to;
    }

    /** What went wrong first, or null. */
    @Nullable
    Reason failure() {
        return failure;
    }

    boolean hasMore() {
        return at < limit;
    }

    int remaining() {
        return limit - at;
    }

    int u8() {
        return has(1) ? Byte.toUnsignedInt(bytes[at++]) : 0;
    }

    int u16() {
        return has(2) ? (u8() << 8) | u8() : 0;
    }

    void skip(int length) {
        if (has(length)) {
            at += length;
        }
    }

    void skipRest() {
        at = limit;
    }

    /** The rest as 16-bit numbers, at least one. */
    U16List restAsU16List() {
        require(hasMore() && remaining() % 2 == 0, Reason.BAD_LENGTH);
        char[] values = new char[remaining() / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (char) u16();
        }
        return new U16List(values);
    }

    /** The rest as a copy. */
    byte[] restAsBytes() {
        byte[] rest = Arrays.copyOfRange(bytes, at, limit);
        at = limit;
        return rest;
    }

    /** The rest, one character a byte. */
    String restAsText() {
        String rest = new String(bytes, at, limit - at, ISO_8859_1);
        at = limit;
        return rest;
    }

    /** Narrows the cursor to its next bytes. Returns what {@link #close} needs to widen it again. */
    int open(int length) {
        int outer = limit;
        if (has(length)) {
            limit = at + length;
        }
        return outer;
    }

    /** Widens the cursor again; what was opened must have been read to its end. */
    void close(int outer) {
        require(!hasMore(), Reason.BAD_LENGTH);
        if (failure == null) {
            limit = outer;
        }
    }

    /** A place to {@link #rewind} to. */
    int mark() {
        return at;
    }

    void rewind(int mark) {
        if (failure == null) {
            at = mark;
        }
    }

    void require(boolean holds, Reason otherwise) {
        if (!holds) {
            fail(otherwise);
        }
    }

    void fail(Reason reason) {
        if (failure == null) {
            failure = reason;
        }
        limit = at;
    }

    private boolean has(int length) {
        require(length <= limit - at, Reason.BAD_LENGTH);
        return failure == null;
    }
}

package fairlead.http;

import java.util.Objects;

/**
 * Reads the head of an HTTP/1 request, strictly (RFC 9112): what two programs could read in two ways is refused. Keeps
 * nothing between calls, and refuses a line as soon as it has ended.
 */
public final class RequestParser {
    /** Bytes that a head may have. */
    public static final int MOST_HEAD = 16 << 10;

    private static final Result INCOMPLETE = new Result.Incomplete();
    private static final int LINE_END = 2;
    private static final int TLS_HANDSHAKE = 0x16;

    /** What the bytes so far are. */
    public sealed interface Result {
        /** The head's end has come; {@code length} counts the empty line that is it. */
        record Complete(RequestHead head, int length) implements Result {}

        record Incomplete() implements Result {}

        record Malformed(Rejection rejection) implements Result {}
    }

    private RequestParser() {}

    /**
     * Parses bytes from {@code from} to {@code to}; whatever they are, it never throws. To be asked when the first bytes
     * are there, which may already be of another protocol, and again when a line end has come, or the limit.
     */
    public static Result parse(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        try {
            return read(bytes, from, to - from > MOST_HEAD ? from + MOST_HEAD : to);
        } catch (Rejected e) {
            return new Result.Malformed(e.rejection());
        }
    }

    private static Result read(byte[] bytes, int from, int to) throws Rejected {
        int at = begin(bytes, from, to);
        if (at == to) {
            return INCOMPLETE;
        }
        int end = FieldLines.end(bytes, at, to);
        if (end == FieldLines.NO_END) {
            return incomplete(to - from, Rejection.REQUEST_LINE_TOO_LONG);
        }
        RequestLine line = RequestLine.read(bytes, at, end);
        FieldLines fields = new FieldLines();
        while (true) {
            at = end + LINE_END;
            end = FieldLines.end(bytes, at, to);
            if (end == FieldLines.NO_END) {
                return incomplete(to - from, Rejection.HEAD_TOO_LARGE);
            }
            if (end == at) {
                return new Result.Complete(RequestRules.head(line, fields.fields()), end + LINE_END - from);
            }
            fields.add(bytes, at, end);
        }
    }

    /** Where the request line begins: some clients send an empty line before it (RFC 9112, section 2.2). */
    private static int begin(byte[] bytes, int from, int to) throws Rejected {
        if (from == to) {
            return to;
        }
        if (bytes[from] == TLS_HANDSHAKE) {
            throw new Rejected(Rejection.TLS_HELLO);
        }
        int at = from;
        if (bytes[from] == '\r') {
            if (FieldLines.end(bytes, from, to) == FieldLines.NO_END) {
                return to;
            }
            at = from + LINE_END;
        }
        if (at < to && !Octets.isToken(bytes[at])) {
            throw new Rejected(bytes[at] == '\n' ? Rejection.BARE_LF : Rejection.NOT_HTTP);
        }
        return at;
    }

    private static Result incomplete(int length, Rejection atTheLimit) throws Rejected {
        if (length >= MOST_HEAD) {
            throw new Rejected(atTheLimit);
        }
        return INCOMPLETE;
    }
}

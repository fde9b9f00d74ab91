package fairlead.http;

/** Reads the head of an HTTP/1 request, strictly (RFC 9112): what two programs could read in two ways is refused. */
public final class RequestParser {
    /** Bytes that a head may have. */
    public static final int MOST_HEAD = 16 << 10;

    /** What the bytes so far are. */
    public sealed interface Result {
        /** The head's end has come; {@code length} counts the empty line that is it. */
        record Complete(RequestHead head, int length) implements Result {}

        record Incomplete() implements Result {}

        record Malformed(Rejection rejection) implements Result {}
    }

    private RequestParser() {}

    /** Parses bytes from {@code from} to {@code to}. To be asked again when a line end has come, or the limit. */
    public static Result parse(byte[] bytes, int from, int to) {
        throw new UnsupportedOperationException();
    }
}

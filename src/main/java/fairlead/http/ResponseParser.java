package fairlead.http;

/** Reads the head of an HTTP/1 response. */
public final class ResponseParser {
    /** Bytes that a head may have. */
    public static final int MOST_HEAD = 32 << 10;

    /** What the bytes so far are. */
    public sealed interface Result {
        /** The head's end has come; {@code length} counts the empty line that is it. */
        record Complete(ResponseHead head, int length) implements Result {}

        record Incomplete() implements Result {}

        /** What is wrong, for a person. */
        record Malformed(String sentence) implements Result {}
    }

    private ResponseParser() {}

    /** Parses bytes from {@code from} to {@code to}. */
    public static Result parse(byte[] bytes, int from, int to) {
        throw new UnsupportedOperationException();
    }
}

package fairlead.http;

import java.nio.ByteBuffer;

/** Takes a chunked body apart as it comes (RFC 9112, section 7.1). For one body and one thread. */
public final class ChunkedDecoder {

    /** What comes next. */
    public sealed interface Step {
        /** So many bytes of the body begin at the buffer's position; the caller moves it past them. */
        record Data(int bytes) implements Step {}

        /** The buffer is used up. */
        record More() implements Step {}

        /** The body is over; what is left in the buffer is not of it. */
        record End(Fields trailers) implements Step {}

        /** What is wrong, for a person. */
        record Malformed(String sentence) implements Step {}
    }

    /** Takes framing bytes from the buffer until there is something to say. */
    public Step next(ByteBuffer in) {
        throw new UnsupportedOperationException();
    }

    /** How many bytes of the current chunk's data have not been seen yet: as many may be read past the buffer. */
    public long leftInChunk() {
        throw new UnsupportedOperationException();
    }

    /** The caller took so many bytes of the current chunk's data from elsewhere than the buffer. */
    public void skip(long bytes) {
        throw new UnsupportedOperationException();
    }
}

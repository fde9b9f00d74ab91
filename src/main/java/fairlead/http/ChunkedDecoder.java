package fairlead.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a chunked body apart as it comes (RFC 9112, section 7.1). For one body and one thread.
 *
 * <p>Strict, because a lenient reader of chunk sizes is how one request is made to look like two. What is remembered
 * between calls is a number, or a line of the trailers.
 */
public final class ChunkedDecoder {

    private static final int MOST_DIGITS = 16;
    private static final long MOST_SIZE = 1L << 62;
    private static final int MOST_SIZE_LINE = 4096;
    private static final int MOST_EXTENSIONS = 16 << 10;
    private static final int MOST_TRAILERS = 16 << 10;
    private static final String LINE_END = "A line between the chunks does not end in CR LF.";
    private static final Step MORE = new Step.More();

    private enum State {
        SIZE,
        SPACE_BEFORE_EXTENSION,
        EXTENSION,
        LF_OF_SIZE,
        DATA,
        CR_OF_DATA,
        LF_OF_DATA,
        TRAILER,
        LF_OF_TRAILER
    }

    private State state = State.SIZE;
    private @Nullable Step last;
    private int digits;
    private long size;
    private int sizeLine;
    private int extensions;
    private long left;
    private final FieldLines trailers = new FieldLines();
    private byte[] trailer = {};
    private int trailerLength;
    private int allTrailers;

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

    /** Takes framing bytes from the buffer until there is something to say. What was said last, it says again. */
    public Step next(ByteBuffer in) {
        while (last == null && in.hasRemaining()) {
            if (state == State.DATA) {
                int here = (int) Math.min(left, in.remaining());
                skip(here);
                return new Step.Data(here);
            }
            take(in.get());
        }
        return last == null ? MORE : last;
    }

    /** How many bytes of the current chunk's data have not been seen yet: as many may be read past the buffer. */
    public long leftInChunk() {
        return state == State.DATA ? left : 0;
    }

    /** The caller took so many bytes of the current chunk's data from elsewhere than the buffer. */
    public void skip(long bytes) {
        if (bytes < 0 || bytes > leftInChunk()) {
            throw new IllegalArgumentException(bytes + " bytes of " + leftInChunk());
        }
        left -= bytes;
        if (left == 0 && state == State.DATA) {
            state = State.CR_OF_DATA;
        }
    }

    private void take(byte b) {
        switch (state) {
            case SIZE -> takeOfSize(b);
            case SPACE_BEFORE_EXTENSION, EXTENSION -> takeOfExtension(b);
            case LF_OF_SIZE -> expect(b, '\n', left == 0 ? State.TRAILER : State.DATA);
            case CR_OF_DATA -> expect(b, '\r', State.LF_OF_DATA);
            case LF_OF_DATA -> expect(b, '\n', State.SIZE);
            case TRAILER, LF_OF_TRAILER -> takeOfTrailers(b);
            case DATA -> throw new AssertionError("data is the caller's to take");
        }
    }

    private void takeOfSize(byte b) {
        sizeLine++;
        int digit = Octets.hexDigit(b);
        if (digit >= 0) {
            digits++;
            if (digits > MOST_DIGITS || size > (MOST_SIZE - digit) >> 4) {
                fail("A chunk's size is larger than any body.");
            } else {
                size = size << 4 | digit;
            }
        } else if (digits == 0) {
            fail("A chunk does not begin with its size in hexadecimal digits.");
        } else if (b == '\r') {
            endSize();
        } else if (b == ';') {
            takeExtensionByte(State.EXTENSION);
        } else if (Octets.isSpace(b)) {
            takeExtensionByte(State.SPACE_BEFORE_EXTENSION);
        } else {
            fail("A chunk's size is followed by something else than its line's end or an extension.");
        }
    }

    private void takeOfExtension(byte b) {
        sizeLine++;
        if (state == State.SPACE_BEFORE_EXTENSION) {
            if (b == ';') {
                takeExtensionByte(State.EXTENSION);
            } else if (Octets.isSpace(b)) {
                takeExtensionByte(state);
            } else {
                fail("White space follows a chunk's size.");
            }
        } else if (b == '\r') {
            endSize();
        } else if ((b >= ' ' && b < 0x7f) || b == '\t') {
            takeExtensionByte(state);
        } else {
            fail("A chunk's extension holds a character that may not stand there.");
        }
    }

    private void takeExtensionByte(State next) {
        extensions++;
        state = next;
        if (sizeLine > MOST_SIZE_LINE - 2 || extensions > MOST_EXTENSIONS) {
            fail("The chunks' extensions are larger than anybody needs.");
        }
    }

    private void endSize() {
        left = size;
        size = 0;
        digits = 0;
        sizeLine = 0;
        state = State.LF_OF_SIZE;
    }

    private void takeOfTrailers(byte b) {
        allTrailers++;
        if (allTrailers > MOST_TRAILERS) {
            fail("The trailers are larger than 16 KiB.");
        } else if (state == State.TRAILER) {
            takeOfTrailer(b);
        } else {
            takeTrailerEnd(b);
        }
    }

    private void takeOfTrailer(byte b) {
        if (b == '\n') {
            fail(LINE_END);
        } else if (b == '\r') {
            state = State.LF_OF_TRAILER;
        } else {
            if (trailerLength == trailer.length) {
                trailer = Arrays.copyOf(trailer, Math.max(64, 2 * trailer.length));
            }
            trailer[trailerLength++] = b;
        }
    }

    private void takeTrailerEnd(byte b) {
        expect(b, '\n', State.TRAILER);
        if (last == null && trailerLength == 0) {
            last = new Step.End(trailers.fields());
        } else if (last == null) {
            try {
                trailers.add(trailer, 0, trailerLength);
                trailerLength = 0;
            } catch (Rejected e) {
                fail(e.rejection().sentence());
            }
        }
    }

    private void expect(byte b, char expected, State next) {
        if (b == expected) {
            state = next;
        } else if (state == State.CR_OF_DATA || state == State.LF_OF_DATA) {
            fail("A chunk's data is not as long as its size says.");
        } else {
            fail(LINE_END);
        }
    }

    private void fail(String sentence) {
        last = new Step.Malformed(sentence);
    }
}

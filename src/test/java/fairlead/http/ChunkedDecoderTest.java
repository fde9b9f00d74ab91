package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fairlead.http.ChunkedDecoder.Step;
import fairlead.http.ChunkedDecoder.Step.Data;
import fairlead.http.ChunkedDecoder.Step.End;
import fairlead.http.ChunkedDecoder.Step.Malformed;
import fairlead.http.ChunkedDecoder.Step.More;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedDecoderTest {

    private static final String BODY = String.join(
            "\r\n",
            "5",
            "he\r\no",
            "00A;name=\"va lue\" ;x",
            ", 0\r\n\r\n0\r\n",
            "1 \t;\tx",
            "!",
            "000;last",
            "X-Sum:  a b ",
            "Y:",
            "\r\n");
    private static final String DECODED = "he\r\no, 0\r\n\r\n0\r\n!";
    private static final String TELLING = "\r\n;: 05afF\0\u00ff\t";
    private static final Fields TRAILERS = new Fields(List.of(new Field("X-Sum", "a b"), new Field("Y", "")));

    /** A decoder with what came out of it. */
    private static final class Reading {
        private final ChunkedDecoder decoder = new ChunkedDecoder();
        private final StringBuilder data = new StringBuilder();
        private Step last = new More();

        /** Feeds it, and returns how many of the bytes it left. */
        int feed(String piece) {
            ByteBuffer in = bytes(piece);
            do {
                last = decoder.next(in);
                if (last instanceof Data chunk) {
                    assertThat(chunk.bytes()).isBetween(1, in.remaining());
                    byte[] taken = new byte[chunk.bytes()];
                    in.get(taken);
                    data.append(new String(taken, ISO_8859_1));
                }
            } while (last instanceof Data);
            assertThat(last instanceof More && in.hasRemaining()).isFalse();
            return in.remaining();
        }
    }

    @Nested
    class ABody {

        @Test
        void isTakenApart() {
            Reading reading = new Reading();

            assertThat(reading.feed(BODY)).isZero();
            assertThat(reading.data).hasToString(DECODED);
            assertThat(reading.last).isEqualTo(new End(TRAILERS));
        }

        @Test
        void mayBeEmpty() {
            assertThat(last("0\r\n\r\n")).isEqualTo(new End(Fields.NONE));
            assertThat(last("0000000000000000\r\n\r\n")).isEqualTo(new End(Fields.NONE));
        }

        @Test
        void mayComeInAnyTwoOrThreePieces() {
            for (int first = 0; first <= BODY.length(); first++) {
                for (int second = first; second <= BODY.length(); second++) {
                    Reading reading = new Reading();
                    reading.feed(BODY.substring(0, first));
                    reading.feed(BODY.substring(first, second));
                    reading.feed(BODY.substring(second));

                    assertThat(reading.data).as("%d, %d", first, second).hasToString(DECODED);
                    assertThat(reading.last).as("%d, %d", first, second).isEqualTo(new End(TRAILERS));
                }
            }
        }

        @Test
        void mayComeByteByByte() {
            Reading reading = new Reading();
            for (int i = 0; i < BODY.length(); i++) {
                assertThat(reading.last).as("%d bytes", i).isEqualTo(new More());
                reading.feed(BODY.substring(i, i + 1));
            }

            assertThat(reading.data).hasToString(DECODED);
            assertThat(reading.last).isEqualTo(new End(TRAILERS));
        }

        @Test
        void endsExactlyBehindItsLastByte() {
            String next = "5\r\nGET /";
            Reading reading = new Reading();

            assertThat(reading.feed(BODY + next)).isEqualTo(next.length());
            assertThat(reading.feed(next)).isEqualTo(next.length());
            assertThat(reading.last).isEqualTo(new End(TRAILERS));
        }

        @Test
        void mayBeginWithinABuffer() {
            ByteBuffer in = bytes("0\r\n\r\n1\r\na").position(5);

            assertThat(new ChunkedDecoder().next(in)).isEqualTo(new Data(1));
            assertThat(in.position()).isEqualTo(8);
        }
    }

    @Nested
    class AChunk {

        @ParameterizedTest
        @CsvSource({
            "1, 1",
            "a, 10",
            "A, 10",
            "fF, 255",
            "00000000000000ff, 255",
            "3fffffffffffffff, 4611686018427387903",
            "4000000000000000, 4611686018427387904"
        })
        void hasASizeOfUpTo16Digits(String sent, long size) {
            ChunkedDecoder decoder = new ChunkedDecoder();
            ByteBuffer in = bytes(sent + "\r\n");

            assertThat(decoder.next(in)).isEqualTo(new More());
            assertThat(decoder.leftInChunk()).isEqualTo(size);
        }

        @Test
        void beginsBehindTheLineWithItsSize() {
            ChunkedDecoder decoder = new ChunkedDecoder();
            for (String piece : List.of("5", ";x", "\r")) {
                assertThat(decoder.next(bytes(piece))).isEqualTo(new More());
                assertThat(decoder.leftInChunk()).as(piece).isZero();
            }
            assertThatIllegalArgumentException().isThrownBy(() -> decoder.skip(1));

            assertThat(decoder.next(bytes("\n"))).isEqualTo(new More());
            assertThat(decoder.leftInChunk()).isEqualTo(5);
        }

        @Test
        void mayBeReadPastTheBuffer() {
            ChunkedDecoder decoder = new ChunkedDecoder();
            ByteBuffer in = bytes("100000000\r\nabc");

            assertThat(decoder.leftInChunk()).isZero();
            assertThat(decoder.next(in)).isEqualTo(new Data(3));
            assertThat(decoder.leftInChunk()).isEqualTo((1L << 32) - 3);
            decoder.skip((1L << 32) - 5);
            assertThat(decoder.leftInChunk()).isEqualTo(2);
            ByteBuffer rest = bytes("de\r\n0\r\n\r\n");
            assertThat(decoder.next(rest)).isEqualTo(new Data(2));
            assertThat(decoder.next(rest.position(2))).isEqualTo(new End(Fields.NONE));
        }

        @Test
        void mayBeSkippedToItsEnd() {
            ChunkedDecoder decoder = new ChunkedDecoder();
            assertThat(decoder.next(bytes("5\r\n"))).isEqualTo(new More());

            decoder.skip(0);
            decoder.skip(5);

            assertThat(decoder.leftInChunk()).isZero();
            assertThat(decoder.next(bytes("\r\n0\r\n\r\n"))).isEqualTo(new End(Fields.NONE));
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 6, Long.MAX_VALUE, Long.MIN_VALUE})
        void cannotBeSkippedFurther(long bytes) {
            ChunkedDecoder decoder = new ChunkedDecoder();
            assertThat(decoder.next(bytes("5\r\n"))).isEqualTo(new More());

            assertThatIllegalArgumentException().isThrownBy(() -> decoder.skip(bytes));
        }
    }

    @Nested
    class TheLimits {

        @Test
        void are4096BytesForALineWithASize() {
            String most = "1;" + "x".repeat(4096 - 4) + "\r\n";

            assertThat(most).hasSize(4096);
            assertThat(last(most + "a")).isEqualTo(new More());
            assertThat(last("1;" + "x".repeat(4096 - 3) + "\r\n")).isInstanceOf(Malformed.class);
            assertThat(last("1" + " ".repeat(4096) + ";x\r\n")).isInstanceOf(Malformed.class);
        }

        @Test
        void are16KiBForAllExtensions() {
            String chunk = "1;" + "x".repeat(1023) + "\r\na\r\n";

            assertThat(last(chunk.repeat(16))).isEqualTo(new More());
            assertThat(last(chunk.repeat(16) + "1;")).isInstanceOf(Malformed.class);
            assertThat(last(chunk.repeat(16) + "0\r\n\r\n")).isEqualTo(new End(Fields.NONE));
        }

        @Test
        void are16KiBForTrailers() {
            String beginning = "0\r\nX: ";
            String most = "y".repeat((16 << 10) - "X: ".length() - 4) + "\r\n\r\n";

            assertThat(last(beginning + most)).isInstanceOf(End.class);
            assertThat(last(beginning + "y" + most)).isInstanceOf(Malformed.class);
            assertThat(last(beginning + "y".repeat(16 << 10))).isInstanceOf(Malformed.class);
        }

        @Test
        void areAHundredTrailers() {
            assertThat(last("0\r\n" + "X: y\r\n".repeat(100) + "\r\n")).isInstanceOf(End.class);
            assertThat(last("0\r\n" + "X: y\r\n".repeat(101))).isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void refuses(String what, String body, int stillFine) {
        for (int split = 0; split <= body.length(); split++) {
            Reading reading = new Reading();
            reading.feed(body.substring(0, split));
            assertThat(reading.last)
                    .as("%d bytes", split)
                    .isInstanceOf(split <= stillFine ? More.class : Malformed.class);
            reading.feed(body.substring(split));
            assertThat(reading.last).isInstanceOf(Malformed.class);
            Step first = reading.last;
            reading.feed("\r\n0\r\n\r\n");
            assertThat(reading.last).isEqualTo(first);
        }
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                arguments("no size", "\r\n", 0),
                arguments("an extension without size", ";x\r\n", 0),
                arguments("a word for a size", "xyz\r\n", 0),
                arguments("a digit that is none", "1g\r\n", 1),
                arguments("a plus sign", "+5\r\nhello\r\n", 0),
                arguments("a minus sign", "-5\r\nhello\r\n", 0),
                arguments("0x", "0x5\r\nhello\r\n", 1),
                arguments("0X for the last chunk", "0X0\r\n\r\n", 1),
                arguments("a space before the size", " 5\r\nhello\r\n", 0),
                arguments("a tab before the size", "\t5\r\nhello\r\n", 0),
                arguments("a space behind the size", "5 \r\nhello\r\n", 2),
                arguments("a space within the size", "1 0\r\n", 2),
                arguments("an underscore in the size", "1_0\r\n", 1),
                arguments("a point in the size", "5.0\r\n", 1),
                arguments("a size in quotes", "\"5\"\r\n", 0),
                arguments("a NUL before the size", "\0" + "5\r\n", 0),
                arguments("a NUL behind the size", "5\0\r\n", 1),
                arguments("a digit of Latin-1", "\u00b2\r\n", 0),
                arguments("17 digits", "00000000000000005\r\n", 16),
                arguments("a size that wraps round 64 bits", "10000000000000005\r\n", 16),
                arguments("a size of 2 to the 62nd and one", "4000000000000001\r\n", 15),
                arguments("a size of 2 to the 63rd", "8000000000000000\r\n", 15),
                arguments("a size of all ones", "ffffffffffffffff\r\n", 15),
                arguments("a size ended by LF", "5\nhello\r\n", 1),
                arguments("a size ended by CR", "5\rhello\r\n", 2),
                arguments("a size ended by CR CR LF", "5\r\r\nhello\r\n", 2),
                arguments("an extension ended by LF", "5;x\nhello\r\n", 3),
                arguments("an extension ended by CR", "5;x\rhello\r\n", 4),
                arguments("a NUL in an extension", "5;x\0\r\n", 3),
                arguments("a DEL in an extension", "5;x\u007f\r\n", 3),
                arguments("Latin-1 in an extension", "5;x\u00fc\r\n", 3),
                arguments("data longer than its size", "5\r\nhello!\r\n", 8),
                arguments("data shorter than its size", "5\r\nhell\r\n0\r\n\r\n", 8),
                arguments("data ended by LF", "5\r\nhello\n0\r\n\r\n", 8),
                arguments("data ended by CR", "5\r\nhello\r0\r\n\r\n", 9),
                arguments("data ended by nothing", "5\r\nhello0\r\n\r\n", 8),
                arguments("an empty line before a size", "1\r\na\r\n\r\n0\r\n\r\n", 6),
                arguments("a body ended by LF", "0\r\n\n", 3),
                arguments("a body ended by CR", "0\r\n\rX", 4),
                arguments("a last size ended by LF", "0\n\r\n", 1),
                arguments("a trailer ended by LF", "0\r\nX: y\n\r\n", 7),
                arguments("a trailer ended by CR", "0\r\nX: y\rZ: a\r\n\r\n", 8),
                arguments("a trailer without colon", "0\r\nX\r\n\r\n", 5),
                arguments("a trailer without name", "0\r\n: y\r\n\r\n", 7),
                arguments("a space before a trailer's colon", "0\r\nX : y\r\n\r\n", 9),
                arguments("a space before the first trailer", "0\r\n X: y\r\n\r\n", 9),
                arguments("a folded trailer", "0\r\nX: y\r\n z\r\n\r\n", 12),
                arguments("a NUL in a trailer", "0\r\nX: \0\r\n\r\n", 8),
                arguments("the next request for trailers", "0\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 18));
    }

    @Test
    void neverThrowsNorTakesMoreThanThereIsWhateverComes() {
        Random random = new Random(5);
        int ended = 0;
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder body = new StringBuilder(BODY);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                body.setCharAt(random.nextInt(body.length()), TELLING.charAt(random.nextInt(TELLING.length())));
            }
            Reading whole = new Reading();
            int left = whole.feed(body.toString());
            Reading pieces = new Reading();
            int cut = random.nextInt(body.length() + 1);
            pieces.feed(body.substring(0, cut));
            pieces.feed(body.substring(cut));
            assertThat(pieces.last).as("%s", body).isEqualTo(whole.last);
            assertThat(pieces.data).as("%s", body).hasToString(whole.data.toString());
            assertThat(whole.data.length() + left).isLessThanOrEqualTo(body.length());
            ended += whole.last instanceof End ? 1 : 0;
            refused += whole.last instanceof Malformed ? 1 : 0;
        }
        assertThat(ended).isGreaterThan(10_000);
        assertThat(refused).isGreaterThan(10_000);
    }

    private static Step last(String body) {
        Reading reading = new Reading();
        reading.feed(body);
        return reading.last;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}

package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.ClientHelloParser.Result;
import fairlead.tls.ClientHelloParser.Result.Complete;
import fairlead.tls.ClientHelloParser.Result.Incomplete;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncompleteHelloTest {

    @Nested
    class EveryTruncation {

        static Stream<byte[]> hellos() {
            Hello hello = Hello.to("shop.example.com").alpn("h2", "http/1.1").versions(0x0304, 0x0303);
            Hello large = Hello.to("shop.example.com").keyShare(0x11ec, 1216).grease();
            return Stream.of(
                    hello.bytes(),
                    hello.inRecordsOf(1),
                    hello.inRecordsOf(2),
                    hello.inRecordsOf(3),
                    hello.inRecordsOf(50),
                    hello.splitAt(3, 4, 100),
                    Hello.withoutExtensions().bytes(),
                    Hello.withoutExtensions().inRecordsOf(5),
                    large.bytes(),
                    large.inRecordsOf(100),
                    Hello.to("shop.example.com").padTo(17_000).bytes());
        }

        @ParameterizedTest
        @MethodSource("hellos")
        void waitsForMoreBytesButNeverForMoreThanTheHelloHas(byte[] bytes) {
            for (int length = 0; length < bytes.length; length++) {
                assertThat(Parsing.incomplete(Arrays.copyOf(bytes, length)))
                        .as("of %d bytes, %d", bytes.length, length)
                        .isGreaterThan(length)
                        .isLessThanOrEqualTo(bytes.length);
            }
            assertThat(Parsing.parse(bytes)).isInstanceOf(Complete.class);
        }
    }

    @Nested
    class TheBytesToWaitFor {

        private final Hello hello = Hello.to("shop.example.com").padTo(500);

        @Test
        void areTheRecordsHeaderThenTheMessagesThenAllOfIt() {
            byte[] bytes = hello.bytes();

            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 1))).isEqualTo(5);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 4))).isEqualTo(5);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 5))).isEqualTo(9);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 7))).isEqualTo(9);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 8))).isEqualTo(5 + 4 + 0x100); // of the length 0x1f0
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 9))).isEqualTo(505);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 504))).isEqualTo(505);
        }

        @Test
        void includeTheHeaderOfTheNextRecord() {
            byte[] bytes = hello.inRecordsOf(300);

            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 9))).isEqualTo(510);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 305))).isEqualTo(510);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 307))).isEqualTo(510);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 310))).isEqualTo(510);
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, 509))).isEqualTo(510);
        }
    }

    @Nested
    class ADribblingClient {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 16, 1000, 16_384})
        void costsFewParses(int recordSize) {
            byte[] bytes = Hello.to("shop.example.com").padTo(60 * 1024).inRecordsOf(recordSize);

            int parses = 0;
            Result result = new Incomplete(1);
            for (int there = 1; there <= bytes.length; there++) {
                if (result instanceof Incomplete incomplete && there >= incomplete.atLeast()) {
                    result = ClientHelloParser.parse(bytes, 0, there, Parsing.LIMIT);
                    parses++;
                }
            }

            assertThat(result).isInstanceOf(Complete.class);
            assertThat(parses).isLessThan(100);
        }
    }
}

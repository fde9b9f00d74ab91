package fairlead.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.ClientHelloParser.Reason;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherProtocolTest {

    @Nested
    class PlainHttp {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "CONNECT", "PATCH", "TRACE", "PRI"})
        void isKnownByTheFirstFourBytesOfItsMethod(String method) {
            byte[] request = (method + " / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n").getBytes(ISO_8859_1);

            assertThat(Parsing.malformed(request)).isEqualTo(Reason.PLAIN_HTTP);
            assertThat(Parsing.malformed(Arrays.copyOf(request, 4))).isEqualTo(Reason.PLAIN_HTTP);
            for (int there = 1; there < 4; there++) {
                assertThat(Parsing.incomplete(Arrays.copyOf(request, there))).isEqualTo(there + 1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"GETX", "PUTS", "GEX", "PX", "get ", "PRIX", "POS ", "X"})
        void isNotEverythingThatLooksLikeIt(String start) {
            assertThat(Parsing.malformed(start.getBytes(ISO_8859_1))).isEqualTo(Reason.NOT_TLS);
        }
    }

    @Nested
    class Ssl2 {

        @Test
        void isKnownByThreeBytes() {
            byte[] hello = {(byte) 0x80, 46, 1, 3, 1, 0, 21, 0, 0, 0, 16};

            assertThat(Parsing.malformed(hello)).isEqualTo(Reason.SSLV2_HELLO);
            assertThat(Parsing.incomplete(Arrays.copyOf(hello, 1))).isEqualTo(3);
            assertThat(Parsing.incomplete(Arrays.copyOf(hello, 2))).isEqualTo(3);
            assertThat(Parsing.malformed(Arrays.copyOf(hello, 3))).isEqualTo(Reason.SSLV2_HELLO);
        }

        @Test
        void isNotMeantByAnotherMessageType() {
            assertThat(Parsing.malformed(new byte[] {(byte) 0x80, 46, 2})).isEqualTo(Reason.NOT_TLS);
        }
    }

    @Nested
    class AnythingElse {

        @Test
        void isRefusedAtItsFirstByte() {
            for (int first = 0; first < 0x80; first++) {
                if (first != 22 && "GPHDOCT".indexOf(first) < 0) {
                    assertThat(Parsing.malformed(new byte[] {(byte) first}))
                            .as("first byte %d", first)
                            .isEqualTo(Reason.NOT_TLS);
                }
            }
        }

        @Test
        void isAnSshBanner() {
            assertThat(Parsing.malformed("SSH-2.0-OpenSSH_9.6\r\n".getBytes(ISO_8859_1)))
                    .isEqualTo(Reason.NOT_TLS);
        }

        @Test
        void isAProxyProtocolHeaderOfEitherVersion() {
            assertThat(Parsing.malformed("PROXY TCP4 192.0.2.1 192.0.2.2 5 443\r\n".getBytes(ISO_8859_1)))
                    .isEqualTo(Reason.NOT_TLS);
            assertThat(Parsing.malformed(new byte[] {13, 10, 13, 10, 0, 13, 10}))
                    .isEqualTo(Reason.NOT_TLS);
        }

        @Test
        void isNeverAHelloWhenItIsRandom() {
            SplittableRandom random = new SplittableRandom(22);
            byte[] bytes = new byte[2048];
            for (int i = 0; i < 10_000; i++) {
                random.nextBytes(bytes);
                assertThat(Parsing.malformed(bytes)).isIn(Reason.NOT_TLS, Reason.SSLV2_HELLO, Reason.BAD_RECORD);
            }
        }
    }

    @Test
    void nothingIsTheBeginningOfAnything() {
        assertThat(Parsing.incomplete(new byte[0])).isEqualTo(1);
    }
}

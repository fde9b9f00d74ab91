package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.ClientHelloParser.Reason;
import fairlead.tls.ClientHelloParser.Result.Complete;
import fairlead.tls.ClientHelloParser.Result.Incomplete;
import fairlead.tls.ClientHelloParser.Result.Malformed;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedHelloTest {

    @Nested
    class ARecord {

        private final Hello hello = Hello.to("shop.example.com").alpn("h2");

        @Test
        void ofNoBytesIsRefused() {
            assertThat(Parsing.malformed(new byte[] {22, 3, 1, 0, 0})).isEqualTo(Reason.BAD_RECORD);
            assertThat(Parsing.malformed(hello.splitAt(0))).isEqualTo(Reason.BAD_RECORD);
            assertThat(Parsing.malformed(hello.splitAt(2, 2))).isEqualTo(Reason.BAD_RECORD);
            assertThat(Parsing.malformed(hello.splitAt(40, 40))).isEqualTo(Reason.BAD_RECORD);
        }

        @Test
        void mayHave16384BytesAndNotOneMore() {
            Hello large = Hello.to("shop.example.com").padTo(20_000);

            assertThat(Parsing.complete(large.inRecordsOf(16_384)).serverName()).contains("shop.example.com");
            assertThat(Parsing.malformed(large.inRecordsOf(16_385))).isEqualTo(Reason.BAD_RECORD);
            assertThat(Parsing.malformed(new byte[] {22, 3, 1, 0x40, 1})).isEqualTo(Reason.BAD_RECORD);
        }

        @ParameterizedTest
        @ValueSource(ints = {0x0001, 0x0200, 0x0400, 0xfeff})
        void ofAnotherMajorVersionIsRefusedAtItsSecondByte(int version) {
            byte[] bytes = hello.recordVersion(version).bytes();

            assertThat(Parsing.malformed(Arrays.copyOf(bytes, 2))).isEqualTo(Reason.BAD_RECORD);
        }

        @ParameterizedTest
        @ValueSource(bytes = {20, 21, 23, 24, 0, (byte) 0x80})
        void ofAnotherTypeMayNotComeBetween(byte type) {
            byte[] bytes = hello.inRecordsOf(40);
            bytes[45] = type;

            assertThat(Parsing.malformed(bytes)).isEqualTo(Reason.BAD_RECORD);
            assertThat(Parsing.malformed(Arrays.copyOf(bytes, 46))).isEqualTo(Reason.BAD_RECORD);
        }

        @Test
        void ofAnotherVersionMayNotComeBetween() {
            byte[] bytes = hello.inRecordsOf(40);
            bytes[46] = 2;

            assertThat(Parsing.malformed(bytes)).isEqualTo(Reason.BAD_RECORD);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 4, 100})
        void mayNotCarryMoreBehindTheHello(int more) {
            assertThat(Parsing.malformed(hello.lying("record", n -> n + more).bytes()))
                    .isEqualTo(Reason.TRAILING_DATA);
            assertThat(Parsing.malformed(hello.lying("handshake", n -> n - more).bytes()))
                    .isEqualTo(Reason.TRAILING_DATA);
        }

        @Test
        void mayNotEndBeforeItsBytesDo() {
            assertThat(Parsing.malformed(hello.lying("record", n -> n - 1).bytes()))
                    .isEqualTo(Reason.BAD_RECORD);
        }
    }

    @Nested
    class AMessage {

        @ParameterizedTest
        @ValueSource(ints = {0, 2, 11, 16, 0x81, 0xff})
        void ofAnotherTypeIsRefusedAtItsFirstByte(int type) {
            byte[] bytes = Hello.to("shop.example.com").messageType(type).bytes();

            assertThat(Parsing.malformed(Arrays.copyOf(bytes, 6))).isEqualTo(Reason.NOT_CLIENT_HELLO);
        }

        @Test
        void aboveTheLimitIsRefusedAsSoonAsItsHeaderIsThere() {
            byte[] bytes = Hello.to("shop.example.com").padTo(1001).bytes();

            assertThat(Parsing.parse(bytes, 1001)).isInstanceOf(Complete.class);
            assertThat(Parsing.parse(bytes, 1000)).isEqualTo(new Malformed(Reason.TOO_LARGE));
            assertThat(Parsing.parse(Arrays.copyOf(bytes, 9), 1000)).isEqualTo(new Malformed(Reason.TOO_LARGE));
            assertThat(Parsing.parse(Arrays.copyOf(bytes, 8), 1000)).isInstanceOf(Incomplete.class);
        }

        @Test
        void aboveTheLimitIsRefusedInRecordsOfOneByteToo() {
            byte[] bytes = Hello.to("shop.example.com").padTo(1001).inRecordsOf(1);

            assertThat(Parsing.parse(Arrays.copyOf(bytes, 4 * 6), 1000)).isEqualTo(new Malformed(Reason.TOO_LARGE));
        }

        @Test
        void ofSixteenMebibytesIsRefusedByItsFirstLengthByte() {
            assertThat(Parsing.malformed(new byte[] {22, 3, 1, 2, 0, 1, (byte) 0xff}))
                    .isEqualTo(Reason.TOO_LARGE);
        }

        @Test
        void withoutABodyIsRefused() {
            assertThat(Parsing.malformed(new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0}))
                    .isEqualTo(Reason.BAD_LENGTH);
        }
    }

    @Nested
    class AField {

        @ParameterizedTest
        @ValueSource(ints = {0x0002, 0x0200, 0x0403, 0x7f17, 0xfefd})
        void isTheVersionWhenItIsNoTls(int version) {
            assertThat(Parsing.malformed(
                            Hello.to("shop.example.com").legacyVersion(version).bytes()))
                    .isEqualTo(Reason.BAD_VERSION);
        }

        @Test
        void isASessionIdOf33Bytes() {
            assertThat(Parsing.malformed(
                            Hello.to("shop.example.com").sessionIdOf(33).bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void isAnEmptyListOfCipherSuites() {
            assertThat(Parsing.malformed(
                            Hello.to("shop.example.com").cipherSuites().bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void isAnEmptyListOfCompressionMethods() {
            assertThat(Parsing.malformed(
                            Hello.to("shop.example.com").compressionMethods().bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void isAnEmptyListOfProtocols() {
            assertThat(Parsing.malformed(Hello.to("shop.example.com").alpn().bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void isAnEmptyProtocolName() {
            assertThat(Parsing.malformed(
                            Hello.to("shop.example.com").alpn("h2", "").bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void isAnEmptyOrOddListOfVersions() {
            assertThat(Parsing.malformed(Hello.to("shop.example.com").versions().bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
            assertThat(Parsing.malformed(Hello.to("shop.example.com")
                            .extension(43, (byte) 3, (byte) 3, (byte) 4, (byte) 3)
                            .bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void isWhatStandsInPlaceOfTheExtensions() {
            byte[] bytes = Hello.withoutExtensions().bytes();
            byte[] oneByteMore = Arrays.copyOf(bytes, bytes.length + 1);
            oneByteMore[4]++;
            oneByteMore[8]++;

            assertThat(Parsing.malformed(oneByteMore)).isEqualTo(Reason.BAD_LENGTH);
        }
    }

    @Nested
    class ARepeatedExtension {

        @Test
        void isRefusedWhenTwoReadersCouldTakeDifferentOnes() {
            assertThat(Parsing.malformed(
                            Hello.to("a.example").serverNames("b.example").bytes()))
                    .isEqualTo(Reason.REPEATED_EXTENSION);
            assertThat(Parsing.malformed(
                            Hello.to("a.example").alpn("h2").alpn("h2").bytes()))
                    .isEqualTo(Reason.REPEATED_EXTENSION);
            assertThat(Parsing.malformed(Hello.to("a.example")
                            .versions(0x0304)
                            .versions(0x0303)
                            .bytes()))
                    .isEqualTo(Reason.REPEATED_EXTENSION);
            assertThat(Parsing.malformed(Hello.to("a.example")
                            .encryptedClientHello()
                            .encryptedClientHello()
                            .bytes()))
                    .isEqualTo(Reason.REPEATED_EXTENSION);
        }

        @Test
        void isTheBackendsToJudgeWhenItMeansNothingHere() {
            byte[] bytes = Hello.to("a.example").extension(23).extension(23).bytes();

            assertThat(Parsing.complete(bytes).extensionTypes()).containsExactly(0, 23, 23);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonIsASentence(Reason reason) {
        assertThat(reason.sentence()).matches("[A-Z].{20,}\\.");
    }
}

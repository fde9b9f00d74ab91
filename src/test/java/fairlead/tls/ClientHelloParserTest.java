package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fairlead.tls.ClientHelloParser.Result.Complete;
import fairlead.tls.ClientHelloParser.Result.Incomplete;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloParserTest {

    @Nested
    class AWholeHello {

        @Test
        void tellsServerNameProtocolsVersionsCipherSuitesAndExtensions() {
            ClientHello hello = Parsing.complete(Hello.to("shop.example.com")
                    .alpn("h2", "http/1.1")
                    .versions(0x0304, 0x0303)
                    .cipherSuites(0x1301, 0xc02f)
                    .bytes());

            assertThat(hello.legacyVersion()).isEqualTo(0x0303);
            assertThat(hello.serverName()).contains("shop.example.com");
            assertThat(hello.alpn()).containsExactly("h2", "http/1.1");
            assertThat(hello.supportedVersions()).containsExactly(0x0304, 0x0303);
            assertThat(hello.encryptedClientHello()).isFalse();
            assertThat(hello.cipherSuites()).containsExactly(0x1301, 0xc02f);
            assertThat(hello.extensionTypes()).containsExactly(0, 16, 43);
        }

        @Test
        void mayEndAfterTheCompressionMethods() {
            ClientHello hello = Parsing.complete(Hello.withoutExtensions().bytes());

            assertThat(hello.serverName()).isEmpty();
            assertThat(hello.alpn()).isEmpty();
            assertThat(hello.supportedVersions()).isEmpty();
            assertThat(hello.extensionTypes()).isEmpty();
            assertThat(hello.versionNames()).containsExactly("TLSv1.2");
        }

        @Test
        void mayHaveAnExtensionBlockWithNothingInIt() {
            ClientHello hello = Parsing.complete(Hello.withoutServerName().bytes());

            assertThat(hello.serverName()).isEmpty();
            assertThat(hello.extensionTypes()).isEmpty();
        }

        @Test
        void mayNameNoServerBesideOtherExtensions() {
            ClientHello hello = Parsing.complete(
                    Hello.withoutServerName().alpn("h2").versions(0x0304).bytes());

            assertThat(hello.serverName()).isEmpty();
            assertThat(hello.alpn()).containsExactly("h2");
        }

        @Test
        void mayCarryAPostQuantumKeyShareBeforeTheServerName() {
            ClientHello hello = Parsing.complete(Hello.withoutServerName()
                    .keyShare(0x11ec, 1216)
                    .serverNames("pq.example.com")
                    .bytes());

            assertThat(hello.serverName()).contains("pq.example.com");
            assertThat(hello.extensionTypes()).containsExactly(51, 0);
        }

        @Test
        void keepsGreaseInTheListsButNotInTheVersionNames() {
            ClientHello hello = Parsing.complete(Hello.to("shop.example.com")
                    .cipherSuites(0x1301)
                    .grease()
                    .versions(0x3a3a, 0x0304)
                    .bytes());

            assertThat(hello.cipherSuites()).containsExactly(0x3a3a, 0x1301);
            assertThat(hello.extensionTypes()).containsExactly(0, 0x3a3a, 43);
            assertThat(hello.supportedVersions()).containsExactly(0x3a3a, 0x0304);
            assertThat(hello.versionNames()).containsExactly("TLSv1.3");
        }

        @Test
        void maySayThatItCarriesAnEncryptedOne() {
            ClientHello hello = Parsing.complete(
                    Hello.to("public.example.net").encryptedClientHello().bytes());

            assertThat(hello.encryptedClientHello()).isTrue();
            assertThat(hello.serverName()).contains("public.example.net");
        }

        @Test
        void mayBeSixtyKibibytesLarge() {
            Hello hello = Hello.to("shop.example.com").padTo(60 * 1024).alpn("h2");

            assertThat(hello.handshake()).hasSize(60 * 1024 + 4 + 2 + 3);
            assertThat(Parsing.complete(hello.bytes()).alpn()).containsExactly("h2");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 32})
        void mayHaveASessionIdOfUpTo32Bytes(int length) {
            byte[] bytes = Hello.to("shop.example.com").sessionIdOf(length).bytes();

            assertThat(Parsing.complete(bytes).serverName()).contains("shop.example.com");
        }

        @ParameterizedTest
        @ValueSource(ints = {0x0300, 0x0301, 0x0303, 0x03ff})
        void mayComeInARecordOfAnyMinorVersion(int version) {
            byte[] bytes = Hello.to("shop.example.com").recordVersion(version).bytes();

            assertThat(Parsing.complete(bytes).serverName()).contains("shop.example.com");
        }

        @Test
        void mayHaveEarlyDataBehindItsLastRecord() {
            byte[] hello = Hello.to("shop.example.com").bytes();
            byte[] withEarlyData = Arrays.copyOf(hello, hello.length + 100);
            withEarlyData[hello.length] = 23;

            assertThat(Parsing.parse(withEarlyData)).isEqualTo(Parsing.parse(hello));
        }

        @Test
        void readsProtocolNamesOneCharacterAByte() {
            byte[] bytes =
                    Hello.to("shop.example.com").alpn("caf\u00e9", "a\u0000b").bytes();

            assertThat(Parsing.complete(bytes).alpn()).containsExactly("caf\u00e9", "a\u0000b");
        }

        @Test
        void readsProtocolNamesOfUpTo255Bytes() {
            String longest = "x".repeat(255);
            byte[] bytes =
                    Hello.to("shop.example.com").alpn("h2", longest, "http/1.1").bytes();

            assertThat(Parsing.complete(bytes).alpn()).containsExactly("h2", longest, "http/1.1");
        }

        @Test
        void keepsNothingOfTheArrayItWasReadFrom() {
            byte[] bytes =
                    Hello.to("shop.example.com").alpn("h2").versions(0x0304).bytes();
            Complete before = (Complete) ClientHelloParser.parse(bytes, 0, bytes.length, Parsing.LIMIT);
            Complete untouched = (Complete) ClientHelloParser.parse(bytes.clone(), 0, bytes.length, Parsing.LIMIT);

            Arrays.fill(bytes, (byte) 0xff);

            assertThat(before).isEqualTo(untouched);
        }
    }

    @Nested
    class AHelloInPieces {

        private final Hello hello =
                Hello.to("shop.example.com").alpn("h2", "http/1.1").versions(0x0304, 0x0303);

        @Test
        void isReadByteByByte() {
            byte[] bytes = hello.bytes();
            for (int length = 0; length < bytes.length; length++) {
                assertThat(Parsing.parse(Arrays.copyOf(bytes, length))).isInstanceOf(Incomplete.class);
            }
            assertThat(Parsing.complete(bytes).serverName()).contains("shop.example.com");
        }

        @Test
        void isReadFromTwoRecordsSplitAtEveryOffset() {
            ClientHello whole = Parsing.complete(hello.bytes());
            for (int offset = 1; offset < hello.handshake().length; offset++) {
                assertThat(Parsing.complete(hello.splitAt(offset)))
                        .as("split at %d", offset)
                        .isEqualTo(whole);
            }
        }

        @Test
        void isReadFromRecordsOfEverySize() {
            ClientHello whole = Parsing.complete(hello.bytes());
            for (int size = 1; size <= hello.handshake().length; size++) {
                assertThat(Parsing.complete(hello.inRecordsOf(size)))
                        .as("records of %d", size)
                        .isEqualTo(whole);
            }
        }

        @Test
        void isReadFromRecordsOfUnequalSize() {
            assertThat(Parsing.complete(hello.splitAt(1, 2, 4, 5, 80, 81))).isEqualTo(Parsing.complete(hello.bytes()));
        }

        @Test
        void doesNotChangeWithWhatFollowsItsLastRecord() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(hello.inRecordsOf(10));
            bytes.writeBytes(hello.inRecordsOf(10));

            assertThat(Parsing.parse(bytes.toByteArray())).isEqualTo(Parsing.parse(hello.bytes()));
        }
    }

    @Nested
    class TheLists {

        @Test
        void areOrdinaryListsThatNobodyCanChange() {
            ClientHello hello = Parsing.complete(Hello.to("shop.example.com")
                    .alpn("h2", "http/1.1")
                    .cipherSuites(0x1301, 0xffff)
                    .bytes());

            assertThat(hello.cipherSuites())
                    .isEqualTo(List.of(0x1301, 0xffff))
                    .hasSameHashCodeAs(List.of(0x1301, 0xffff));
            assertThat(hello.alpn()).isEqualTo(List.of("h2", "http/1.1"));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> Collections.reverse(hello.cipherSuites()));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> hello.cipherSuites().get(2));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> hello.alpn().get(2));
        }
    }

    @Nested
    class TheRange {

        @Test
        void isTheCallersToGetRight() {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> ClientHelloParser.parse(new byte[4], 0, 5, Parsing.LIMIT));
        }
    }
}

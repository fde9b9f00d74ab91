package fairlead.proxyprotocol;

import static fairlead.proxyprotocol.Headers.SIGNATURE;
import static fairlead.proxyprotocol.Headers.ascii;
import static fairlead.proxyprotocol.Headers.endpoint;
import static fairlead.proxyprotocol.Headers.hex;
import static fairlead.proxyprotocol.Headers.tlv;
import static fairlead.proxyprotocol.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxyprotocol.ProxyHeader.Local;
import fairlead.proxyprotocol.ProxyHeader.Proxied;
import fairlead.proxyprotocol.ProxyHeaderParser.Result;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Complete;
import java.net.Inet4Address;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderParserTest {

    private static final String ADDRESSES4 = "cb007107 c0000201 dcb4 01bb";
    private static final Proxied PROXIED4 =
            new Proxied(endpoint("203.0.113.7", 56_500), endpoint("192.0.2.1", 443), Tlvs.NONE);

    @Nested
    class Version1 {

        @Test
        void readsIpv4() {
            assertThat(parse(ascii("PROXY TCP4 203.0.113.7 192.0.2.1 56500 443\r\n")))
                    .isEqualTo(new Complete(PROXIED4, 44));
        }

        @ParameterizedTest
        @CsvSource({
            "0.0.0.0, 0",
            "255.255.255.255, 65535",
            "10.20.30.40, 1",
        })
        void readsTheWholeRangeOfIpv4AndPorts(String address, int port) {
            assertThat(header("PROXY TCP4 " + address + " 192.0.2.1 " + port + " 443\r\n"))
                    .isEqualTo(new Proxied(endpoint(address, port), endpoint("192.0.2.1", 443), Tlvs.NONE));
        }

        @ParameterizedTest
        @CsvSource({
            "2001:db8::7,                             20010db8000000000000000000000007",
            "2001:DB8::ABcd,                          20010db800000000000000000000abcd",
            "2001:0db8:0000:0000:0000:0000:0000:0007, 20010db8000000000000000000000007",
            "1:2:3:4:5:6:7:8,                         00010002000300040005000600070008",
            "1::8,                                    00010000000000000000000000000008",
            "1:2:3:4:5:6:7::,                         00010002000300040005000600070000",
            "::2:3:4:5:6:7:8,                         00000002000300040005000600070008",
            "::,                                      00000000000000000000000000000000",
            "::1,                                     00000000000000000000000000000001",
            "ffff::,                                  ffff0000000000000000000000000000",
            "64:ff9b::192.0.2.33,                     0064ff9b0000000000000000c0000221",
            "1:2:3:4:5:6:7.8.9.10,                    0001000200030004000500060708090a",
        })
        void readsEveryFormOfIpv6(String text, String bytes) {
            Proxied header = (Proxied) header("PROXY TCP6 " + text + " 2001:db8::1 56500 443\r\n");
            assertThat(header.source().getAddress().getAddress()).isEqualTo(hex(bytes));
            assertThat(header.source().getPort()).isEqualTo(56_500);
            assertThat(header.destination()).isEqualTo(endpoint("2001:db8::1", 443));
        }

        @ParameterizedTest
        @ValueSource(strings = {"::ffff:203.0.113.7", "::FFFF:cb00:7107", "0:0:0:0:0:ffff:203.0.113.7"})
        void readsMappedAddressesAsIpv4(String mapped) {
            Proxied header = (Proxied) header("PROXY TCP6 " + mapped + " 2001:db8::1 56500 443\r\n");
            assertThat(header.source()).isEqualTo(endpoint("203.0.113.7", 56_500));
            assertThat(header.source().getAddress()).isInstanceOf(Inet4Address.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "PROXY UNKNOWN\r\n",
                    "PROXY UNKNOWN \r\n",
                    "PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n",
                    "PROXY UNKNOWN whatever \0\u00ff it says\r\n"
                })
        void ignoresWhatFollowsUnknown(String line) {
            assertThat(parse(ascii(line))).isEqualTo(new Complete(new Local(), line.length()));
        }

        @Test
        void readsTheLongestLine() {
            String line = "PROXY UNKNOWN " + "x".repeat(91) + "\r\n";
            assertThat(parse(ascii(line))).isEqualTo(new Complete(new Local(), 107));
        }
    }

    @Nested
    class Version2 {

        @Test
        void readsIpv4() {
            assertThat(parse(v2("21", "11", ADDRESSES4))).isEqualTo(new Complete(PROXIED4, 28));
        }

        @Test
        void readsIpv6() {
            byte[] header =
                    v2("21", "21", "20010db8000000000000000000000007 20010db8000000000000000000000001 0000 ffff");
            assertThat(parse(header))
                    .isEqualTo(new Complete(
                            new Proxied(endpoint("2001:db8::7", 0), endpoint("2001:db8::1", 65_535), Tlvs.NONE), 52));
        }

        @Test
        void readsMappedAddressesAsIpv4() {
            byte[] header =
                    v2("21", "21", "00000000000000000000ffffcb007107 00000000000000000000ffffc0000201 dcb4 01bb");
            assertThat(parse(header)).isEqualTo(new Complete(PROXIED4, 52));
        }

        @Test
        void readsTlvs() {
            String tlvs = tlv(0x02, "73686f702e6578616d706c652e636f6d") + tlv(0x01, "6832") + tlv(0x05, "00ff0a7f");
            assertThat(tlvs(tlvs))
                    .isEqualTo(new Tlvs(
                            Optional.of("shop.example.com"),
                            Optional.of("h2"),
                            Optional.of(UniqueId.of(hex("00ff0a7f")))));
        }

        @Test
        void skipsPaddingAndUnknownTlvsUnderAChecksum() {
            byte[] header = hex(
                    SIGNATURE,
                    "21 11 0029",
                    ADDRESSES4,
                    "03 0004 6e2283f0", // over a header that does not end with it
                    "04 0003 616263",
                    "ea 0001 ff",
                    "20 0005 0100000000",
                    "02 0001 61");
            assertThat(parse(header))
                    .isEqualTo(new Complete(
                            new Proxied(
                                    PROXIED4.source(),
                                    PROXIED4.destination(),
                                    new Tlvs(Optional.of("a"), Optional.empty(), Optional.empty())),
                            header.length));
        }

        @Test
        void readsUnknownTlvsTwiceAndEmptyOnes() {
            assertThat(tlvs(tlv(0xe0, "01") + tlv(0xe0, "02") + tlv(0x04, "") + tlv(0x04, "")))
                    .isEqualTo(Tlvs.NONE);
        }

        @Test
        void readsAHostNameInUtf8() {
            assertThat(tlvs(tlv(0x02, "6bc3a46c6c6572")).authority()).contains("k\u00e4ller");
        }

        @Test
        void readsAnAlpnNameOfAnyBytes() {
            assertThat(tlvs(tlv(0x01, "8a8a")).alpn()).contains("\u008a\u008a");
        }

        @Test
        void readsTlvsAtTheirLongest() {
            Tlvs tlvs = tlvs(tlv(0x02, "61".repeat(255)) + tlv(0x01, "62".repeat(255)) + tlv(0x05, "63".repeat(128)));
            assertThat(tlvs)
                    .isEqualTo(new Tlvs(
                            Optional.of("a".repeat(255)),
                            Optional.of("b".repeat(255)),
                            Optional.of(UniqueId.of("c".repeat(128)))));
        }

        @Test
        void readsAnEmptyUniqueId() {
            assertThat(tlvs(tlv(0x05, "")).uniqueId()).contains(UniqueId.of(""));
        }

        @Test
        void readsTheLongestHeader() {
            byte[] header = v2("21", "11", ADDRESSES4 + tlv(0x04, "00".repeat(4096 - 28 - 3)));
            assertThat(header).hasSize(ProxyHeaderParser.MAX_LENGTH);
            assertThat(parse(header)).isEqualTo(new Complete(PROXIED4, 4096));
        }

        @ParameterizedTest
        @CsvSource({
            "20, 00, ''",
            "20, 11, cb007107c0000201dcb401bb",
            "20, 11, cb",
            "20, ff, ''",
            "20, 11, cb007107c0000201dcb401bb0300040000",
            "21, 00, ''",
            "21, 00, 0102",
            "21, 01, ''",
            "21, 02, ''",
            "21, 10, cb",
            "21, 20, ''",
            "21, 30, ''",
        })
        void skipsWhatLocalAndUnspecCarry(String versionAndCommand, String family, String rest) {
            byte[] header = v2(versionAndCommand, family, rest);
            assertThat(parse(header)).isEqualTo(new Complete(new Local(), header.length));
        }

        @Test
        void readsUnixAddressesAsLocal() {
            byte[] plain = v2("21", "31", "2f".repeat(216));
            assertThat(parse(plain)).isEqualTo(new Complete(new Local(), 232));
            byte[] checked = v2("21", "31", "2f".repeat(216) + "030004041f33c7");
            assertThat(parse(checked)).isEqualTo(new Complete(new Local(), 239));
        }

        @Test
        void leavesTheBytesAsTheyAre() {
            byte[] header = ProxyHeaderEncoder.v2(PROXIED4.source(), PROXIED4.destination(), Tlvs.NONE);
            byte[] before = header.clone();
            assertThat(parse(header)).isInstanceOf(Complete.class);
            assertThat(header).isEqualTo(before);
        }

        private Tlvs tlvs(String tlvs) {
            Complete complete = (Complete) parse(v2("21", "11", ADDRESSES4 + tlvs));
            return ((Proxied) complete.header()).tlvs();
        }
    }

    private static ProxyHeader header(String line) {
        Complete complete = (Complete) parse(ascii(line));
        assertThat(complete.length()).isEqualTo(line.length());
        return complete.header();
    }

    private static Result parse(byte[] bytes) {
        return ProxyHeaderParser.parse(bytes, 0, bytes.length);
    }
}

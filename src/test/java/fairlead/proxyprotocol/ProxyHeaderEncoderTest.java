package fairlead.proxyprotocol;

import static fairlead.proxyprotocol.Headers.SIGNATURE;
import static fairlead.proxyprotocol.Headers.ascii;
import static fairlead.proxyprotocol.Headers.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProxyHeaderEncoderTest {

    private static final InetSocketAddress CLIENT4 = endpoint(56_500, 203, 0, 113, 7);
    private static final InetSocketAddress SERVER4 = endpoint(443, 192, 0, 2, 1);
    private static final InetSocketAddress CLIENT6 =
            endpoint(56_500, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7);
    private static final InetSocketAddress SERVER6 =
            endpoint(443, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    @Nested
    class Version1 {

        @Test
        void writesIpv4AsDottedQuads() {
            assertThat(ProxyHeaderEncoder.v1(CLIENT4, SERVER4))
                    .isEqualTo(ascii("PROXY TCP4 203.0.113.7 192.0.2.1 56500 443\r\n"));
        }

        @Test
        void writesIpv6InLowerCase() {
            InetSocketAddress server = endpoint(443, 0xAB, 0xCD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0D, 0xEF, 0xFF, 0xFF);
            assertThat(ProxyHeaderEncoder.v1(CLIENT6, server))
                    .isEqualTo(ascii("PROXY TCP6 2001:db8:0:0:0:0:0:7 abcd:0:0:0:0:0:def:ffff 56500 443\r\n"));
        }

        @Test
        void writesAnIpv4ClientOfAnIpv6AddressAsMapped() {
            assertThat(ProxyHeaderEncoder.v1(CLIENT4, SERVER6))
                    .isEqualTo(ascii("PROXY TCP6 ::ffff:203.0.113.7 2001:db8:0:0:0:0:0:1 56500 443\r\n"));
        }

        @Test
        void writesAnIpv4DestinationOfAnIpv6ClientAsMapped() {
            assertThat(ProxyHeaderEncoder.v1(CLIENT6, SERVER4))
                    .isEqualTo(ascii("PROXY TCP6 2001:db8:0:0:0:0:0:7 ::ffff:192.0.2.1 56500 443\r\n"));
        }

        @Test
        void dropsScopeIds() throws UnknownHostException {
            assertThat(ProxyHeaderEncoder.v1(linkLocal(40_000), linkLocal(443)))
                    .isEqualTo(ascii("PROXY TCP6 fe80:0:0:0:0:0:0:1 fe80:0:0:0:0:0:0:1 40000 443\r\n"));
        }

        @Test
        void fitsTheLongestLineOfTheSpecification() {
            int[] ones = new int[16];
            Arrays.fill(ones, 0xff);
            byte[] line = ProxyHeaderEncoder.v1(endpoint(65_535, ones), endpoint(65_535, ones));
            assertThat(line)
                    .hasSize(104)
                    .isEqualTo(ascii("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                            + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"));
        }

        @Test
        void writesPortZero() {
            assertThat(ProxyHeaderEncoder.v1(endpoint(0, 0, 0, 0, 0), endpoint(0, 0, 0, 0, 0)))
                    .isEqualTo(ascii("PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n"));
        }

        @Test
        void saysUnknownForItsOwnConnections() {
            assertThat(ProxyHeaderEncoder.v1Unknown()).isEqualTo(ascii("PROXY UNKNOWN\r\n"));
        }
    }

    @Nested
    class Version2 {

        @Test
        void writesIpv4() {
            assertThat(ProxyHeaderEncoder.v2(CLIENT4, SERVER4, Tlvs.NONE))
                    .isEqualTo(hex(SIGNATURE, "21 11 0013", "cb007107 c0000201 dcb4 01bb", "03 0004 3125e795"));
        }

        @Test
        void writesIpv6() {
            InetSocketAddress client = endpoint(65_535, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7);
            InetSocketAddress server = endpoint(0, 0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
            assertThat(ProxyHeaderEncoder.v2(client, server, Tlvs.NONE))
                    .isEqualTo(hex(
                            SIGNATURE,
                            "21 21 002b",
                            "20010db8 00000000 00000000 00000007",
                            "20010db8 00010000 00000000 00000001",
                            "ffff 0000",
                            "03 0004 45fa32d4"));
        }

        @Test
        void writesAnIpv4ClientOfAnIpv6AddressAsMapped() {
            assertThat(ProxyHeaderEncoder.v2(CLIENT4, SERVER6, Tlvs.NONE))
                    .isEqualTo(hex(
                            SIGNATURE,
                            "21 21 002b",
                            "00000000 00000000 0000ffff cb007107",
                            "20010db8 00000000 00000000 00000001",
                            "dcb4 01bb",
                            "03 0004 deca51bb"));
        }

        @Test
        void writesAnIpv4DestinationOfAnIpv6ClientAsMapped() {
            assertThat(ProxyHeaderEncoder.v2(CLIENT6, SERVER4, Tlvs.NONE))
                    .isEqualTo(hex(
                            SIGNATURE,
                            "21 21 002b",
                            "20010db8 00000000 00000000 00000007",
                            "00000000 00000000 0000ffff c0000201",
                            "dcb4 01bb",
                            "03 0004 7e911ffb"));
        }

        @Test
        void writesEveryTlv() {
            Tlvs tlvs = new Tlvs(
                    Optional.of("shop.example.com"), Optional.of("h2"), Optional.of(UniqueId.of(hex("00 ff 0a 7f"))));
            assertThat(ProxyHeaderEncoder.v2(CLIENT4, SERVER4, tlvs))
                    .isEqualTo(hex(
                            SIGNATURE,
                            "21 11 0032",
                            "cb007107 c0000201 dcb4 01bb",
                            "01 0002 6832",
                            "02 0010 73686f702e6578616d706c652e636f6d",
                            "05 0004 00ff0a7f",
                            "03 0004 3c7f429a"));
        }

        @Test
        void writesTheLongestTlvsItTakes() {
            String longest = "x".repeat(255);
            Tlvs tlvs = new Tlvs(Optional.of(longest), Optional.of(longest), Optional.of(UniqueId.of(new byte[128])));
            assertThat(ProxyHeaderEncoder.v2(CLIENT4, SERVER6, tlvs)).hasSize(706);
        }

        @Test
        void dropsScopeIds() throws UnknownHostException {
            assertThat(ProxyHeaderEncoder.v2(linkLocal(40_000), linkLocal(443), Tlvs.NONE))
                    .startsWith(hex(
                            SIGNATURE,
                            "21 21 002b",
                            "fe800000 00000000 00000000 00000001",
                            "fe800000 00000000 00000000 00000001",
                            "9c40 01bb",
                            "03 0004"));
        }

        @Test
        void saysLocalForItsOwnConnections() {
            assertThat(ProxyHeaderEncoder.v2Local()).isEqualTo(hex(SIGNATURE, "20 00 0000"));
        }
    }

    @Test
    void refusesUnresolvedAddresses() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("shop.example.com", 443);
        assertThatIllegalArgumentException().isThrownBy(() -> ProxyHeaderEncoder.v1(CLIENT4, unresolved));
        assertThatIllegalArgumentException().isThrownBy(() -> ProxyHeaderEncoder.v2(unresolved, SERVER4, Tlvs.NONE));
    }

    private static InetSocketAddress linkLocal(int port) throws UnknownHostException {
        byte[] address = hex("fe800000 00000000 00000000 00000001");
        return new InetSocketAddress(Inet6Address.getByAddress(null, address, 3), port);
    }

    private static InetSocketAddress endpoint(int port, int... octets) {
        byte[] address = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            address[i] = (byte) octets[i];
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

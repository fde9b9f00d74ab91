package fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What backends get to know of the client, and what they do not get to believe. */
class ClientTraceTest {

    @Nested
    class WhatAStrangerSays {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "X-Forwarded-For",
                    "x-forwarded-for",
                    "X_Forwarded_For",
                    "X-Forwarded_For",
                    "X-FORWARDED-PROTO",
                    "X-Forwarded-Port",
                    "X-Forwarded-Host",
                    "X-Forwarded-Server",
                    "X_FORWARDED_PREFIX",
                    "X-Real-IP",
                    "x_real_ip",
                    "Forwarded",
                    "FORWARDED"
                })
        void isDropped(String name) {
            RequestHead head = Heads.get("A: b", name + ": 203.0.113.66", "C: d");

            assertThat(Heads.lines(Heads.PLAIN.request(head)))
                    .containsExactly("GET / HTTP/1.1", "Host: shop.example.com", "A: b", "C: d", "Via: 1.1 fairlead");
            assertThat(Heads.lines(Heads.forwarding(true, true, false).request(head)))
                    .hasSize(10)
                    .noneMatch(line -> line.contains("203.0.113.66"));
        }

        @Test
        void isKeptInOtherFields() {
            assertThat(Heads.lines(Heads.PLAIN.request(Heads.get("X-Real-IPs: a", "Not-Forwarded: b", "X-Forward: c"))))
                    .contains("X-Real-IPs: a", "Not-Forwarded: b", "X-Forward: c");
        }
    }

    @Nested
    class WhatATrustedProxySays {

        private static final String[] SAID = {
            "X-Forwarded-For: 203.0.113.1, 203.0.113.2",
            "x-forwarded-for: 203.0.113.3",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Port: 8443",
            "X-Forwarded-Host: www.example.com",
            "X-Forwarded-Prefix: /shop",
            "X-Real-IP: 203.0.113.1",
            "Forwarded: for=203.0.113.1;proto=https",
            "Forwarded: for=203.0.113.3"
        };

        @Test
        void isKeptAndAddedTo() {
            assertThat(about(Heads.forwarding(true, true, true), SAID))
                    .containsExactly(
                            "X-Forwarded-Prefix: /shop",
                            "X-Real-IP: 203.0.113.1",
                            "X-Forwarded-For: 203.0.113.1, 203.0.113.2, 203.0.113.3, 192.0.2.7",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-Port: 8443",
                            "X-Forwarded-Host: www.example.com",
                            "Forwarded: for=203.0.113.1;proto=https, for=203.0.113.3,"
                                    + " for=192.0.2.7;host=shop.example.com;proto=http");
        }

        @Test
        void isPassedOnAsItIsWhenSwitchedOff() {
            assertThat(about(Heads.forwarding(false, false, true), SAID)).containsExactly(SAID);
        }

        @Test
        void isPassedOnAsItIsInTheFieldsThatAreSwitchedOff() {
            assertThat(about(Heads.forwarding(true, false, true), SAID))
                    .containsSubsequence(SAID[7], SAID[8], "X-Forwarded-Proto: https")
                    .hasSize(8);
            assertThat(about(Heads.forwarding(false, true, true), SAID))
                    .startsWith(SAID[0], SAID[1], SAID[2], SAID[3], SAID[4], SAID[5], SAID[6])
                    .hasSize(8);
        }

        @Test
        void isCompletedWhenItSaysNothing() {
            assertThat(about(Heads.forwarding(true, true, true)))
                    .containsExactly(
                            "X-Forwarded-For: 192.0.2.7",
                            "X-Forwarded-Proto: http",
                            "X-Forwarded-Port: 80",
                            "X-Forwarded-Host: shop.example.com",
                            "Forwarded: for=192.0.2.7;host=shop.example.com;proto=http");
            assertThat(about(Heads.forwarding(true, false, true), "X-Forwarded-For:", "X-Forwarded-Proto:"))
                    .startsWith("X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: http");
        }

        @Test
        void isTheFirstOfSeveral() {
            assertThat(about(Heads.forwarding(true, false, true), "X-Forwarded-Host: a", "X-Forwarded-Host: b"))
                    .endsWith("X-Forwarded-Host: a");
        }

        @Test
        void isNotMixedWithAPortOfOurs() {
            assertThat(about(Heads.forwarding(true, false, true), "X-Forwarded-Proto: https"))
                    .containsExactly(
                            "X-Forwarded-For: 192.0.2.7",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-Host: shop.example.com");
        }

        @Test
        void isNotTakenOffByConnection() {
            assertThat(about(Heads.forwarding(false, false, true), "Connection: X-Forwarded-For", SAID[0]))
                    .containsExactly(SAID[0]);
        }

        @Test
        void isNotSpelledWithUnderscores() {
            assertThat(about(
                            Heads.forwarding(false, false, true),
                            "X_Forwarded_For: 203.0.113.66",
                            "X-Real_IP: 203.0.113.66"))
                    .isEmpty();
        }

        private static List<String> about(Forwarding forwarding, String... said) {
            List<String> lines = Heads.lines(forwarding.request(Heads.get(said)));
            return lines.stream()
                    .filter(line -> line.startsWith("X") || line.startsWith("x") || line.startsWith("Forwarded"))
                    .toList();
        }
    }

    @Nested
    class TheClientsAddress {

        @ParameterizedTest
        @CsvSource({
            "192.0.2.1, 192.0.2.1, 192.0.2.1",
            "255.255.255.255, 255.255.255.255, 255.255.255.255",
            "2001:db8::1, 2001:db8::1, '\"[2001:db8::1]\"'",
            "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1, '\"[2001:db8::1:0:0:1]\"'",
            "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, '\"[2001:db8:0:1:1:1:1:1]\"'",
            "2001:0:0:1:0:0:0:1, 2001:0:0:1::1, '\"[2001:0:0:1::1]\"'",
            "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, '\"[1:2:3:4:5:6:7:8]\"'",
            "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::, '\"[1:2:3:4:5:6::]\"'",
            "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8, '\"[::3:4:5:6:7:8]\"'",
            "0:2:3:4:5:6:7:0, 0:2:3:4:5:6:7:0, '\"[0:2:3:4:5:6:7:0]\"'",
            "::1, ::1, '\"[::1]\"'",
            "::, ::, '\"[::]\"'",
            "fe80::1%1, fe80::1, '\"[fe80::1]\"'"
        })
        void isWrittenInItsShortestForm(String address, String plain, String quoted) throws UnknownHostException {
            assertThat(forwarded(InetAddress.getByName(address)))
                    .containsExactly(
                            "X-Forwarded-For: " + plain,
                            "Forwarded: for=" + quoted + ";host=shop.example.com;proto=http");
        }

        @Test
        void isIpv4WhenItIsIpv4WithinIpv6() throws UnknownHostException {
            byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};
            InetAddress address = Inet6Address.getByAddress("", mapped, 0);

            assertThat(address).isInstanceOf(Inet6Address.class);
            assertThat(forwarded(address))
                    .containsExactly(
                            "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1;host=shop.example.com;proto=http");
        }

        @Test
        void isNotAskedOfTheDns() {
            Forwarding forwarding = new Forwarding(
                    true,
                    false,
                    false,
                    InetSocketAddress.createUnresolved("client.example.com", 1),
                    new InetSocketAddress(80),
                    Optional.empty());

            assertThatIllegalArgumentException().isThrownBy(() -> forwarding.request(Heads.get()));
        }

        private static List<String> forwarded(InetAddress client) {
            Forwarding forwarding = new Forwarding(
                    true,
                    true,
                    false,
                    new InetSocketAddress(client, 50_000),
                    new InetSocketAddress(80),
                    Optional.empty());
            return Heads.lines(forwarding.request(Heads.get()), "X-Forwarded-For", "Forwarded");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, 0, host=shop.example.com",
        "shop.example.com, 8080, 'host=\"shop.example.com:8080\"'",
        "192.0.2.1, 0, host=192.0.2.1",
        "[2001:db8::1], 0, 'host=\"[2001:db8::1]\"'",
        "[2001:db8::1], 8080, 'host=\"[2001:db8::1]:8080\"'"
    })
    void quotesHostsInForwardedWhenTheyNeedIt(String host, int port, String written) {
        Authority authority = new Authority(host, port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
        RequestHead head = new RequestHead("GET", new Target("/"), 1, authority, Fields.NONE, new Framing.None());

        assertThat(Heads.lines(Heads.forwarding(true, true, false).request(head), "Forwarded", "X-Forwarded-Host"))
                .containsExactly(
                        "X-Forwarded-Host: " + authority, "Forwarded: for=192.0.2.7;" + written + ";proto=http");
    }
}

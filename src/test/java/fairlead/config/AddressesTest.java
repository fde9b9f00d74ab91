package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

    private static void refuses(Function<String, ?> parser, String text, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parser.apply(text))
                .withMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*           | \"*\" is not an IP address: write \"::\" for all, IPv4 and IPv6",
                "localhost   | \"localhost\" is not an IP address: write \"127.0.0.1\"",
                "[::1]       | \"[::1]\" is not an IP address: write \"::1\", without brackets",
                "0.0.0.0:443 | \"0.0.0.0:443\" is not an IP address: write the address alone, and the port where ports belong",
                "[::]:443    | \"[::]:443\" is not an IP address: write the address alone, and the port where ports belong",
                "eth0        | \"eth0\" is not an IP address: write one such as \"::\" or \"10.0.0.1\"",
                "224.0.0.1   | \"224.0.0.1\" is a multicast address, which no connection can have: write one such as \"::\" or \"10.0.0.1\"",
            })
    void refusesAnAddressThatNobodyCanListenOn(String text, String sentence) {
        refuses(Addresses::listener, text, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0.0.0.0         | \"0.0.0.0\" is no server's address: write the one of the backend",
                "::              | \"::\" is no server's address: write the one of the backend",
                "10.0.0.300      | \"10.0.0.300\" is not an IP address: write one such as \"10.0.0.11\"",
                "10.0.0.11:443   | \"10.0.0.11:443\" is not an IP address: write the address alone, and the port where ports belong",
                "https://web-1   | \"https://web-1\" is not an IP address: write one such as \"10.0.0.11\"",
                "Web-1.internal. | \"Web-1.internal.\" is a host name; host names as backend addresses are not supported in this version: write the IP address",
            })
    void refusesAnAddressThatNoBackendHas(String text, String sentence) {
        refuses(Addresses::backend, text, sentence);
    }

    @Nested
    class InAFirewall {

        @ParameterizedTest
        @CsvSource({
            "cidr:203.0.113.0/24, 203.0.113.0/24",
            "cidr:198.51.100.7,   198.51.100.7/32",
            "ip:198.51.100.7,     198.51.100.7/32",
            "ip:::ffff:10.0.0.1,  10.0.0.1/32",
            "ip:2001:db8::1,      2001:db8:0:0:0:0:0:1/128",
        })
        void readsBlocksAndAddresses(String text, String block) {
            assertThat(Addresses.firewallEntry(text)).hasToString(block);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "10.0.0.0/8       | \"10.0.0.0/8\" does not say what it is: write \"cidr:10.0.0.0/8\"",
                    "10.0.0.1         | \"10.0.0.1\" does not say what it is: write \"ip:10.0.0.1\"",
                    "ip:10.0.0.0/8    | \"ip:10.0.0.0/8\" is a block of addresses: write \"cidr:10.0.0.0/8\"",
                    "cidr:10.0.0.1/8  | after \"cidr:\", \"10.0.0.1/8\" has bits set after its prefix: write \"10.0.0.0/8\"",
                    "ip:example.com   | after \"ip:\", \"example.com\" is not an IP address",
                    "cidr:            | after \"cidr:\", \"\" is not an IP address",
                    "DE               | \"DE\" is not an IP address: write one such as \"cidr:203.0.113.0/24\" or \"ip:198.51.100.7\"",
                })
        void saysWhatToWriteInstead(String text, String sentence) {
            refuses(Addresses::firewallEntry, text, sentence);
        }
    }

    @Nested
    class AmongTrustedProxies {

        @Test
        void arePlainOrPrefixed() {
            assertThat(Addresses.trustedProxy("10.0.0.0/8")).isEqualTo(Addresses.trustedProxy("cidr:10.0.0.0/8"));
            assertThat(Addresses.trustedProxy("10.0.0.1")).isEqualTo(Addresses.trustedProxy("ip:10.0.0.1"));
        }

        @Test
        void refusesNames() {
            refuses(
                    Addresses::trustedProxy,
                    "haproxy.internal",
                    "\"haproxy.internal\" is not an IP address: write one such as \"10.0.0.0/8\" or \"10.0.0.1\"");
        }
    }
}

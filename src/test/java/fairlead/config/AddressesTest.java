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
                "10.0.0.0/8      | \"10.0.0.0/8\" is not an IP address: write one such as \"10.0.0.11\"",
                "[::1]:443       | \"[::1]:443\" is not an IP address: write the address alone, and the port where ports belong",
                "fe80::1%eth0    | \"fe80::1%eth0\" is not an IP address: write one such as \"10.0.0.11\"",
                "224.0.0.1       | \"224.0.0.1\" is a multicast address, which no connection can have: write one such as \"10.0.0.11\"",
                "https://web-1/x | \"https://web-1/x\" is a URL: write \"web-1\"",
                "https://web-1:443/x | \"https://web-1:443/x\" is a URL: write \"web-1\"",
                "web-1:8443      | \"web-1:8443\" has a port, which belongs in \"port\": write \"web-1\"",
                "*.internal      | \"*.internal\" does not name one host: write a name without *",
                "*               | \"*\" does not name one host: write a name without *",
                "b\u00fccher.internal | \"b\u00fccher.internal\" has letters that are not ASCII: write \"xn--bcher-kva.internal\"",
                "web 1           | \"web 1\" is neither an IP address nor a host name: write one such as \"10.0.0.11\" or \"web-1.internal\"",
                "-web            | \"-web\" is neither an IP address nor a host name: write one such as \"10.0.0.11\" or \"web-1.internal\"",
                "``              | \"\" is neither an IP address nor a host name: write one such as \"10.0.0.11\" or \"web-1.internal\"",
            })
    void refusesAnAddressThatNoBackendHas(String text, String sentence) {
        refuses(Addresses::backend, text, sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "Web-1.Internal., web-1.internal",
        "localhost,       localhost",
        "web_1,           web_1",
        "3com,            3com",
        "cafe,            cafe",
        "10.0.0.11.nip.io, 10.0.0.11.nip.io",
    })
    void readsTheNameOfABackendInLowerCase(String text, String name) {
        assertThat(Addresses.backend(text)).isEqualTo(new BackendAddress.Name(name));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.11, 10.0.0.11", "::ffff:10.0.0.11, 10.0.0.11", "2001:DB8::1, 2001:db8::1", "::1, ::1"})
    void readsTheAddressOfABackend(String text, String address) {
        assertThat(Addresses.backend(text)).isEqualTo(new BackendAddress.Ip(Cidr.literal(address)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0.0.0.0       | \"0.0.0.0\" is no address that a client can connect to: write the one that the DNS gives to clients",
                "::            | \"::\" is no address that a client can connect to: write the one that the DNS gives to clients",
                "lb.example.com | \"lb.example.com\" is not an IP address: write one such as \"203.0.113.10\"",
                "192.0.2.0/24  | \"192.0.2.0/24\" is not an IP address: write one such as \"203.0.113.10\"",
            })
    void refusesAnAddressThatNoClientReaches(String text, String sentence) {
        refuses(Addresses::ofThisMachine, text, sentence);
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

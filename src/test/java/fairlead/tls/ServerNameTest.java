package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.ClientHelloParser.Reason;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

    private static final String LABEL_OF_63 = "a".repeat(63);
    private static final String NAME_OF_253 = (LABEL_OF_63 + ".").repeat(3) + "a".repeat(61);

    @Nested
    class AHostName {

        @ParameterizedTest
        @CsvSource({
            "SHOP.Example.COM, shop.example.com",
            "shop.example.com., shop.example.com",
            "localhost, localhost",
            "my_host.example.com, my_host.example.com",
            "xn--bcher-kva.example, xn--bcher-kva.example",
            "1.2.3.4a, 1.2.3.4a",
            "127.example, 127.example",
            "-a-.example, -a-.example",
            "AZ09-_.z, az09-_.z",
        })
        void isLowerCasedAndLosesOneTrailingDot(String sent, String read) {
            assertThat(Parsing.complete(Hello.to(sent).bytes()).serverName()).contains(read);
        }

        @Test
        void mayHave63CharactersALabelAnd253InAll() {
            assertThat(NAME_OF_253).hasSize(253);
            assertThat(Parsing.complete(Hello.to(NAME_OF_253).bytes()).serverName())
                    .contains(NAME_OF_253);
            assertThat(Parsing.complete(Hello.to(NAME_OF_253 + ".").bytes()).serverName())
                    .contains(NAME_OF_253);
        }
    }

    @Nested
    class IsRefused {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    "..",
                    ".example.com",
                    "shop..example.com",
                    "shop.example.com..",
                    "shop.example.com\u0000",
                    "\u0000",
                    "shop.example.com\u0000.evil.example",
                    "b\u00fccher.example",
                    "shop.example.c\u00f6m",
                    "shop example.com",
                    "shop.example.com/",
                    "*.example.com",
                    "shop.example.com\r\n",
                    "user@example.com",
                    "[fe80]",
                    "`.example",
                    "{.example",
                })
        void whenItCannotBeAHostName(String name) {
            assertThat(Parsing.malformed(Hello.to(name).bytes())).isEqualTo(Reason.BAD_SERVER_NAME);
        }

        @Test
        void whenALabelOrTheNameIsTooLong() {
            assertThat(Parsing.malformed(
                            Hello.to("a" + LABEL_OF_63 + ".example").bytes()))
                    .isEqualTo(Reason.BAD_SERVER_NAME);
            assertThat(Parsing.malformed(Hello.to("example.a" + LABEL_OF_63).bytes()))
                    .isEqualTo(Reason.BAD_SERVER_NAME);
            assertThat(Parsing.malformed(Hello.to(NAME_OF_253 + "a").bytes())).isEqualTo(Reason.BAD_SERVER_NAME);
            assertThat(Parsing.malformed(Hello.to(NAME_OF_253 + "a.").bytes())).isEqualTo(Reason.BAD_SERVER_NAME);
            assertThat(Parsing.malformed(Hello.to("a.".repeat(20_000)).bytes())).isEqualTo(Reason.BAD_SERVER_NAME);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "192.0.2.1",
                    "192.0.2.1.",
                    "192.0.2.256",
                    "3221225985",
                    "shop.example.443",
                    "::1",
                    "2001:db8::1",
                    "[2001:db8::1]",
                    "::ffff:192.0.2.1",
                    "shop.example.com:443",
                })
        void whenItIsAnAddressOrCarriesAPort(String name) {
            assertThat(Parsing.malformed(Hello.to(name).bytes())).isEqualTo(Reason.ADDRESS_AS_SERVER_NAME);
        }

        @Test
        void whenThereAreTwo() {
            assertThat(Parsing.malformed(Hello.withoutServerName()
                            .serverNames("a.example", "b.example")
                            .bytes()))
                    .isEqualTo(Reason.SEVERAL_SERVER_NAMES);
            assertThat(Parsing.malformed(Hello.withoutServerName()
                            .serverNames("a.example", "a.example")
                            .bytes()))
                    .isEqualTo(Reason.SEVERAL_SERVER_NAMES);
        }

        @Test
        void whenItIsOfAnotherTypeThanHostName() {
            byte[] otherType = {0, 6, 1, 0, 3, 'a', '.', 'b'};

            assertThat(Parsing.malformed(
                            Hello.withoutServerName().extension(0, otherType).bytes()))
                    .isEqualTo(Reason.UNKNOWN_NAME_TYPE);
        }

        @Test
        void whenAnotherTypeFollowsTheHostName() {
            byte[] hostNameAndOther = {0, 12, 0, 0, 3, 'a', '.', 'b', 1, 0, 3, 'c', '.', 'd'};

            assertThat(Parsing.malformed(Hello.withoutServerName()
                            .extension(0, hostNameAndOther)
                            .bytes()))
                    .isEqualTo(Reason.SEVERAL_SERVER_NAMES);
        }

        @Test
        void whenTheListOrTheExtensionIsEmpty() {
            assertThat(Parsing.malformed(Hello.withoutServerName().serverNames().bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
            assertThat(Parsing.malformed(Hello.withoutServerName().extension(0).bytes()))
                    .isEqualTo(Reason.BAD_LENGTH);
        }
    }
}

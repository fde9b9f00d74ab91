package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

    private static final String LABEL = "a".repeat(63);

    @ParameterizedTest
    @CsvSource({
        "shop.example.com,       shop.example.com",
        "Shop.Example.COM,       shop.example.com",
        "shop.example.com.,      shop.example.com",
        "*.example.com,          *.example.com",
        "*.EXAMPLE.com.,         *.example.com",
        "localhost,              localhost",
        "_dmarc.my_host.example, _dmarc.my_host.example",
        "xn--bcher-kva.example,  xn--bcher-kva.example",
        "1.2.3.4.example,        1.2.3.4.example",
        "4-4.example,            4-4.example",
    })
    void normalises(String text, String host) {
        assertThat(HostNames.parse(text)).isEqualTo(host);
    }

    @Test
    void takesNamesOfTheGreatestLength() {
        String longest = String.join(".", LABEL, LABEL, LABEL, "a".repeat(61));
        assertThat(HostNames.parse(longest)).hasSize(253);
        assertThatIllegalArgumentException().isThrownBy(() -> HostNames.parse(longest + "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> HostNames.parse(LABEL + "a.example"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*                            | \"*\" is no host name: leave hosts empty to make a catch-all of this load balancer",
                "10.0.0.1                     | \"10.0.0.1\" is an IP address, for which clients send no host name: leave hosts empty to make a catch-all",
                "[2001:db8::1]                | \"[2001:db8::1]\" is an IP address, for which clients send no host name: leave hosts empty to make a catch-all",
                "https://shop.example.com/cart | \"https://shop.example.com/cart\" is a URL: write \"shop.example.com\"",
                "HTTPS://Shop.example.com:443 | \"HTTPS://Shop.example.com:443\" is a URL: write \"shop.example.com\"",
                "shop.example.com:443         | \"shop.example.com:443\" has a port, which belongs in forwarding_rules: write \"shop.example.com\"",
                "*.example.com:443            | \"*.example.com:443\" has a port, which belongs in forwarding_rules: write \"*.example.com\"",
                "shop.*.com                   | \"shop.*.com\" has a * inside: only a whole first label can be one, as in \"*.example.com\"",
                "*shop.example.com            | \"*shop.example.com\" is not a host name: write one such as \"shop.example.com\" or \"*.example.com\"",
                ".example.com                 | \".example.com\" begins with a dot: write \"*.example.com\" for every name below it",
                "b\u00fccher.example          | \"b\u00fccher.example\" has letters that are not ASCII: write \"xn--bcher-kva.example\"",
                "*.B\u00dcCHER.example        | \"*.B\u00dcCHER.example\" has letters that are not ASCII: write \"*.xn--bcher-kva.example\"",
                "stra\u00dfe.example          | \"stra\u00dfe.example\" has letters that are not ASCII: write its ASCII form, which begins with \"xn--\"",
            })
    void saysWhatToWriteInstead(String text, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostNames.parse(text))
                .withMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "*.",
                "**.example.com",
                "a..b",
                "-a.example",
                "a-.example",
                "a b.example",
                " a.example",
                "a.example\n",
                "a/b",
                "a@b.example",
                "a.example:x",
                "example.1",
                "://",
                "//",
                "http://",
                "\ud800.example",
                "\u200d.example",
                "\u3002",
                "*.*.example",
                "a\u0000b",
                "\uff0e"
            })
    void refusesWhatIsNoHostName(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostNames.parse(text))
                .withMessageMatching("\"[^\\p{Cntrl}]*\" [^\\p{Cntrl}]+");
    }

    @Test
    void answersAnEndlessNameWithAShortSentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostNames.parse("a.".repeat(1_000_000) + "\u00fc"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
}

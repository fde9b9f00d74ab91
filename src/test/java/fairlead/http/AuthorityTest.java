package fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, shop.example.com",
        "Shop.EXAMPLE.com, shop.example.com",
        "shop.example.com., shop.example.com",
        "shop.example.com.:80, shop.example.com:80",
        "shop.example.com:, shop.example.com",
        "shop.example.com:1, shop.example.com:1",
        "shop.example.com:65535, shop.example.com:65535",
        "shop.example.com:00080, shop.example.com:80",
        "localhost, localhost",
        "a, a",
        "my_host.example, my_host.example",
        "-a-.example, -a-.example",
        "xn--mller-kva.example, xn--mller-kva.example",
        "1.2.3.4.example, 1.2.3.4.example",
        "123.example, 123.example",
        "1a, 1a",
        "1.2.3.-4, 1.2.3.-4",
        "0x7f.0x1, 0x7f.0x1",
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1:8080, 192.0.2.1:8080",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "[::], [::]",
        "[::1]:443, [::1]:443",
        "[::1]:, [::1]",
        "[2001:DB8::A], [2001:db8::a]",
        "[1:2:3:4:5:6:7:8], [1:2:3:4:5:6:7:8]",
        "[1:2:3:4:5:6:7::], [1:2:3:4:5:6:7::]",
        "[::2:3:4:5:6:7:8], [::2:3:4:5:6:7:8]",
        "[1::8], [1::8]",
        "[0001:0:0000::], [0001:0:0000::]",
        "[::ffff:192.0.2.1]:80, [::ffff:192.0.2.1]:80",
        "[::FFFF:c000:201], [::ffff:c000:201]",
        "[1:2:3:4:5:6:192.0.2.1], [1:2:3:4:5:6:192.0.2.1]",
    })
    void isReadInTheFormThatHostsAreComparedIn(String text, String read) {
        assertThat(Authority.parse(text)).get().hasToString(read);
    }

    @Test
    void keepsHostAndPortApart() {
        assertThat(Authority.parse("A.example:81")).contains(new Authority("a.example", OptionalInt.of(81)));
        assertThat(Authority.parse("[::1]")).contains(new Authority("[::1]", OptionalInt.empty()));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isNoneOfWhatIsInvalid(String text) {
        assertThat(Authority.parse(text)).isEmpty();
    }

    static List<String> invalid() {
        return List.of(
                "",
                ".",
                "..",
                ":",
                ":80",
                ".:80",
                ".a",
                "a..b",
                "a..",
                "a b",
                " a",
                "a ",
                "a\t",
                "a,b",
                "a;b",
                "a/b",
                "a?b",
                "a#b",
                "a@b",
                "@a",
                "a\\b",
                "a%2eb",
                "a%",
                "*",
                "*.a",
                "a!b",
                "a'b",
                "(a)",
                "\u00fc",
                "a\u00e9.b",
                "\u00df",
                "\u0131",
                "\u212a",
                "\uff41",
                "a\0",
                "a\r\nb",
                "a:b",
                "a:80:",
                "a:80:80",
                "a::",
                "a::80",
                "a:-1",
                "a:+1",
                "a: 1",
                "a:1 ",
                "a:0",
                "a:00000",
                "a:65536",
                "a:99999",
                "a:100000",
                "a:000080",
                "a:4294967376",
                "a:0x50",
                "a:8\u0660",
                "a:\uff18",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.00",
                "1..3.4",
                ".1.2.3.4",
                "a.1",
                "0x7f.1",
                "2130706433",
                "\u0661.2.3.4",
                "::1",
                "::1:80",
                "[]",
                "[",
                "]",
                "[]:80",
                "[:]",
                "[:::]",
                "[::1",
                "::1]",
                "[[::1]]",
                "[::1]]",
                "[::1]a",
                "[::1]80",
                "[::1].",
                "[::1]:a",
                "[::1]:0",
                "[1.2.3.4]",
                "[a]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4::5:6:7:8]",
                "[1:2:3:4:5:6:7:8::]",
                "[::1:2:3:4:5:6:7:8]",
                "[1::2::3]",
                "[:1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:]",
                "[1::2:]",
                "[00001::]",
                "[g::]",
                "[-1::]",
                "[::+1]",
                "[::1.2.3]",
                "[::1.2.3.04]",
                "[::1.2.3.4:5]",
                "[1.2.3.4::]",
                "[1:2:3:4:5:6:7:1.2.3.4]",
                "[1:2:3:4:5:6::1.2.3.4]",
                "[fe80::1%eth0]",
                "[fe80::1%25eth0]",
                "[v1.a:b]",
                "[ ::1]",
                "[::1 ]",
                "[::\uff11]");
    }

    @Test
    void hasANameOfAtMost253CharactersInLabelsOfAtMost63() {
        String label = "a".repeat(63);
        String name = String.join(".", label, label, label, "a".repeat(61));

        assertThat(name).hasSize(253);
        assertThat(Authority.parse(name)).get().hasToString(name);
        assertThat(Authority.parse(name + ".")).get().hasToString(name);
        assertThat(Authority.parse(name + "a")).isEmpty();
        assertThat(Authority.parse(label + "a.example")).isEmpty();
        assertThat(Authority.parse("example." + label + "a")).isEmpty();
    }
}

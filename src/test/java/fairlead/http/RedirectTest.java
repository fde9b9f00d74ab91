package fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {

    private static final String NAME = "shop.example.com";
    private static final String LONG = "/" + "a".repeat(8_000) + "?" + "b".repeat(8_000);

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource
    void leadsToTheSameOnHttps(String host, int port, String target, String location) {
        Authority asked = new Authority(host, OptionalInt.empty());

        assertThat(Redirect.location(asked, new Target(target), port)).isEqualTo(location);
    }

    static Stream<Arguments> leadsToTheSameOnHttps() {
        return Stream.of(hosts(), paths(), queries(), attacks()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> hosts() {
        return Stream.of(
                row(NAME, 443, "/", "https://shop.example.com/"),
                row(NAME, 8443, "/", "https://shop.example.com:8443/"),
                row(NAME, 80, "/", "https://shop.example.com:80/"),
                row(NAME, 65_535, "/a?b", "https://shop.example.com:65535/a?b"),
                row(NAME, 1, "/", "https://shop.example.com:1/"),
                row("localhost", 443, "/", "https://localhost/"),
                row("xn--bcher-kva.example", 443, "/", "https://xn--bcher-kva.example/"),
                row("a_b.example.com", 443, "/", "https://a_b.example.com/"),
                row("192.0.2.1", 443, "/", "https://192.0.2.1/"),
                row("192.0.2.1", 8443, "/a", "https://192.0.2.1:8443/a"),
                row("[2001:db8::1]", 443, "/", "https://[2001:db8::1]/"),
                row("[2001:db8::1]", 8443, "/a?b=c", "https://[2001:db8::1]:8443/a?b=c"),
                row("[::1]", 443, "*", "https://[::1]/"),
                row("[::ffff:192.0.2.1]", 444, "/", "https://[::ffff:192.0.2.1]:444/"));
    }

    private static Stream<Arguments> paths() {
        return Stream.of(
                row(NAME, 443, "*", "https://shop.example.com/"),
                row(NAME, 8443, "*", "https://shop.example.com:8443/"),
                row(NAME, 443, "/a/b/c.html", "https://shop.example.com/a/b/c.html"),
                row(NAME, 443, "/a/", "https://shop.example.com/a/"),
                row(NAME, 443, "/a//b", "https://shop.example.com/a//b"),
                row(NAME, 443, "/a/../b/./c", "https://shop.example.com/a/../b/./c"),
                row(NAME, 443, "/..", "https://shop.example.com/.."),
                row(NAME, 443, "/caf%C3%A9", "https://shop.example.com/caf%C3%A9"),
                row(NAME, 443, "/%e2%82%ac", "https://shop.example.com/%e2%82%ac"),
                row(NAME, 443, "/a%2Fb%2f%25", "https://shop.example.com/a%2Fb%2f%25"),
                row(NAME, 443, "/100%", "https://shop.example.com/100%"),
                row(NAME, 443, "/%zz%", "https://shop.example.com/%zz%"),
                row(NAME, 443, "/a+b", "https://shop.example.com/a+b"),
                row(NAME, 443, "/a;v=1,2", "https://shop.example.com/a;v=1,2"),
                row(NAME, 443, "/~me/-._!$&'()*", "https://shop.example.com/~me/-._!$&'()*"),
                row(NAME, 443, "/a:b", "https://shop.example.com/a:b"),
                row(NAME, 443, "/a[1]", "https://shop.example.com/a[1]"),
                row(NAME, 443, "/a|b^c", "https://shop.example.com/a%7Cb%5Ec"),
                row(NAME, 443, "/{id}/`x`", "https://shop.example.com/%7Bid%7D/%60x%60"),
                row(NAME, 443, LONG, "https://shop.example.com" + LONG));
    }

    private static Stream<Arguments> queries() {
        return Stream.of(
                row(NAME, 443, "/?", "https://shop.example.com/?"),
                row(NAME, 443, "/??", "https://shop.example.com/??"),
                row(NAME, 443, "/a?b=c&d=e", "https://shop.example.com/a?b=c&d=e"),
                row(NAME, 443, "/a?b?c=/d//e", "https://shop.example.com/a?b?c=/d//e"),
                row(NAME, 443, "/?to=https://evil.com/", "https://shop.example.com/?to=https://evil.com/"),
                row(NAME, 443, "/?to=//evil.com", "https://shop.example.com/?to=//evil.com"),
                row(NAME, 443, "/?q=\"a\"", "https://shop.example.com/?q=%22a%22"),
                row(NAME, 443, "/?q={\"a\":[1]}", "https://shop.example.com/?q=%7B%22a%22:[1]%7D"),
                row(NAME, 443, "/?a=b=c==", "https://shop.example.com/?a=b=c=="));
    }

    private static Stream<Arguments> attacks() {
        return Stream.of(
                row(NAME, 443, "//evil.com/x", "https://shop.example.com//evil.com/x"),
                row(NAME, 443, "///evil.com", "https://shop.example.com///evil.com"),
                row(NAME, 443, "/\\evil.com", "https://shop.example.com/%5Cevil.com"),
                row(NAME, 443, "/\\/evil.com", "https://shop.example.com/%5C/evil.com"),
                row(NAME, 443, "/@evil.com", "https://shop.example.com/@evil.com"),
                row(NAME, 8443, "/@evil.com:80/", "https://shop.example.com:8443/@evil.com:80/"),
                row(NAME, 443, "/.evil.com", "https://shop.example.com/.evil.com"),
                row(NAME, 443, "/:80@evil.com", "https://shop.example.com/:80@evil.com"),
                row(NAME, 443, "/%0d%0aSet-Cookie:a=b", "https://shop.example.com/%0d%0aSet-Cookie:a=b"),
                row(NAME, 443, "/%5C%5Cevil.com", "https://shop.example.com/%5C%5Cevil.com"),
                row(NAME, 443, "/%2F%2Fevil.com", "https://shop.example.com/%2F%2Fevil.com"),
                row(NAME, 443, "/%00", "https://shop.example.com/%00"),
                row(NAME, 443, "/<script>'\"", "https://shop.example.com/%3Cscript%3E'%22"),
                row(NAME, 443, "/javascript:alert(1)", "https://shop.example.com/javascript:alert(1)"));
    }

    private static Arguments row(String host, int port, String target, String location) {
        return Arguments.of(host, port, target, location);
    }

    @Test
    void dropsThePortOfTheRequest() {
        Authority asked = new Authority(NAME, OptionalInt.of(8080));

        assertThat(Redirect.location(asked, new Target("/a"), 443)).isEqualTo("https://shop.example.com/a");
        assertThat(Redirect.location(asked, new Target("/a"), 8443)).isEqualTo("https://shop.example.com:8443/a");
    }

    /** None of these comes through the parser. */
    @ParameterizedTest
    @ValueSource(
            strings = {"@evil.com", ".evil.com", ":80@evil.com/", "evil.com", "", "/\r\nA: b", "/a b", "/#a", "/\u00e9"
            })
    void neverLeadsElsewhereWhateverTheTarget(String target) {
        URI location = URI.create(Redirect.location(Heads.SHOP, new Target(target), 443));

        assertThat(location.getScheme()).isEqualTo("https");
        assertThat(location.getRawAuthority()).isEqualTo(NAME);
        assertThat(location.getRawFragment()).isNull();
        assertThat(location.toString()).matches("[!-~]+");
    }
}

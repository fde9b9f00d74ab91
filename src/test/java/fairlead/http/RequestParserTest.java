package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.http.RequestParser.Result.Complete;
import fairlead.http.RequestParser.Result.Incomplete;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

    private static final List<String> VALID = List.of(
            "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n",
            "\r\nPOST /a?b=c HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\nContent-Length: 5\r\n\r\n",
            "OPTIONS * HTTP/1.0\r\nX-Empty:\r\nHost:a\r\nX-Text: \u00fc\t\u00ff\r\n\r\n",
            "PUT http://a:80/x HTTP/1.1\r\nHost: a\r\ntransfer-encoding:\tCHUNKED \t\r\nExpect: 100-Continue\r\n\r\n",
            "M-SEARCH //x/../%zz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, x\r\nUpgrade: websocket\r\n\r\n");

    static List<String> valid() {
        return VALID;
    }

    @ParameterizedTest
    @MethodSource("valid")
    void asksForMoreUntilTheHeadIsThere(String head) {
        byte[] bytes = head.getBytes(ISO_8859_1);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(RequestParser.parse(bytes, 0, length))
                    .as("%d bytes", length)
                    .isInstanceOf(Incomplete.class);
        }

        assertThat(complete(head).length()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void looksAtNothingAroundTheHead(String head) {
        String more = "\0\n" + head + "\0\u0016 GET";
        byte[] bytes = more.getBytes(ISO_8859_1);

        assertThat(RequestParser.parse(bytes, 2, bytes.length)).isEqualTo(complete(head));
        assertThat(RequestParser.parse(bytes, 2, 2 + head.length())).isEqualTo(complete(head));
    }

    @Test
    void findsTheSecondOfTwoRequestsBehindTheFirst() {
        byte[] both = (VALID.get(0) + VALID.get(1)).getBytes(ISO_8859_1);
        int first = complete(VALID.get(0)).length();

        assertThat(RequestParser.parse(both, first, both.length)).isEqualTo(complete(VALID.get(1)));
    }

    @Test
    void readsEveryPart() {
        String[] lines = {
            "PATCH /a/b?c=d?e HTTP/1.1",
            "hOST: Shop.Example.COM.:8080",
            "X-A:  b  c\t",
            "x-a: \u00e4",
            "Content-Length: 0012",
            "\r\n"
        };
        RequestHead head = complete(String.join("\r\n", lines)).head();

        assertThat(head.method()).isEqualTo("PATCH");
        assertThat(head.target().path()).isEqualTo("/a/b");
        assertThat(head.target().query()).contains("c=d?e");
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.authority()).isEqualTo(new Authority("shop.example.com", OptionalInt.of(8080)));
        assertThat(head.fields().all("X-A")).containsExactly("b  c", "\u00e4");
        assertThat(head.fields().lines().getFirst()).isEqualTo(new Field("hOST", "Shop.Example.COM.:8080"));
        assertThat(head.framing()).isEqualTo(new Framing.Length(12));
    }

    @Nested
    class ATarget {

        @ParameterizedTest
        @CsvSource({
            "GET, /, /",
            "GET, //evil.example/x, //evil.example/x",
            "GET, /\\evil.example, /\\evil.example",
            "GET, /a?b=http://c, /a?b=http://c",
            "GET, /%00%0d%0a, /%00%0d%0a",
            "GET, '/\"<>^`{|}', '/\"<>^`{|}'",
            "GET, http://b, /",
            "GET, HTTP://b/, /",
            "GET, http://b/c?d, /c?d",
            "GET, http://b?d, /?d",
            "GET, http://b//c, //c",
            "GET, http://b/@c:d, /@c:d",
            "OPTIONS, http://b, *",
            "OPTIONS, http://b/, /",
            "OPTIONS, http://b?c, /?c",
            "OPTIONS, *, *",
            "OPTIONS, /, /",
            "get, /, /",
        })
        void isReadInEachForm(String method, String sent, String read) {
            RequestHead head = complete(method + " " + sent + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .head();

            assertThat(head.target().text()).isEqualTo(read);
            assertThat(head.method()).isEqualTo(method);
        }

        @ParameterizedTest
        @CsvSource({
            "/, a.example:81",
            "http://b.example, b.example",
            "http://B.example:8080/x, b.example:8080",
            "http://b.example:/x, b.example",
            "http://[2001:DB8::1]:1?x, [2001:db8::1]:1",
        })
        void hasTheLastWordOnWhomItIsFor(String target, String authority) {
            RequestHead head = complete("GET " + target + " HTTP/1.1\r\nHost: a.example:81\r\n\r\n")
                    .head();

            assertThat(head.authority()).hasToString(authority);
        }
    }

    @Nested
    class ABody {

        @Test
        void isNoneUnlessOneIsAnnounced() {
            assertThat(framing("POST", "")).isEqualTo(new Framing.None());
            assertThat(framing("GET", "X: Transfer-Encoding: chunked\r\n")).isEqualTo(new Framing.None());
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS", "POST", "X"})
        void mayComeWithEveryMethod(String method) {
            assertThat(framing(method, "Content-Length: 7\r\n")).isEqualTo(new Framing.Length(7));
            assertThat(framing(method, "Transfer-Encoding: chunked\r\n")).isEqualTo(new Framing.Chunked());
        }

        @ParameterizedTest
        @CsvSource({"0, 0", "007, 7", "000000000000000009, 9", "999999999999999999, 999999999999999999"})
        void hasALengthOfUpTo18Digits(String sent, long length) {
            assertThat(framing("POST", "Content-Length:\t" + sent + " \r\n")).isEqualTo(new Framing.Length(length));
        }

        @ParameterizedTest
        @ValueSource(strings = {"chunked", "CHUNKED", "\tchunked", " \t Chunked \t "})
        void isChunkedWithSpacesAroundTheWord(String coding) {
            assertThat(framing("POST", "Transfer-Encoding:" + coding + "\r\n")).isEqualTo(new Framing.Chunked());
        }

        private static Framing framing(String method, String fields) {
            return complete(method + " / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n")
                    .head()
                    .framing();
        }
    }

    @Nested
    class AHead {

        @Test
        void mayHaveAHundredFields() {
            String head = "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(99) + "\r\n";

            assertThat(complete(head).head().fields().lines()).hasSize(100);
        }

        @Test
        void mayHaveAMethodOf32Characters() {
            String method = "!#$%&'*+-.^_`|~0123456789abcXYZ_";

            assertThat(method).hasSize(32);
            assertThat(complete(method + " / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head()
                            .method())
                    .isEqualTo(method);
        }

        @Test
        void mayHaveFieldsWithUnderscoresThatSayNothingOfTheBody() {
            assertThat(head("Content_Type: x\r\n_: y\r\n").fields().first("Content_Type"))
                    .contains("x");
        }

        @Test
        void waitsForAContinueOnlyWithHttp11() {
            assertThat(head("Expect: 100-Continue\r\n").expectsContinue()).isTrue();
            assertThat(head("Expect:\r\n").expectsContinue()).isFalse();
            assertThat(complete("GET / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")
                            .head()
                            .expectsContinue())
                    .isFalse();
        }

        @ParameterizedTest
        @CsvSource({
            "1.1, '', true",
            "1.1, 'Connection: close\r\n', false",
            "1.1, 'Connection: x, CLOSE\r\n', false",
            "1.1, 'Connection: keep-alive\r\nConnection: close\r\n', false",
            "1.0, '', false",
            "1.0, 'Connection: Keep-Alive\r\n', true",
            "1.0, 'Connection: keep-alive, close\r\n', false",
        })
        void saysWhetherAnotherMayFollow(String version, String fields, boolean keepsAlive) {
            RequestHead head = complete("GET / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n")
                    .head();

            assertThat(head.keepsAlive()).isEqualTo(keepsAlive);
        }
    }

    @Nested
    class AnUpgrade {

        @ParameterizedTest
        @ValueSource(strings = {"websocket", "WebSocket", "foo/1.0, bar", "a,b/2"})
        void isWhatTheFieldSays(String protocols) {
            assertThat(head("Connection: keep-alive, Upgrade\r\nUpgrade: " + protocols + "\r\n")
                            .upgrade())
                    .contains(protocols);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Upgrade: websocket\r\n",
                    "Connection: upgrade\r\n",
                    "Connection: upgrade\r\nUpgrade:\r\n",
                    "Connection: upgrade\r\nUpgrade: h2c\r\n",
                    "Connection: upgrade\r\nUpgrade: H2C\r\n",
                    "Connection: upgrade\r\nUpgrade: websocket, h2c\r\n",
                    "Connection: upgrade\r\nUpgrade: HTTP/2.0\r\n",
                    "Connection: upgrade, HTTP2-Settings\r\nUpgrade: websocket\r\nHTTP2-Settings: AAM\r\n",
                    "Connection: upgrade\r\nUpgrade: web socket\r\n",
                    "Connection: upgrade\r\nUpgrade: websocket/\r\n",
                    "Connection: upgrade\r\nUpgrade: /1\r\n",
                    "Connection: upgrade\r\nUpgrade: a/b/c\r\n",
                    "Connection: upgrade\r\nUpgrade: a,\r\n",
                    "Connection: upgrade\r\nUpgrade: (a)\r\nUpgrade: websocket\r\n",
                })
        void isNoneThatCannotBePassedOn(String fields) {
            assertThat(head(fields).upgrade()).isEmpty();
        }

        @Test
        void isTheFirstOfSeveral() {
            assertThat(head("Connection: upgrade\r\nUpgrade: a\r\nUpgrade: h2c\r\n")
                            .upgrade())
                    .contains("a");
        }

        @Test
        void isNoneWithHttp10() {
            assertThat(complete("GET / HTTP/1.0\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: a\r\n\r\n")
                            .head()
                            .upgrade())
                    .isEmpty();
        }
    }

    private static RequestHead head(String fields) {
        return complete("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").head();
    }

    private static Complete complete(String head) {
        byte[] bytes = head.getBytes(ISO_8859_1);
        return (Complete) RequestParser.parse(bytes, 0, bytes.length);
    }
}

package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fairlead.http.ResponseParser.Result;
import fairlead.http.ResponseParser.Result.Complete;
import fairlead.http.ResponseParser.Result.Incomplete;
import fairlead.http.ResponseParser.Result.Malformed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    static List<String> valid() {
        return List.of(
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.0 404\r\n\r\n",
                "HTTP/1.1 500 \r\nX: y\r\n\r\n",
                "HTTP/1.1 302 Found\nLocation: /\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\nX: y\r\nZ: a\n b\r\n\n",
                "HTTP/1.1 599 Gr\u00fc\u00df Gott\tdu\r\nTransfer-Encoding: Chunked\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void asksForMoreUntilTheHeadIsThere(String head) {
        byte[] bytes = head.getBytes(ISO_8859_1);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(ResponseParser.parse(bytes, 0, length))
                    .as("%d bytes", length)
                    .isInstanceOf(Incomplete.class);
        }

        assertThat(complete(head).length()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void looksAtNothingAroundTheHead(String head) {
        byte[] bytes = ("\0\n" + head + "\0\u0016 HTTP").getBytes(ISO_8859_1);

        assertThat(ResponseParser.parse(bytes, 2, bytes.length)).isEqualTo(complete(head));
    }

    @Test
    void readsEveryPart() {
        ResponseHead head = head("HTTP/1.0 418 I'm a teapot\r\nSet-Cookie: a=b\r\nset-cookie:  c \t\r\nX:\r\n\r\n");

        assertThat(head.status()).isEqualTo(418);
        assertThat(head.reason()).isEqualTo("I'm a teapot");
        assertThat(head.minorVersion()).isZero();
        assertThat(head.fields().lines())
                .containsExactly(new Field("Set-Cookie", "a=b"), new Field("set-cookie", "c"), new Field("X", ""));
    }

    @ParameterizedTest
    @CsvSource({"'HTTP/1.1 200', ''", "'HTTP/1.1 200 ', ''", "'HTTP/1.1 200 a b', 'a b'"})
    void readsAReasonIfThereIsOne(String line, String reason) {
        assertThat(head(line + "\r\n\r\n").reason()).isEqualTo(reason);
        assertThat(head(line + "\n\n").reason()).isEqualTo(reason);
    }

    @Nested
    class AField {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "X: a\r\n b\r\n",
                    "X: a \r\n\t b \r\n",
                    "X: a\n b\n",
                    "X:\r\n a b\r\n",
                    "X: a b\r\n \r\n",
                    "X: a\r\n \r\n \r\n",
                })
        void isUnfolded(String lines) {
            assertThat(head(OK + lines + "\r\n").fields().first("X").orElseThrow())
                    .matches("a( +b)?");
        }

        @Test
        void losesTheSpaceBeforeItsColon() {
            assertThat(head(OK + "Transfer-Encoding \t: chunked\r\n\r\n").framing("GET"))
                    .isEqualTo(new Framing.Chunked());
        }
    }

    @Nested
    class ABody {

        @ParameterizedTest
        @CsvSource({
            "GET, 200, '', until close",
            "GET, 200, 'Content-Length: 05\r\n', 5",
            "GET, 200, 'Content-Length: 0\r\n', 0",
            "GET, 200, 'Content-Length: 5\r\nX: y\r\ncontent-length: 05\r\n', 5",
            "GET, 200, 'Content-Length: 5, 5,5\r\n', 5",
            "GET, 200, 'Transfer-Encoding: chunked\r\n', chunked",
            "POST, 500, 'Transfer-Encoding:CHUNKED\r\n', chunked",
            "head, 200, 'Content-Length: 5\r\n', 5",
            "HEAD, 200, 'Content-Length: 5\r\n', none",
            "HEAD, 200, 'Transfer-Encoding: chunked\r\n', none",
            "HEAD, 200, '', none",
            "GET, 100, 'Content-Length: 5\r\n', none",
            "GET, 101, '', none",
            "GET, 103, '', none",
            "GET, 204, 'Content-Length: 5\r\n', none",
            "GET, 304, 'Content-Length: 5\r\n', none",
            "GET, 304, 'Transfer-Encoding: chunked\r\n', none",
            "GET, 205, '', until close",
            "GET, 199, '', none",
        })
        void endsWhereTheResponseAndItsRequestSay(String method, int status, String fields, String framing) {
            Framing expected = switch (framing) {
                case "none" -> new Framing.None();
                case "chunked" -> new Framing.Chunked();
                case "until close" -> new Framing.UntilClose();
                default -> new Framing.Length(Long.parseLong(framing));
            };

            assertThat(head("HTTP/1.1 " + status + "\r\n" + fields + "\r\n").framing(method))
                    .isEqualTo(expected);
        }

        @Test
        void hasOneContentLengthHoweverManyCame() {
            ResponseHead head = head(OK + "Content-Length: 05\r\nX: y\r\ncontent-length: 5, 5\r\n\r\n");

            assertThat(head.fields().lines()).containsExactly(new Field("Content-Length", "5"), new Field("X", "y"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, 200, '', true",
        "1.1, 200, 'Connection: x, Close\r\n', false",
        "1.0, 200, '', false",
        "1.0, 200, 'Connection: Keep-Alive\r\n', true",
        "1.0, 200, 'Connection: keep-alive, close\r\n', false",
        "1.1, 204, 'Content-Length: 0\r\n', true",
        "1.1, 204, 'Content-Length: 5\r\n', false",
        "1.1, 204, 'Transfer-Encoding: chunked\r\n', false",
        "1.1, 103, 'Content-Length: 5\r\n', false",
        "1.1, 304, 'Content-Length: 5\r\n', true",
        "1.1, 304, 'Transfer-Encoding: chunked\r\n', true",
    })
    void saysWhetherTheConnectionCanBeUsedAgain(String version, int status, String fields, boolean keepsAlive) {
        assertThat(head("HTTP/" + version + ' ' + status + "\r\n" + fields + "\r\n")
                        .keepsAlive())
                .isEqualTo(keepsAlive);
    }

    @ParameterizedTest
    @CsvSource({"100, true", "103, true", "199, true", "101, false", "200, false"})
    void saysWhetherAnotherFollows(int status, boolean interim) {
        assertThat(head("HTTP/1.1 " + status + "\r\n\r\n").isInterim()).isEqualTo(interim);
    }

    @ParameterizedTest(name = "{index}: {1}")
    @MethodSource("malformed")
    void refuses(String response, String sentence) {
        assertThat(parse(response)).isEqualTo(new Malformed(sentence));
    }

    static Stream<Arguments> malformed() {
        String line = "The response's first line is not a version, a status and a reason.";
        String protocol = "What the backend sent is no HTTP/1 response.";
        String name = "A header field of the response has an invalid name.";
        String control = "A header field of the response holds a control character.";
        String length = "The response's Content-Length is not a number of 1 to 18 digits.";
        String lengths = "The response has two values of Content-Length.";
        String coding = "The response's Transfer-Encoding is something else than chunked.";
        return Stream.of(
                arguments("\u0015\u0003", "The backend speaks TLS on a port that a rule for http leads to."),
                arguments("S", protocol),
                arguments("\r\n" + OK, protocol),
                arguments("http/1.1 200 OK\r\n", protocol),
                arguments("HTTP/2", protocol),
                arguments("ICY 200 OK\r\n", protocol),
                arguments("HTTP/1.2 200 OK\r\n", line),
                arguments("HTTP/1.1\r\n", line),
                arguments("HTTP/1.1 20\r\n", line),
                arguments("HTTP/1.1  200 OK\r\n", line),
                arguments("HTTP/1.1  20 OK\r\n", "The response's status is not a number."),
                arguments("HTTP/1.1 2OO OK\r\n", "The response's status is not a number."),
                arguments("HTTP/1.1 20\u00b2 OK\r\n", "The response's status is not a number."),
                arguments("HTTP/1.1 099 OK\r\n", "The response's status is not from 100 to 599."),
                arguments("HTTP/1.1 600 OK\r\n", "The response's status is not from 100 to 599."),
                arguments("HTTP/1.1 2000 OK\r\n", line),
                arguments("HTTP/1.1 200\tOK\r\n", line),
                arguments("HTTP/1.1 200 O\0K\r\n", line),
                arguments("HTTP/1.1 200 O\rK\r\n", line),
                arguments("HTTP/1.1 200 OK\r\r\n", line),
                arguments(OK + " X: y\r\n", "The response's first header field begins with white space."),
                arguments(OK + "X\r\n", "A line of the response's head is no header field: it has no colon."),
                arguments(OK + ": y\r\n", name),
                arguments(OK + "X Y: z\r\n", name),
                arguments(OK + "X\u00fc: z\r\n", name),
                arguments(OK + "X: a\0b\r\n", control),
                arguments(OK + "X: a\rSet-Cookie: b=c\r\n", control),
                arguments(OK + "X: a\r\r\n", control),
                arguments(OK + "\r\r\n", control),
                arguments(OK + "X: a\r\n b\u007f\r\n", control),
                arguments(OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", lengths),
                arguments(OK + "Content-Length: 5, 6\r\n\r\n", lengths),
                arguments(OK + "Content-Length: 5,\r\n\r\n", length),
                arguments(OK + "Content-Length: +5\r\n\r\n", length),
                arguments(OK + "Content-Length:\r\n\r\n", length),
                arguments(OK + "Content-Length: 5\r\n 6\r\n\r\n", length),
                arguments(OK + "Content-Length: 9223372036854775808\r\n\r\n", length),
                arguments(
                        OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "The response has both Content-Length and Transfer-Encoding."),
                arguments(OK + "Transfer-Encoding: gzip\r\n\r\n", coding),
                arguments(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n", coding),
                arguments(OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", coding),
                arguments(OK + "Transfer-Encoding:\r\n\r\n", coding),
                arguments(OK + "Transfer-Encoding: chunked\r\n x\r\n\r\n", coding),
                arguments(
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "The response has a Transfer-Encoding, which HTTP/1.0 does not know."),
                arguments(OK + "X: y\r\n".repeat(201), "The response has more than 200 lines of header fields."),
                arguments(
                        OK + "X: y\r\n" + " z\r\n".repeat(200),
                        "The response has more than 200 lines of header fields."));
    }

    @Nested
    class TheLimits {

        @Test
        void are200Lines() {
            assertThat(head(OK + "X: y\r\n".repeat(200) + "\r\n").fields().lines())
                    .hasSize(200);
        }

        @Test
        void are32KiB() {
            String beginning = OK + "X: ";
            String head = beginning + "y".repeat(ResponseParser.MOST_HEAD - beginning.length() - 4) + "\r\n\r\n";
            Malformed tooLarge = new Malformed("The response's head is larger than 32 KiB.");

            assertThat(complete(head).length()).isEqualTo(ResponseParser.MOST_HEAD);
            assertThat(parse(head.substring(0, ResponseParser.MOST_HEAD - 1))).isInstanceOf(Incomplete.class);
            assertThat(parse(beginning + "y" + head.substring(beginning.length())))
                    .isEqualTo(tooLarge);
            assertThat(parse("HTTP/1.1 200 " + "a".repeat(ResponseParser.MOST_HEAD)))
                    .isEqualTo(tooLarge);
        }
    }

    private static ResponseHead head(String response) {
        return complete(response).head();
    }

    private static Complete complete(String response) {
        return (Complete) parse(response);
    }

    private static Result parse(String response) {
        return ResponseParser.parse(response.getBytes(ISO_8859_1), 0, response.length());
    }
}

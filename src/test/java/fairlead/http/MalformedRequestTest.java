package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fairlead.http.RequestParser.Result;
import fairlead.http.RequestParser.Result.Complete;
import fairlead.http.RequestParser.Result.Incomplete;
import fairlead.http.RequestParser.Result.Malformed;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedRequestTest {

    private static final String HOST = "Host: a\r\n";

    @ParameterizedTest
    @MethodSource("fairlead.http.MalformedRequests#all")
    void isRefused(MalformedRequests.Case request) {
        assertThat(parse(request.bytes())).isInstanceOf(Malformed.class);
        assertThat(rejection(request.bytes()).status()).isEqualTo(request.status());
    }

    @ParameterizedTest
    @MethodSource("fairlead.http.MalformedRequests#all")
    void isRefusedAlikeHoweverItCameInPieces(MalformedRequests.Case request) {
        byte[] bytes = request.bytes().getBytes(ISO_8859_1);
        Rejection rejection = rejection(request.bytes());
        boolean refused = false;
        int step = 1 + bytes.length / 1000;
        for (int length = 0; length <= bytes.length; length += step) {
            Result result = RequestParser.parse(bytes, 0, length);
            if (refused || result instanceof Malformed) {
                refused = true;
                assertThat(result).as("%d bytes", length).isEqualTo(new Malformed(rejection));
            } else {
                assertThat(result).as("%d bytes", length).isInstanceOf(Incomplete.class);
            }
        }
    }

    @Test
    void hasATableWithoutRepetition() {
        List<MalformedRequests.Case> all = MalformedRequests.all();
        Set<String> names = all.stream().map(MalformedRequests.Case::name).collect(Collectors.toSet());
        Set<String> bytes = all.stream().map(MalformedRequests.Case::bytes).collect(Collectors.toSet());

        assertThat(names).hasSameSizeAs(all).hasSizeGreaterThan(150);
        assertThat(bytes).hasSameSizeAs(all);
    }

    @Test
    void isInTheTableForEachRejection() {
        EnumSet<Rejection> seen = EnumSet.noneOf(Rejection.class);
        for (MalformedRequests.Case request : MalformedRequests.all()) {
            seen.add(rejection(request.bytes()));
        }

        assertThat(seen).containsExactlyInAnyOrder(Rejection.values());
    }

    @ParameterizedTest
    @EnumSource(Rejection.class)
    void isToldInASentence(Rejection rejection) {
        assertThat(rejection.sentence()).matches("[A-Z][ -~]+[.]");
        assertThat(rejection.status()).isIn(400, 405, 414, 417, 421, 431, 505);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("rules")
    void isRefusedForWhatIsWrong(String request, Rejection rejection) {
        assertThat(parse(request)).isEqualTo(new Malformed(rejection));
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments("\u0016\u0003", Rejection.TLS_HELLO),
                arguments("\u0015", Rejection.NOT_HTTP),
                arguments("GET / HTTP/1.1\rX", Rejection.BARE_CR),
                arguments("GET / HTTP/1.1\n", Rejection.BARE_LF),
                arguments("GET\r\n", Rejection.REQUEST_LINE),
                arguments("GET /a b HTTP/1.1\r\n", Rejection.REQUEST_LINE),
                arguments("G[T / HTTP/1.1\r\n", Rejection.METHOD),
                arguments("TRACE / HTTP/1.1\r\n", Rejection.METHOD_NOT_ALLOWED),
                arguments("GET /\r\n", Rejection.NO_VERSION),
                arguments("GET / HTTP/one\r\n", Rejection.VERSION),
                arguments("GET / HTTP/3.0\r\n", Rejection.UNSUPPORTED_VERSION),
                arguments("GET /\u00fc HTTP/1.1\r\n", Rejection.TARGET_CHARACTER),
                arguments("GET /# HTTP/1.1\r\n", Rejection.TARGET_FRAGMENT),
                arguments("GET * HTTP/1.1\r\n", Rejection.TARGET_FORM),
                arguments("GET ftp://a/ HTTP/1.1\r\n", Rejection.TARGET_SCHEME),
                arguments("GET https://a/ HTTP/1.1\r\n", Rejection.TARGET_SCHEME_HTTPS),
                arguments("GET http://b@a/ HTTP/1.1\r\n", Rejection.TARGET_USER),
                arguments("GET http://a:b/ HTTP/1.1\r\n", Rejection.TARGET_AUTHORITY),
                arguments(get(" X: y\r\n"), Rejection.SPACE_BEFORE_FIELDS),
                arguments(get("X: y\r\n z\r\n"), Rejection.FOLDED_FIELD),
                arguments(get("X\r\n"), Rejection.NO_COLON),
                arguments(get("X : y\r\n"), Rejection.SPACE_BEFORE_COLON),
                arguments(get(": y\r\n"), Rejection.FIELD_NAME),
                arguments(get(" : y\r\n"), Rejection.SPACE_BEFORE_FIELDS),
                arguments(get("X: \0\r\n"), Rejection.FIELD_VALUE),
                arguments(get("\r\n"), Rejection.NO_HOST),
                arguments(get(HOST + HOST + "\r\n"), Rejection.REPEATED_HOST),
                arguments(get("Host: \r\n\r\n"), Rejection.HOST),
                arguments(get(HOST + "Content-Length: +1\r\n\r\n"), Rejection.CONTENT_LENGTH),
                arguments(get(HOST + "Content-Length: 1, 1\r\n\r\n"), Rejection.REPEATED_CONTENT_LENGTH),
                arguments(
                        get(HOST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
                        Rejection.LENGTH_AND_CODING),
                arguments(get(HOST + "Transfer-Encoding: gzip\r\n\r\n"), Rejection.TRANSFER_ENCODING),
                arguments(
                        get(HOST + "Transfer-Encoding: chunked\r\n".repeat(2) + "\r\n"),
                        Rejection.REPEATED_TRANSFER_ENCODING),
                arguments(
                        "GET / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n",
                        Rejection.TRANSFER_ENCODING_IN_HTTP_1_0),
                arguments(get(HOST + "Content_length: 1\r\n\r\n"), Rejection.FRAMING_WITH_UNDERSCORE),
                arguments(get(HOST + "Connection: Host\r\n\r\n"), Rejection.CONNECTION_OPTION),
                arguments(get(HOST + "Expect: more\r\n\r\n"), Rejection.EXPECTATION));
    }

    @ParameterizedTest(name = "{index}: after {1} bytes")
    @MethodSource("firstWrongLines")
    void isRefusedBeforeItsEnd(String beginning, int stillFine) {
        byte[] bytes = beginning.getBytes(ISO_8859_1);

        assertThat(RequestParser.parse(bytes, 0, stillFine)).isInstanceOf(Incomplete.class);
        assertThat(RequestParser.parse(bytes, 0, stillFine + 1)).isInstanceOf(Malformed.class);
    }

    static Stream<Arguments> firstWrongLines() {
        return Stream.of(
                arguments("\u0016", 0),
                arguments("\u0080", 0),
                arguments(" ", 0),
                arguments("\rX", 1),
                arguments("\r\n\r", 2),
                arguments("GET /\r\n", 6),
                arguments("GET / HTTP/1.1\n", 14),
                arguments("GET / HTTP/1.1\rX", 15),
                arguments("GET / HTTP/1.1\r\nX y\r\n", 20),
                arguments("GET / HTTP/1.1\r\nX: y\r\n \r\n", 24));
    }

    @Test
    void isNotAHeadOfExactlyTheLimit() {
        String head = MalformedRequests.headOf(RequestParser.MOST_HEAD);

        assertThat(parse(head)).isInstanceOf(Complete.class);
        assertThat(parse(head.substring(0, RequestParser.MOST_HEAD - 1))).isInstanceOf(Incomplete.class);
        assertThat(parse(MalformedRequests.headOf(RequestParser.MOST_HEAD + 1)))
                .isEqualTo(new Malformed(Rejection.HEAD_TOO_LARGE));
    }

    @Test
    void isRefusedAtTheLimitWhetherOrNotMoreIsThere() {
        String line = "GET /" + "a".repeat(2 * RequestParser.MOST_HEAD);

        assertThat(parse(line.substring(0, RequestParser.MOST_HEAD - 1))).isInstanceOf(Incomplete.class);
        assertThat(parse(line.substring(0, RequestParser.MOST_HEAD)))
                .isEqualTo(new Malformed(Rejection.REQUEST_LINE_TOO_LONG));
        assertThat(parse(line)).isEqualTo(new Malformed(Rejection.REQUEST_LINE_TOO_LONG));
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\n" + fields;
    }

    private static Rejection rejection(String request) {
        return ((Malformed) parse(request)).rejection();
    }

    private static Result parse(String request) {
        return RequestParser.parse(request.getBytes(ISO_8859_1), 0, request.length());
    }
}

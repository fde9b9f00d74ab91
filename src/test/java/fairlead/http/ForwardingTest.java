package fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {

    private static final Framing NO_BODY = new Framing.None();
    private static final Framing CHUNKED = new Framing.Chunked();

    @Nested
    class ARequest {

        @Test
        void isWrittenAnew() {
            RequestHead head = Heads.request(
                    "GET", "/a?b", "User-Agent: curl/8", "Host: SHOP.example.com.", "Accept: */*", "x-lower: a, b");

            assertThat(Heads.lines(Heads.forwarding(true, false, false).request(head)))
                    .containsExactly(
                            "GET /a?b HTTP/1.1",
                            "Host: shop.example.com",
                            "User-Agent: curl/8",
                            "Accept: */*",
                            "x-lower: a, b",
                            "Via: 1.1 fairlead",
                            "X-Forwarded-For: 192.0.2.7",
                            "X-Forwarded-Proto: http",
                            "X-Forwarded-Port: 80",
                            "X-Forwarded-Host: shop.example.com");
        }

        @Test
        void namesTheHostItIsForWhateverTheHostFieldSays() {
            RequestHead head = new RequestHead(
                    "GET",
                    new Target("/"),
                    1,
                    new Authority("[2001:db8::1]", OptionalInt.of(8080)),
                    Heads.fields("Host: other.example.com", "hOST: another"),
                    NO_BODY);

            assertThat(Heads.lines(Heads.PLAIN.request(head)))
                    .containsExactly("GET / HTTP/1.1", "Host: [2001:db8::1]:8080", "Via: 1.1 fairlead");
        }

        @Test
        void ofHttp10GoesOnAsHttp11AndViaSaysSo() {
            RequestHead head = new RequestHead(
                    "GET",
                    new Target("/"),
                    0,
                    Heads.SHOP,
                    Heads.fields("Connection: keep-alive", "Expect: 100-continue", "Via: 1.0 a"),
                    NO_BODY);

            assertThat(Heads.lines(Heads.PLAIN.request(head)))
                    .containsExactly("GET / HTTP/1.1", "Host: shop.example.com", "Via: 1.0 a", "Via: 1.0 fairlead");
        }

        @Test
        void keepsBytesThatAreNotAscii() {
            assertThat(Heads.lines(Heads.PLAIN.request(Heads.get("X-Name: caf\u00c3\u00a9\u00ff\ta")), "X-Name"))
                    .containsExactly("X-Name: caf\u00c3\u00a9\u00ff\ta");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Connection: close",
                    "Keep-Alive: timeout=5",
                    "Proxy-Connection: keep-alive",
                    "proxy-authorization: Basic YQ==",
                    "TE: trailers",
                    "UPGRADE: websocket",
                    "HTTP2-Settings: AAMAAABkAAQAAP__",
                    "Transfer-Encoding: chunked",
                    "Content-Length: 5",
                    "Trailer: X-Sum",
                    "Expect: 200-ok"
                })
        void losesWhatIsForTheNextHopOnly(String line) {
            assertThat(Heads.lines(Heads.PLAIN.request(Heads.get("A: b", line, "C: d"))))
                    .containsExactly("GET / HTTP/1.1", "Host: shop.example.com", "A: b", "C: d", "Via: 1.1 fairlead");
        }

        @Test
        void losesWhatItsConnectionFieldsName() {
            RequestHead head = Heads.get(
                    "X-Hop: a", "x-HOP2: b", "Connection: close, X-HOP ,, x-hop3", "X-Keep: c", "connection: x-hop2");

            assertThat(Heads.lines(Heads.PLAIN.request(head), "X-Hop", "X-Hop2", "X-Keep"))
                    .containsExactly("X-Keep: c");
        }

        @Test
        void cannotTakeOurFieldsOffByNamingThem() {
            RequestHead head = Heads.get(
                    "Connection: Via, X-Forwarded-For, X-Forwarded-Host, Forwarded, Host, Expect",
                    "Expect: 100-continue");

            byte[] bytes = Heads.forwarding(true, true, false).request(head);
            assertThat(Heads.lines(bytes, "Host", "Via", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Expect"))
                    .containsExactly(
                            "Host: shop.example.com",
                            "Expect: 100-continue",
                            "Via: 1.1 fairlead",
                            "X-Forwarded-For: 192.0.2.7",
                            "X-Forwarded-Host: shop.example.com",
                            "Forwarded: for=192.0.2.7;host=shop.example.com;proto=http");
        }

        @Test
        void keepsTheExpectationOfA100() {
            assertThat(Heads.lines(Heads.PLAIN.request(Heads.post(CHUNKED, "expect: 100-Continue")), "Expect"))
                    .containsExactly("expect: 100-Continue");
        }

        @Test
        void isRefusedWhenAFieldWouldBeTwoLines() {
            assertThatIllegalArgumentException().isThrownBy(() -> Heads.PLAIN.request(Heads.get("A: b\r\nC: d")));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Heads.PLAIN.request(Heads.request("GET", "/ HTTP/1.1\r\nA: b")));
        }
    }

    @Nested
    class TheFramingOfARequest {

        @Test
        void isALength() {
            byte[] head = Heads.PLAIN.request(Heads.post(new Framing.Length(5), "Content-Length: 0005"));

            assertThat(framing(head)).containsExactly("Content-Length: 5");
        }

        @Test
        void isALengthOfNothingWhenTheClientSaidSo() {
            assertThat(framing(Heads.PLAIN.request(Heads.post(new Framing.Length(0), "Content-Length: 0"))))
                    .containsExactly("Content-Length: 0");
            assertThat(framing(Heads.PLAIN.request(Heads.post(NO_BODY)))).isEmpty();
        }

        @Test
        void isChunkedWithWhatTrailersItAnnounces() {
            byte[] head = Heads.PLAIN.request(Heads.post(CHUNKED, "Transfer-Encoding: CHUNKED", "Trailer: X-Sum"));

            assertThat(framing(head)).containsExactly("Trailer: X-Sum", "Transfer-Encoding: chunked");
        }

        private static List<String> framing(byte[] head) {
            return Heads.lines(head, "Content-Length", "Transfer-Encoding", "Trailer");
        }
    }

    @Nested
    class AnUpgrade {

        @Test
        void isAskedForWithOurConnectionField() {
            RequestHead head = Heads.get(
                    "Connection: keep-alive, Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

            assertThat(Heads.lines(Heads.PLAIN.request(head)))
                    .containsExactly(
                            "GET / HTTP/1.1",
                            "Host: shop.example.com",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "Connection: upgrade",
                            "Upgrade: websocket",
                            "Via: 1.1 fairlead");
        }

        @Test
        void isNoneWithoutAConnectionFieldThatNamesIt() {
            assertThat(Heads.lines(Heads.PLAIN.request(Heads.get("Upgrade: websocket")), "Connection", "Upgrade"))
                    .isEmpty();
        }

        @Test
        void isDone() {
            ResponseHead head = Heads.response(
                    101, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: x", "Content-Length: 0");

            assertThat(Heads.lines(Heads.PLAIN.response(head, NO_BODY, Optional.of("close"), List.of())))
                    .containsExactly(
                            "HTTP/1.1 101 Reason",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Accept: x",
                            "Via: 1.1 fairlead",
                            "Connection: upgrade");
        }

        @Test
        void isNotOfferedByOtherResponses() {
            ResponseHead head = Heads.response(200, "Upgrade: h2c", "Connection: upgrade");

            assertThat(Heads.lines(response(head, NO_BODY), "Upgrade", "Connection"))
                    .isEmpty();
        }

        /** RFC 9110, section 15.5.22. */
        @Test
        void isNamedByAResponseThatDemandsIt() {
            ResponseHead head = Heads.response(426, "Upgrade: websocket", "Connection: upgrade");

            assertThat(Heads.lines(response(head, NO_BODY), "Upgrade", "Connection"))
                    .containsExactly("Upgrade: websocket", "Connection: upgrade");
        }
    }

    @Nested
    class AResponse {

        @Test
        void isWrittenAnew() {
            ResponseHead head = new ResponseHead(
                    404, "N\u00f6", 1, Heads.fields("Server: nginx", "Content-Length: 7", "Via: 1.1 a", "ETag: \"x\""));

            assertThat(Heads.lines(Heads.PLAIN.response(
                            head, new Framing.Length(7), Optional.of("keep-alive"), List.of(new Field("A", "b")))))
                    .containsExactly(
                            "HTTP/1.1 404 N\u00f6",
                            "Server: nginx",
                            "Via: 1.1 a",
                            "ETag: \"x\"",
                            "Content-Length: 7",
                            "Via: 1.1 fairlead",
                            "Connection: keep-alive",
                            "A: b");
        }

        @Test
        void mayHaveNoReason() {
            assertThat(Heads.lines(response(new ResponseHead(200, "", 1, Fields.NONE), NO_BODY)))
                    .containsExactly("HTTP/1.1 200 ", "Via: 1.1 fairlead");
        }

        @Test
        void ofHttp10GoesOnAsHttp11AndViaSaysSo() {
            assertThat(Heads.lines(response(new ResponseHead(200, "OK", 0, Fields.NONE), new Framing.UntilClose())))
                    .containsExactly("HTTP/1.1 200 OK", "Via: 1.0 fairlead");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Connection: close",
                    "Keep-Alive: timeout=5",
                    "Proxy-Connection: close",
                    "Proxy-Authenticate: Basic",
                    "Transfer-Encoding: chunked",
                    "TE: trailers",
                    "Upgrade: h2",
                    "Trailer: X-Sum",
                    "X-Hop: a"
                })
        void losesWhatIsForTheNextHopOnly(String line) {
            ResponseHead head = Heads.response(200, "Connection: X-hop", "A: b", line, "C: d");

            assertThat(Heads.lines(response(head, NO_BODY)))
                    .containsExactly("HTTP/1.1 200 Reason", "A: b", "C: d", "Via: 1.1 fairlead");
        }

        @Test
        void cannotTakeOurFieldsOffByNamingThem() {
            ResponseHead head = Heads.response(200, "Connection: Set-Cookie, Via, Content-Length");
            Field added = new Field("Set-Cookie", "FLB=x");

            assertThat(Heads.lines(Heads.PLAIN.response(head, new Framing.Length(5), Optional.empty(), List.of(added))))
                    .containsExactly(
                            "HTTP/1.1 200 Reason", "Content-Length: 5", "Via: 1.1 fairlead", "Set-Cookie: FLB=x");
        }

        @Test
        void isRefusedWhenWhatIsAddedWouldBeTwoLines() {
            ResponseHead head = Heads.response(200);
            List<Field> twoLines = List.of(new Field("A", "b\r\nC: d"));
            List<Field> twoNames = List.of(new Field("A: b\nC", "d"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Heads.PLAIN.response(head, NO_BODY, Optional.empty(), twoLines));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Heads.PLAIN.response(head, NO_BODY, Optional.empty(), twoNames));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Heads.PLAIN.response(head, NO_BODY, Optional.of("close\r\nA: b"), List.of()));
        }
    }

    @Nested
    class TheFramingOfAResponse {

        @Test
        void isTheOneThatIsGiven() {
            ResponseHead head = Heads.response(200, "Content-Length: 5", "Trailer: X-Sum");

            assertThat(framing(head, new Framing.Length(7))).containsExactly("Content-Length: 7");
            assertThat(framing(head, CHUNKED)).containsExactly("Trailer: X-Sum", "Transfer-Encoding: chunked");
            assertThat(framing(head, new Framing.UntilClose())).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 404, 304})
        void tellsWithoutABodyWhatItsLengthWouldBe(int status) {
            assertThat(framing(Heads.response(status, "Content-Length: 5"), NO_BODY))
                    .containsExactly("Content-Length: 5");
            assertThat(framing(Heads.response(status), NO_BODY)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {100, 101, 103, 199, 204})
        void isNeverThereWhenTheStatusForbidsIt(int status) {
            assertThat(framing(Heads.response(status, "Content-Length: 5"), NO_BODY))
                    .isEmpty();
        }

        @Test
        void saysALengthOnce() {
            assertThat(framing(Heads.response(200, "Content-Length: 5", "Content-Length: 5"), NO_BODY))
                    .containsExactly("Content-Length: 5");
        }

        private static List<String> framing(ResponseHead head, Framing framing) {
            return Heads.lines(response(head, framing), "Content-Length", "Transfer-Encoding", "Trailer");
        }
    }

    private static byte[] response(ResponseHead head, Framing framing) {
        return Heads.PLAIN.response(head, framing, Optional.empty(), List.of());
    }
}

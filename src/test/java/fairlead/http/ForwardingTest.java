package fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {

    private static final Framing NO_BODY = new Framing.None();
    private static final Framing CHUNKED = new Framing.Chunked();

    private static final Forwarding PLAIN = forwarding(false, false, false);

    @Nested
    class ARequest {

        @Test
        void isWrittenAnew() {
            RequestHead head = Heads.request(
                    "GET", "/a?b", "User-Agent: curl/8", "Host: SHOP.example.com.", "Accept: */*", "x-lower: a, b");

            assertThat(Heads.lines(forwarding(true, false, false).request(head)))
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

            assertThat(Heads.lines(PLAIN.request(head)))
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

            assertThat(Heads.lines(PLAIN.request(head)))
                    .containsExactly("GET / HTTP/1.1", "Host: shop.example.com", "Via: 1.0 a", "Via: 1.0 fairlead");
        }

        @Test
        void keepsBytesThatAreNotAscii() {
            assertThat(Heads.lines(PLAIN.request(Heads.get("X-Name: caf\u00c3\u00a9\u00ff\ta")), "X-Name"))
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
            assertThat(Heads.lines(PLAIN.request(Heads.get("A: b", line, "C: d"))))
                    .containsExactly("GET / HTTP/1.1", "Host: shop.example.com", "A: b", "C: d", "Via: 1.1 fairlead");
        }

        @Test
        void losesWhatItsConnectionFieldsName() {
            RequestHead head = Heads.get(
                    "X-Hop: a", "x-HOP2: b", "Connection: close, X-HOP ,, x-hop3", "X-Keep: c", "connection: x-hop2");

            assertThat(Heads.lines(PLAIN.request(head), "X-Hop", "X-Hop2", "X-Keep"))
                    .containsExactly("X-Keep: c");
        }

        @Test
        void cannotTakeOurFieldsOffByNamingThem() {
            RequestHead head = Heads.get(
                    "Connection: Via, X-Forwarded-For, X-Forwarded-Host, Forwarded, Host, Expect",
                    "Expect: 100-continue");

            byte[] bytes = forwarding(true, true, false).request(head);
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
            assertThat(Heads.lines(PLAIN.request(Heads.post(CHUNKED, "expect: 100-Continue")), "Expect"))
                    .containsExactly("expect: 100-Continue");
        }

        @Test
        void isRefusedWhenAFieldWouldBeTwoLines() {
            assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.request(Heads.get("A: b\r\nC: d")));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PLAIN.request(Heads.request("GET", "/ HTTP/1.1\r\nA: b")));
        }
    }

    @Nested
    class TheFramingOfARequest {

        @Test
        void isALength() {
            byte[] head = PLAIN.request(Heads.post(new Framing.Length(5), "Content-Length: 0005"));

            assertThat(framing(head)).containsExactly("Content-Length: 5");
        }

        @Test
        void isALengthOfNothingWhenTheClientSaidSo() {
            assertThat(framing(PLAIN.request(Heads.post(new Framing.Length(0), "Content-Length: 0"))))
                    .containsExactly("Content-Length: 0");
            assertThat(framing(PLAIN.request(Heads.post(NO_BODY)))).isEmpty();
        }

        @Test
        void isChunkedWithWhatTrailersItAnnounces() {
            byte[] head = PLAIN.request(Heads.post(CHUNKED, "Transfer-Encoding: CHUNKED", "Trailer: X-Sum"));

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

            assertThat(Heads.lines(PLAIN.request(head)))
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
            assertThat(Heads.lines(PLAIN.request(Heads.get("Upgrade: websocket")), "Connection", "Upgrade"))
                    .isEmpty();
        }

        @Test
        void isDone() {
            ResponseHead head = Heads.response(
                    101, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: x", "Content-Length: 0");

            assertThat(Heads.lines(PLAIN.response(head, NO_BODY, Optional.of("close"), List.of())))
                    .containsExactly(
                            "HTTP/1.1 101 Reason",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Accept: x",
                            "Via: 1.1 fairlead",
                            "Connection: upgrade");
        }

        @Test
        void isNotOfferedByOtherResponses() {
            ResponseHead head = Heads.response(426, "Upgrade: h2c", "Connection: upgrade");

            assertThat(Heads.lines(response(head, NO_BODY), "Upgrade", "Connection"))
                    .isEmpty();
        }
    }

    @Nested
    class WhatAStrangerSays {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "X-Forwarded-For",
                    "x-forwarded-for",
                    "X_Forwarded_For",
                    "X-Forwarded_For",
                    "X-FORWARDED-PROTO",
                    "X-Forwarded-Port",
                    "X-Forwarded-Host",
                    "X-Forwarded-Server",
                    "X_FORWARDED_PREFIX",
                    "X-Real-IP",
                    "x_real_ip",
                    "Forwarded",
                    "FORWARDED"
                })
        void isDropped(String name) {
            RequestHead head = Heads.get("A: b", name + ": 203.0.113.66", "C: d");

            assertThat(Heads.lines(PLAIN.request(head)))
                    .containsExactly("GET / HTTP/1.1", "Host: shop.example.com", "A: b", "C: d", "Via: 1.1 fairlead");
            assertThat(Heads.lines(forwarding(true, true, false).request(head)))
                    .hasSize(10)
                    .noneMatch(line -> line.contains("203.0.113.66"));
        }

        @Test
        void isKeptInOtherFields() {
            assertThat(Heads.lines(PLAIN.request(Heads.get("X-Real-IPs: a", "Not-Forwarded: b", "X-Forward: c"))))
                    .contains("X-Real-IPs: a", "Not-Forwarded: b", "X-Forward: c");
        }
    }

    @Nested
    class WhatATrustedProxySays {

        private static final String[] SAID = {
            "X-Forwarded-For: 203.0.113.1, 203.0.113.2",
            "x-forwarded-for: 203.0.113.3",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Port: 8443",
            "X-Forwarded-Host: www.example.com",
            "X-Forwarded-Prefix: /shop",
            "X-Real-IP: 203.0.113.1",
            "Forwarded: for=203.0.113.1;proto=https",
            "Forwarded: for=203.0.113.3"
        };

        @Test
        void isKeptAndAddedTo() {
            assertThat(about(forwarding(true, true, true), SAID))
                    .containsExactly(
                            "X-Forwarded-Prefix: /shop",
                            "X-Real-IP: 203.0.113.1",
                            "X-Forwarded-For: 203.0.113.1, 203.0.113.2, 203.0.113.3, 192.0.2.7",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-Port: 8443",
                            "X-Forwarded-Host: www.example.com",
                            "Forwarded: for=203.0.113.1;proto=https, for=203.0.113.3,"
                                    + " for=192.0.2.7;host=shop.example.com;proto=http");
        }

        @Test
        void isPassedOnAsItIsWhenSwitchedOff() {
            assertThat(about(forwarding(false, false, true), SAID)).containsExactly(SAID);
        }

        @Test
        void isPassedOnAsItIsInTheFieldsThatAreSwitchedOff() {
            assertThat(about(forwarding(true, false, true), SAID))
                    .containsSubsequence(SAID[7], SAID[8], "X-Forwarded-Proto: https")
                    .hasSize(8);
            assertThat(about(forwarding(false, true, true), SAID))
                    .startsWith(SAID[0], SAID[1], SAID[2], SAID[3], SAID[4], SAID[5], SAID[6])
                    .hasSize(8);
        }

        @Test
        void isCompletedWhenItSaysNothing() {
            assertThat(about(forwarding(true, true, true)))
                    .containsExactly(
                            "X-Forwarded-For: 192.0.2.7",
                            "X-Forwarded-Proto: http",
                            "X-Forwarded-Port: 80",
                            "X-Forwarded-Host: shop.example.com",
                            "Forwarded: for=192.0.2.7;host=shop.example.com;proto=http");
            assertThat(about(forwarding(true, false, true), "X-Forwarded-For:", "X-Forwarded-Proto:"))
                    .startsWith("X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: http");
        }

        @Test
        void isTheFirstOfSeveral() {
            assertThat(about(forwarding(true, false, true), "X-Forwarded-Host: a", "X-Forwarded-Host: b"))
                    .endsWith("X-Forwarded-Host: a");
        }

        @Test
        void isNotMixedWithAPortOfOurs() {
            assertThat(about(forwarding(true, false, true), "X-Forwarded-Proto: https"))
                    .containsExactly(
                            "X-Forwarded-For: 192.0.2.7",
                            "X-Forwarded-Proto: https",
                            "X-Forwarded-Host: shop.example.com");
        }

        @Test
        void isNotTakenOffByConnection() {
            assertThat(about(forwarding(false, false, true), "Connection: X-Forwarded-For", SAID[0]))
                    .containsExactly(SAID[0]);
        }

        @Test
        void isNotSpelledWithUnderscores() {
            assertThat(about(
                            forwarding(false, false, true), "X_Forwarded_For: 203.0.113.66", "X-Real_IP: 203.0.113.66"))
                    .isEmpty();
        }

        private static List<String> about(Forwarding forwarding, String... said) {
            List<String> lines = Heads.lines(forwarding.request(Heads.get(said)));
            return lines.stream()
                    .filter(line -> line.startsWith("X") || line.startsWith("x") || line.startsWith("Forwarded"))
                    .toList();
        }
    }

    @Nested
    class TheClientsAddress {

        @ParameterizedTest
        @CsvSource({
            "192.0.2.1, 192.0.2.1, 192.0.2.1",
            "255.255.255.255, 255.255.255.255, 255.255.255.255",
            "2001:db8::1, 2001:db8::1, '\"[2001:db8::1]\"'",
            "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1, '\"[2001:db8::1:0:0:1]\"'",
            "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, '\"[2001:db8:0:1:1:1:1:1]\"'",
            "2001:0:0:1:0:0:0:1, 2001:0:0:1::1, '\"[2001:0:0:1::1]\"'",
            "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, '\"[1:2:3:4:5:6:7:8]\"'",
            "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::, '\"[1:2:3:4:5:6::]\"'",
            "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8, '\"[::3:4:5:6:7:8]\"'",
            "0:2:3:4:5:6:7:0, 0:2:3:4:5:6:7:0, '\"[0:2:3:4:5:6:7:0]\"'",
            "::1, ::1, '\"[::1]\"'",
            "::, ::, '\"[::]\"'",
            "fe80::1%1, fe80::1, '\"[fe80::1]\"'"
        })
        void isWrittenInItsShortestForm(String address, String plain, String quoted) throws UnknownHostException {
            assertThat(forwarded(InetAddress.getByName(address)))
                    .containsExactly(
                            "X-Forwarded-For: " + plain,
                            "Forwarded: for=" + quoted + ";host=shop.example.com;proto=http");
        }

        @Test
        void isIpv4WhenItIsIpv4WithinIpv6() throws UnknownHostException {
            byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};
            InetAddress address = Inet6Address.getByAddress("", mapped, 0);

            assertThat(address).isInstanceOf(Inet6Address.class);
            assertThat(forwarded(address))
                    .containsExactly(
                            "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1;host=shop.example.com;proto=http");
        }

        @Test
        void isNotAskedOfTheDns() {
            Forwarding forwarding = new Forwarding(
                    true,
                    false,
                    false,
                    InetSocketAddress.createUnresolved("client.example.com", 1),
                    new InetSocketAddress(80),
                    Optional.empty());

            assertThatIllegalArgumentException().isThrownBy(() -> forwarding.request(Heads.get()));
        }

        private static List<String> forwarded(InetAddress client) {
            Forwarding forwarding = new Forwarding(
                    true,
                    true,
                    false,
                    new InetSocketAddress(client, 50_000),
                    new InetSocketAddress(80),
                    Optional.empty());
            return Heads.lines(forwarding.request(Heads.get()), "X-Forwarded-For", "Forwarded");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, 0, host=shop.example.com",
        "shop.example.com, 8080, 'host=\"shop.example.com:8080\"'",
        "192.0.2.1, 0, host=192.0.2.1",
        "[2001:db8::1], 0, 'host=\"[2001:db8::1]\"'",
        "[2001:db8::1], 8080, 'host=\"[2001:db8::1]:8080\"'"
    })
    void quotesHostsInForwardedWhenTheyNeedIt(String host, int port, String written) {
        Authority authority = new Authority(host, port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
        RequestHead head = new RequestHead("GET", new Target("/"), 1, authority, Fields.NONE, NO_BODY);

        assertThat(Heads.lines(forwarding(true, true, false).request(head), "Forwarded", "X-Forwarded-Host"))
                .containsExactly(
                        "X-Forwarded-Host: " + authority, "Forwarded: for=192.0.2.7;" + written + ";proto=http");
    }

    @Nested
    class OurCookie {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "FLB=x | ``",
                    "FLB=x; | ``",
                    "FLB=x; FLB=y | ``",
                    "FLB= | ``",
                    "a=b; FLB=x | a=b",
                    "FLB=x; a=b | a=b",
                    "FLB=x;a=b | a=b",
                    "FLB=x ;  a=b | a=b",
                    "a=b; FLB=x; c=d | a=b; c=d",
                    "a=b;FLB=x;c=d | a=b;c=d",
                    "a=b ; FLB = x ; c=d | a=b ; c=d",
                    "FLB=x; a=b; FLB=y; c=d; FLB=z | a=b; c=d",
                    "a=b; FLB=x; | a=b;",
                    "a=b | a=b",
                    "a=b;; c=d; | a=b;; c=d;",
                    "FLBX=x; a=b | FLBX=x; a=b",
                    "XFLB=x; FLB=y; FLB2=z | XFLB=x; FLB2=z",
                    "flb=x; Flb=y | flb=x; Flb=y",
                    "a=FLB=x; b=FLB | a=FLB=x; b=FLB",
                    "FLB | FLB",
                    "FLB; a=b | FLB; a=b",
                    "FLB=\"x\"; a=b | a=b",
                    "FLB=\"x; y\"; a=b | a=b",
                    "a=\"b; FLB=x; c\"; FLB=y | a=\"b; FLB=x; c\"",
                    "a=\"b; FLB=x | a=\"b",
                    "a=\"b\"c; FLB=x; d=e\" | a=\"b\"c; d=e\"",
                    "a=b\"; FLB=x; c=\" | a=b\"; c=\"",
                    "=; FLB=x | =",
                    "caf\u00e9=\u00e9; FLB=x | caf\u00e9=\u00e9"
                })
        void isTakenOutAndOthersStayAsTheyAre(String came, String goesOn) {
            List<String> cookies = Heads.lines(withCookie().request(Heads.get("Cookie: " + came)), "Cookie");

            assertThat(cookies).isEqualTo(goesOn.isEmpty() ? List.of() : List.of("Cookie: " + goesOn));
        }

        @Test
        void isTakenOutOfEachLine() {
            RequestHead head = Heads.get("Cookie: FLB=x", "cookie: a=b; FLB=x", "COOKIE: c=d");

            assertThat(Heads.lines(withCookie().request(head), "Cookie")).containsExactly("cookie: a=b", "COOKIE: c=d");
        }

        @Test
        void isNobodysWhenThereIsNone() {
            assertThat(Heads.lines(PLAIN.request(Heads.get("Cookie: FLB=x; a=b")), "Cookie"))
                    .containsExactly("Cookie: FLB=x; a=b");
            assertThat(Heads.lines(response(Heads.response(200, "Set-Cookie: FLB=x"), NO_BODY), "Set-Cookie"))
                    .containsExactly("Set-Cookie: FLB=x");
        }

        @Test
        void isNotSetByBackends() {
            ResponseHead head = Heads.response(
                    200,
                    "Set-Cookie: FLB=x; Path=/",
                    "set-cookie:  FLB = y",
                    "Set-Cookie: FLB=",
                    "Set-Cookie: FLBX=z",
                    "Set-Cookie: a=FLB=x; FLB=b",
                    "Set-Cookie: flb=x");
            Field ours = new Field("Set-Cookie", "FLB=ours; Path=/");

            assertThat(Heads.lines(withCookie().response(head, NO_BODY, Optional.empty(), List.of(ours)), "Set-Cookie"))
                    .containsExactly(
                            "Set-Cookie: FLBX=z",
                            "Set-Cookie: a=FLB=x; FLB=b",
                            "Set-Cookie: flb=x",
                            "Set-Cookie: FLB=ours; Path=/");
        }

        private static Forwarding withCookie() {
            return new Forwarding(false, false, false, PLAIN.client(), PLAIN.listener(), Optional.of("FLB"));
        }
    }

    @Nested
    class AResponse {

        @Test
        void isWrittenAnew() {
            ResponseHead head = new ResponseHead(
                    404, "N\u00f6", 1, Heads.fields("Server: nginx", "Content-Length: 7", "Via: 1.1 a", "ETag: \"x\""));

            assertThat(Heads.lines(PLAIN.response(
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

            assertThat(Heads.lines(PLAIN.response(head, new Framing.Length(5), Optional.empty(), List.of(added))))
                    .containsExactly(
                            "HTTP/1.1 200 Reason", "Content-Length: 5", "Via: 1.1 fairlead", "Set-Cookie: FLB=x");
        }

        @Test
        void isRefusedWhenWhatIsAddedWouldBeTwoLines() {
            ResponseHead head = Heads.response(200);
            List<Field> twoLines = List.of(new Field("A", "b\r\nC: d"));
            List<Field> twoNames = List.of(new Field("A: b\nC", "d"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PLAIN.response(head, NO_BODY, Optional.empty(), twoLines));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PLAIN.response(head, NO_BODY, Optional.empty(), twoNames));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PLAIN.response(head, NO_BODY, Optional.of("close\r\nA: b"), List.of()));
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

    @Nested
    class Trailers {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "grpc-status",
                    "grpc-message",
                    "X-Checksum",
                    "Server-Timing",
                    "ETag",
                    "Digest",
                    "Repr-Digest",
                    "Content-Digest"
                })
        void arePassedOn(String name) {
            assertThat(Forwarding.trailers(Heads.fields(name + ": 0")).all(name))
                    .containsExactly("0");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Transfer-Encoding",
                    "Content-Length",
                    "content_length",
                    "Content-Type",
                    "Content-Encoding",
                    "Content-Range",
                    "Host",
                    "Connection",
                    "Keep-Alive",
                    "Proxy-Connection",
                    "Proxy-Anything",
                    "TE",
                    "Trailer",
                    "UPGRADE",
                    "Authorization",
                    "Proxy-Authorization",
                    "WWW-Authenticate",
                    "Cookie",
                    "set-cookie",
                    "Forwarded",
                    "X-Forwarded-For",
                    "X_Forwarded_For",
                    "X-Real-IP",
                    "Via",
                    "Expect",
                    "Cache-Control",
                    "If-Match",
                    "Range",
                    "Location",
                    "Vary",
                    "Max-Forwards"
                })
        void areTakenOffWhenTheyBelongBeforeTheBody(String name) {
            assertThat(Forwarding.trailers(Heads.fields("A: b", name + ": 0", "C: d")))
                    .isEqualTo(Heads.fields("A: b", "C: d"));
        }

        @Test
        void areTakenOffWhenTheyNameEachOtherInConnection() {
            assertThat(Forwarding.trailers(Heads.fields("Connection: a", "A: b")))
                    .isEqualTo(Fields.NONE);
            assertThat(Forwarding.trailers(Fields.NONE)).isEqualTo(Fields.NONE);
        }
    }

    private static byte[] response(ResponseHead head, Framing framing) {
        return PLAIN.response(head, framing, Optional.empty(), List.of());
    }

    private static Forwarding forwarding(boolean xForwarded, boolean forwarded, boolean trusted) {
        return new Forwarding(
                xForwarded,
                forwarded,
                trusted,
                new InetSocketAddress("192.0.2.7", 51_234),
                new InetSocketAddress("192.0.2.1", 80),
                Optional.empty());
    }
}

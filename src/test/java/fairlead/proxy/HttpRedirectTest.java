package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are sent to https: where exactly, and which are not. */
final class HttpRedirectTest {
    private static final String HOST = "Host: shop.example.com\r\n";
    private static final String END = "\r\n\r\n";
    private static final String TEMPORARY = "307 Temporary Redirect";

    private static final String HTTP_RULE = """
            {"entry_protocol": "http", "entry_port": %s, "target_protocol": "http", "target_port": 80}""";

    /** Its only backend is never connected to. */
    private static String loadBalancer(String name, String host, String rules, String... members) {
        return """
                {"name": "%s", "hosts": ["%s"], "forwarding_rules": [%s], %s, "redirect_http_to_https": true,
                 "health_check": {"protocol": "none"}, "backends": [{"name": "web", "address": "127.0.0.1"}]}
                """.formatted(name, host, rules, String.join(", ", members));
    }

    private static String withStatus(int status) {
        return loadBalancer(
                "status-" + status,
                "s" + status + ".example.com",
                HTTP_RULE.formatted("%PORT%"),
                "\"redirect_status\": " + status,
                "\"public_https_port\": 443");
    }

    @Nested
    class ARequest {
        private static final int HTTPS_PORT = FreePort.pick();
        private static final HttpBackend WEB = HttpBackend.named("web-1");
        private static TestBalancer named;
        private static TestBalancer catchAll;

        @BeforeAll
        static void start() {
            String https = """
                    {"entry_protocol": "https", "entry_port": %d, "target_protocol": "https", "target_port": 443,
                     "tls_passthrough": true}""".formatted(HTTPS_PORT);
            named = TestBalancer.with()
                    .hosts("\"shop.example.com\", \"*.shop.example.com\", \"xn--bcher-kva.example\"")
                    .redirecting(443)
                    .backend("web-1", WEB.port())
                    .also(withStatus(301))
                    .also(withStatus(302))
                    .also(withStatus(307))
                    .also(withStatus(308))
                    .also(loadBalancer(
                            "ruled",
                            "rule.example.com",
                            HTTP_RULE.formatted("%PORT%") + ", " + https,
                            "\"redirect_status\": 307"))
                    .also(loadBalancer(
                            "elsewhere",
                            "elsewhere.example.com",
                            HTTP_RULE.formatted(FreePort.pick()),
                            "\"public_https_port\": 443"))
                    .start();
            catchAll = TestBalancer.with()
                    .hosts("")
                    .redirecting(8443)
                    .backend("web-1", WEB.port())
                    .start();
        }

        @AfterAll
        static void stop() {
            named.close();
            catchAll.close();
            WEB.close();
        }

        @ParameterizedTest
        @MethodSource("all")
        void isAnsweredWithExactlyThis(Row row) throws IOException {
            try (RawClient client = RawClient.of(row.anyHost ? catchAll : named)) {
                client.send(row.request);
                HttpMessage response = client.response(row.method());

                assertThat(response.startLine()).isEqualTo("HTTP/1.1 " + row.status);
                assertThat(response.all("Location"))
                        .isEqualTo(row.location.isEmpty() ? List.of() : List.of(row.location));
                assertThat(response.all("Strict-Transport-Security")).isEmpty();
                assertThat(response.lines()).allMatch(line -> line.matches("[A-Za-z-]+: [ -~]*"));
                assertThat(response.body()).isEqualTo(row.method().equals("HEAD") ? "" : pageOf(response, row));
                client.socket().shutdownOutput();
                client.awaitFin();
            }
            assertThat(WEB.accepted()).isZero();
        }

        @Test
        void isOneOfMoreThanForty() {
            assertThat(all()).doesNotHaveDuplicates().hasSizeGreaterThan(60);
        }

        /** Has the link where there is one; what it says otherwise is tested where it is written. */
        private static String pageOf(HttpMessage response, Row row) {
            String link = row.location.replace("&", "&amp;").replace("'", "&#39;");
            assertThat(response.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(response.body())
                    .contains("<title>" + row.status + "</title>")
                    .contains(row.location.isEmpty() ? "<p>" : "<a href=\"" + link + "\">" + link + "</a>");
            return response.body();
        }

        static Stream<Row> all() {
            return Stream.of(hosts(), others(), ports(), paths(), attacks(), forms(), methods())
                    .flatMap(rows -> rows);
        }

        private static Stream<Row> hosts() {
            return Stream.of(
                    host("shop.example.com", "https://shop.example.com/"),
                    host("SHOP.Example.COM", "https://shop.example.com/"),
                    host("shop.example.com.", "https://shop.example.com/"),
                    host("shop.example.com:80", "https://shop.example.com/"),
                    host("shop.example.com:8080", "https://shop.example.com/"),
                    host("shop.example.com.:443", "https://shop.example.com/"),
                    host("shop.example.com:", "https://shop.example.com/"),
                    host(" \tshop.example.com\t ", "https://shop.example.com/"),
                    host("a.shop.example.com", "https://a.shop.example.com/"),
                    host("a.B.Shop.example.com:1", "https://a.b.shop.example.com/"),
                    host("xn--bcher-kva.example", "https://xn--bcher-kva.example/"),
                    any("192.0.2.1", "https://192.0.2.1:8443/"),
                    any("192.0.2.1:80", "https://192.0.2.1:8443/"),
                    any("[2001:db8::1]", "https://[2001:db8::1]:8443/"),
                    any("[2001:DB8::A]:80", "https://[2001:db8::a]:8443/"),
                    any("[::ffff:192.0.2.1]", "https://[::ffff:192.0.2.1]:8443/"),
                    any("whatever.example", "https://whatever.example:8443/"),
                    any("localhost:8080", "https://localhost:8443/"));
        }

        private static Stream<Row> others() {
            return Stream.of(
                    refused("Host: evil.example", "404 Not Found"),
                    refused("Host: example.com", "404 Not Found"),
                    refused("Host: shop.example.com.evil.example", "404 Not Found"),
                    refused("Host: evilshop.example.com", "404 Not Found"),
                    refused("Host: 192.0.2.1", "404 Not Found"),
                    refused("Host: [::1]", "404 Not Found"),
                    refused("Host: elsewhere.example.com", "421 Misdirected Request"),
                    refused("Host: ELSEWHERE.example.com.:80", "421 Misdirected Request"),
                    refused("Host: shop.example.com@evil.example", "400 Bad Request"),
                    refused("Host: shop.example.com/evil.example", "400 Bad Request"),
                    refused("Host: shop.example.com\\evil.example", "400 Bad Request"),
                    refused("Host: shop.example.com, evil.example", "400 Bad Request"),
                    refused("Host: shop.example.com:80:80", "400 Bad Request"),
                    refused("Host: b\u00c3\u00bccher.example", "400 Bad Request"),
                    refused("Host: [2001:db8::1", "400 Bad Request"),
                    refused("Host:", "400 Bad Request"),
                    refused("X: y", "400 Bad Request"),
                    refused("Host: shop.example.com\r\nHost: shop.example.com", "400 Bad Request"),
                    refused("Host: shop.example.com\rX: y", "400 Bad Request"),
                    refused("Host: shop.example.com\nX: y", "400 Bad Request"));
        }

        private static Stream<Row> ports() {
            return Stream.of(
                    host("rule.example.com", "https://rule.example.com:" + HTTPS_PORT + "/"),
                    host("rule.example.com:80", "https://rule.example.com:" + HTTPS_PORT + "/"),
                    status(301, "301 Moved Permanently"),
                    status(302, "302 Found"),
                    status(307, TEMPORARY),
                    status(308, "308 Permanent Redirect"));
        }

        private static Stream<Row> paths() {
            String long8k = "/" + "a".repeat(4 << 10) + "?" + "b".repeat(4 << 10);
            String long16k = "/" + "a".repeat(16 << 10);
            return Stream.of(
                    path("/a/b.html?c=d&e=f", "/a/b.html?c=d&e=f"),
                    path("/?", "/?"),
                    path("/a//b/", "/a//b/"),
                    path("/a/../../b/./c", "/a/../../b/./c"),
                    path("/caf%C3%A9?%e2%82%ac", "/caf%C3%A9?%e2%82%ac"),
                    path("/100%", "/100%"),
                    path("/%zz", "/%zz"),
                    path("/a+b;c=1,2:3", "/a+b;c=1,2:3"),
                    path("/it's", "/it's"),
                    path("/.well-known/acme-challenge/", "/.well-known/acme-challenge/"),
                    path("/.well-known/acme-challenge/a/b", "/.well-known/acme-challenge/a/b"),
                    path(long8k, long8k),
                    get(long16k, "414 URI Too Long"),
                    get("/" + "a".repeat(100_000), "414 URI Too Long"),
                    get("/caf\u00c3\u00a9", "400 Bad Request"),
                    get("/caf\u00e9", "400 Bad Request"),
                    get("/a b", "400 Bad Request"),
                    get("/a#b", "400 Bad Request"),
                    get("/a\tb", "400 Bad Request"),
                    get("/a\0b", "400 Bad Request"));
        }

        private static Stream<Row> attacks() {
            return Stream.of(
                    path("//evil.example/x", "//evil.example/x"),
                    path("///evil.example", "///evil.example"),
                    path("/\\evil.example", "/%5Cevil.example"),
                    path("/\\/evil.example", "/%5C/evil.example"),
                    path("/@evil.example", "/@evil.example"),
                    path("/:80@evil.example/", "/:80@evil.example/"),
                    path("/.evil.example", "/.evil.example"),
                    path("/%0d%0aSet-Cookie:%20a=b", "/%0d%0aSet-Cookie:%20a=b"),
                    path("/%0a%0a<script>", "/%0a%0a%3Cscript%3E"),
                    path("/?q=\"><script>alert(1)</script>", "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
                    path("/%00", "/%00"),
                    path("/?to=https://evil.example/", "/?to=https://evil.example/"),
                    get("/\r\nSet-Cookie: a=b", "400 Bad Request"),
                    get("/\nSet-Cookie: a=b", "400 Bad Request"),
                    get("/\rSet-Cookie: a=b", "400 Bad Request"),
                    get("\\\\evil.example", "400 Bad Request"),
                    get("@evil.example", "400 Bad Request"),
                    get(".evil.example", "400 Bad Request"));
        }

        private static Stream<Row> forms() {
            return Stream.of(
                    path("http://shop.example.com", "/"),
                    path("http://shop.example.com/a?b", "/a?b"),
                    path("HTTP://Shop.Example.com.:8080/A", "/A"),
                    path("http://shop.example.com?a=b", "/?a=b"),
                    path("http://shop.example.com//evil.example", "//evil.example"),
                    new Row(
                            "GET http://a.shop.example.com/ HTTP/1.1\r\nHost: evil.example" + END,
                            TEMPORARY,
                            "https://a.shop.example.com/",
                            false),
                    get("http://evil.example/", "404 Not Found"),
                    get("http://shop.example.com@evil.example/", "400 Bad Request"),
                    get("http://shop.example.com\\@evil.example/", "400 Bad Request"),
                    get("https://shop.example.com/", "421 Misdirected Request"),
                    get("ftp://shop.example.com/", "400 Bad Request"),
                    get("*", "400 Bad Request"),
                    request("OPTIONS * HTTP/1.1", TEMPORARY, "https://shop.example.com/"),
                    request("OPTIONS http://shop.example.com HTTP/1.1", TEMPORARY, "https://shop.example.com/"));
        }

        private static Stream<Row> methods() {
            return Stream.of(
                    request("HEAD /a HTTP/1.1", TEMPORARY, "https://shop.example.com/a"),
                    request("POST /a HTTP/1.1", TEMPORARY, "https://shop.example.com/a"),
                    request("DELETE /a HTTP/1.1", TEMPORARY, "https://shop.example.com/a"),
                    request("BREW /a HTTP/1.1", TEMPORARY, "https://shop.example.com/a"),
                    request("GET /a HTTP/1.0", TEMPORARY, "https://shop.example.com/a"),
                    new Row("GET /a HTTP/1.0" + END, "400 Bad Request", "", false),
                    new Row("GET /a\r\n", "400 Bad Request", "", false),
                    request("CONNECT shop.example.com:443 HTTP/1.1", "405 Method Not Allowed", ""),
                    request("TRACE / HTTP/1.1", "405 Method Not Allowed", ""),
                    request("GET / HTTP/2.0", "505 HTTP Version Not Supported", ""));
        }

        private static Row host(String host, String location) {
            return new Row("GET / HTTP/1.1\r\nHost: " + host + END, TEMPORARY, location, false);
        }

        private static Row any(String host, String location) {
            return new Row("GET / HTTP/1.1\r\nHost: " + host + END, TEMPORARY, location, true);
        }

        private static Row refused(String fields, String status) {
            return new Row("GET / HTTP/1.1\r\n" + fields + END, status, "", false);
        }

        private static Row status(int status, String line) {
            String host = "s" + status + ".example.com";
            return new Row("POST /a HTTP/1.1\r\nHost: " + host + END, line, "https://" + host + "/a", false);
        }

        private static Row path(String target, String path) {
            return request("GET " + target + " HTTP/1.1", TEMPORARY, "https://shop.example.com" + path);
        }

        private static Row get(String target, String status) {
            return request("GET " + target + " HTTP/1.1", status, "");
        }

        private static Row request(String line, String status, String location) {
            return new Row(line + "\r\nHost: shop.example.com" + END, status, location, false);
        }
    }

    /**
     * A request, and what it gets.
     *
     * @param location empty for none
     * @param anyHost whether the load balancer serves them all
     */
    record Row(String request, String status, String location, boolean anyHost) {
        String method() {
            return request.substring(0, request.indexOf(' '));
        }

        @Override
        public String toString() {
            String text = request.replace("\r", "<CR>").replace("\n", "<LF>").replace("\0", "<NUL>");
            return text.length() < 200 ? text : text.substring(0, 100) + "... " + text.length();
        }
    }

    @Nested
    class AConnection {
        private final TestBalancer balancer =
                TestBalancer.with().redirecting(443).backend("web-1", 1).start();

        @AfterEach
        void stop() {
            balancer.close();
        }

        @Test
        void getsTenAnswersInOrderForTenRequestsInOneWrite() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send(requests(0, 10));
                assertRedirects(client, 0, 10);
                client.send(requests(10, 11));
                assertRedirects(client, 10, 11);
                assertThat(balancer.engine().openConnections()).isEqualTo(1);
            }
            balancer.awaitOutcome(Outcome.REDIRECTED, 1);
        }

        @Test
        void getsAThousandAnswersForAThousandRequestsInOneWrite() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                CompletableFuture<Void> sending = Ends.meanwhile(() -> client.send(requests(0, 1000)));
                assertRedirects(client, 0, 1000);
                sending.join();
            }
        }

        @Test
        void endsAfterTheAnswerWhenTheClientSaysSo() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send("GET / HTTP/1.1\r\n" + HOST + "Connection: close" + END + requests(0, 1));
                assertThat(client.response().field("Connection")).isEqualTo("close");
                client.awaitFin();
            }
        }

        @Test
        void endsAfterTheAnswerToHttp10() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send("GET / HTTP/1.0\r\n" + HOST + "\r\n");
                assertThat(client.response().field("Connection")).isEqualTo("close");
                client.awaitFin();
            }
        }

        @Test
        void goesOnWhenHttp10AsksForIt() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                String request = "GET / HTTP/1.0\r\n" + HOST + "Connection: Keep-Alive" + END;
                for (int i = 0; i < 3; i++) {
                    client.send(request);
                    HttpMessage response = client.response();
                    assertThat(response.status()).isEqualTo(307);
                    assertThat(response.field("Connection")).isEqualTo("keep-alive");
                }
            }
        }

        @Test
        void getsNoPageForHeadAndGoesOn() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send("HEAD /a HTTP/1.1\r\n" + HOST + "\r\n" + requests(0, 1));
                HttpMessage head = client.response("HEAD");
                assertThat(Integer.parseInt(head.field("Content-Length"))).isPositive();
                assertRedirects(client, 0, 1);
            }
        }

        @Test
        void goesOnAfterABodyOfNoBytes() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send("POST /0 HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n" + requests(1, 2));
                assertRedirects(client, 0, 2);
            }
        }

        /** The body is not read as requests, so nothing may follow it. */
        @ParameterizedTest
        @ValueSource(strings = {"Content-Length: 60", "Transfer-Encoding: chunked"})
        void endsAfterARequestWithABody(String framing) throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send("POST / HTTP/1.1\r\n" + HOST + framing + END + requests(0, 3));
                HttpMessage response = client.response();
                assertThat(response.status()).isEqualTo(307);
                assertThat(response.field("Connection")).isEqualTo("close");
                client.awaitFin();
            }
        }

        @Test
        void isNotToldToGoOnWithTheBody() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 60\r\nExpect: 100-continue" + END);
                assertThat(client.response().status()).isEqualTo(307);
                client.awaitFin();
            }
        }

        private static void assertRedirects(RawClient client, int from, int to) throws IOException {
            for (int i = from; i < to; i++) {
                HttpMessage response = client.response();
                assertThat(response.status()).isEqualTo(307);
                assertThat(response.field("Location")).isEqualTo("https://shop.example.com/" + i);
                assertThat(response.all("Connection")).isEmpty();
            }
        }

        private static String requests(int from, int to) {
            StringBuilder requests = new StringBuilder();
            IntStream.range(from, to)
                    .forEach(i -> requests.append("GET /%d HTTP/1.1\r\n".formatted(i))
                            .append(HOST)
                            .append("\r\n"));
            return requests.toString();
        }
    }

    /** It is not read further than {@link Sockets#discardInput} goes. */
    @Nested
    class ABody {

        @Test
        void ofAMegabyteDoesNotCostTheAnswer() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                            .redirecting(443)
                            .backend("web-1", 1)
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(post(1 << 20)).send("x".repeat(1 << 20));

                assertThat(client.response().field("Location")).isEqualTo("https://shop.example.com/upload");
                client.awaitFin();
                client.close();
                balancer.awaitOutcome(Outcome.REDIRECTED, 1);
            }
        }

        @Test
        void thatIsHugeIsNotReadToItsEndButTheAnswerCanBeReadMeanwhile() throws IOException {
            byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            try (TestBalancer balancer = TestBalancer.with()
                            .redirecting(443)
                            .backend("web-1", 1)
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(post(1L << 30));
                CompletableFuture<Void> upload = Ends.meanwhile(() -> {
                    for (int i = 0; i < 1024; i++) {
                        client.socket().getOutputStream().write(megabyte);
                    }
                });

                assertThat(client.response().field("Location")).isEqualTo("https://shop.example.com/upload");
                assertThatThrownBy(upload::join).hasRootCauseInstanceOf(IOException.class);
                balancer.awaitOutcome(Outcome.REDIRECTED, 1);
                assertThat(balancer.engine().openConnections()).isZero();
            }
        }

        private static String post(long length) {
            return "POST /upload HTTP/1.1\r\n" + HOST + "Content-Length: " + length + END;
        }
    }

    @Nested
    class AChallenge {
        private static final String TOKEN = "/.well-known/acme-challenge/abc_DEF-123";

        @Test
        void isRedirectedWhenNoBackendKnowsIt() throws IOException {
            try (HttpBackend web = HttpBackend.start(visit -> visit.reply(404, "what?"));
                    TestBalancer balancer = TestBalancer.with()
                            .redirecting(443)
                            .backend("web-1", web.port())
                            .backend("web-2", FreePort.pick())
                            .start()) {
                assertRedirected(balancer);
                assertThat(web.requests()).extracting(HttpMessage::target).containsExactly(TOKEN);
            }
        }

        @Test
        void isRedirectedLikeAnyOtherWhenChallengesAreOff() throws IOException {
            try (HttpBackend web = HttpBackend.named("web-1");
                    TestBalancer balancer = TestBalancer.with()
                            .redirecting(443)
                            .lb("\"acme_challenges\": \"off\"")
                            .backend("web-1", web.port())
                            .start()) {
                assertRedirected(balancer);
                assertThat(web.accepted()).isZero();
            }
        }

        private static void assertRedirected(TestBalancer balancer) throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send("GET " + TOKEN + " HTTP/1.1\r\n" + HOST + "\r\n");
                HttpMessage response = client.response();
                assertThat(response.startLine()).isEqualTo("HTTP/1.1 " + TEMPORARY);
                assertThat(response.field("Location")).isEqualTo("https://shop.example.com" + TOKEN);
            }
        }
    }
}

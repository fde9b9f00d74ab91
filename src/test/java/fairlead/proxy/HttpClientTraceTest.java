package fairlead.proxy;

import static fairlead.proxy.WebClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxyprotocol.ProxyHeaderDecoder.Decoded;
import fairlead.proxyprotocol.ProxyHeaderEncoder;
import fairlead.proxyprotocol.Tlvs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backend is told of the client, in fields and PROXY headers, and what it is not. */
final class HttpClientTraceTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("203.0.113.9", 51234);
    private static final InetSocketAddress DESTINATION = new InetSocketAddress("192.0.2.1", 80);
    private static final String[] CLAIMS = {
        "X-Forwarded-For: 198.51.100.7",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Port: 443",
        "X-Forwarded-Host: bank.example.com",
        "X-Forwarded-Server: bank",
        "X_Forwarded_For: 198.51.100.8",
        "X-Real-IP: 198.51.100.9",
        "Forwarded: for=198.51.100.10;proto=https"
    };

    private final HttpBackend web = HttpBackend.named("web-1");

    @AfterEach
    void stop() {
        web.close();
    }

    private TestBalancer.Setup setup(String forwardedHeaders) {
        return TestBalancer.with()
                .http()
                .lb("\"forwarded_headers\": \"" + forwardedHeaders + '"')
                .backend("web-1", web.port());
    }

    /** The request as the backend sees it. */
    private HttpMessage seen(TestBalancer.Setup setup, String... fields) throws IOException {
        try (TestBalancer balancer = setup.start();
                WebClient client = WebClient.of(balancer)) {
            assertThat(client.get("/", fields).body()).isEqualTo("web-1");
            return web.lastRequest();
        }
    }

    private static List<String> traces(HttpMessage request) {
        return request.lines().stream()
                .filter(line -> {
                    String name = line.toLowerCase(Locale.ROOT).replace('_', '-');
                    return name.startsWith("x-forwarded") || name.startsWith("forwarded") || name.startsWith("x-real");
                })
                .toList();
    }

    private static List<String> xForwarded(String client, int port) {
        return List.of(
                "X-Forwarded-For: " + client,
                "X-Forwarded-Proto: http",
                "X-Forwarded-Port: " + port,
                "X-Forwarded-Host: shop.example.com");
    }

    @Nested
    class OfAStranger {

        @Test
        void isWhatFairleadKnows() throws IOException {
            TestBalancer.Setup setup = setup("x_forwarded");
            assertThat(traces(seen(setup, CLAIMS))).isEqualTo(xForwarded("127.0.0.1", setup.port()));
        }

        @Test
        void isInTheStandardsField() throws IOException {
            assertThat(traces(seen(setup("forwarded"), CLAIMS)))
                    .containsExactly("Forwarded: for=127.0.0.1;host=shop.example.com;proto=http");
        }

        @Test
        void isInBoth() throws IOException {
            assertThat(traces(seen(setup("both"), CLAIMS))).hasSize(5).noneMatch(line -> line.contains("198.51"));
        }

        @Test
        void isNothingWhenThatIsOff() throws IOException {
            assertThat(traces(seen(setup("off"), CLAIMS))).isEmpty();
        }

        @Test
        void cannotBeTakenOffByTheClient() throws IOException {
            TestBalancer.Setup setup = setup("x_forwarded");
            assertThat(traces(seen(setup, "Connection: X-Forwarded-For, X-Forwarded-Proto")))
                    .isEqualTo(xForwarded("127.0.0.1", setup.port()));
        }

        @Test
        void isToldOfEveryRequestOfTheConnection() throws IOException {
            TestBalancer.Setup setup = setup("x_forwarded");
            try (TestBalancer balancer = setup.start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    client.get("/", CLAIMS);
                    assertThat(traces(web.lastRequest())).isEqualTo(xForwarded("127.0.0.1", setup.port()));
                }
            }
        }
    }

    @Nested
    class OfATrustedProxy {
        private static final String TRUSTING = "\"trusted_proxies\": [\"127.0.0.0/8\"]";

        @Test
        void isAddedToWhatItSays() throws IOException {
            HttpMessage request = seen(setup("both").listener(TRUSTING), CLAIMS);

            assertThat(request.field("X-Forwarded-For")).isEqualTo("198.51.100.7, 127.0.0.1");
            assertThat(request.field("X-Forwarded-Proto")).isEqualTo("https");
            assertThat(request.field("X-Forwarded-Port")).isEqualTo("443");
            assertThat(request.field("X-Forwarded-Host")).isEqualTo("bank.example.com");
            assertThat(request.field("X-Real-IP")).isEqualTo("198.51.100.9");
            assertThat(request.field("Forwarded"))
                    .isEqualTo("for=198.51.100.10;proto=https, for=127.0.0.1;host=shop.example.com;proto=http");
            assertThat(request.all("X_Forwarded_For")).isEmpty();
        }

        @Test
        void isKeptWhenNothingIsAdded() throws IOException {
            assertThat(seen(setup("off").listener(TRUSTING), CLAIMS).field("X-Forwarded-For"))
                    .isEqualTo("198.51.100.7");
        }

        @Test
        void doesNotCoverOthers() throws IOException {
            TestBalancer.Setup setup = setup("x_forwarded").listener("\"trusted_proxies\": [\"192.0.2.0/24\"]");
            assertThat(traces(seen(setup, CLAIMS))).isEqualTo(xForwarded("127.0.0.1", setup.port()));
        }
    }

    @Nested
    class OfAClientWhomAProxyHeaderNames {

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void isWhatTheHeaderSays(int version) throws IOException {
            byte[] header = version == 1
                    ? ProxyHeaderEncoder.v1(SOURCE, DESTINATION)
                    : ProxyHeaderEncoder.v2(SOURCE, DESTINATION, Tlvs.NONE);
            TestBalancer.Setup setup =
                    setup("both").listener("\"accept_proxy_protocol\": true, \"trusted_proxies\": [\"127.0.0.0/8\"]");
            try (TestBalancer balancer = setup.start();
                    WebClient client = WebClient.of(balancer)) {
                client.socket().getOutputStream().write(header);
                for (int i = 0; i < 2; i++) {
                    assertThat(client.get("/", CLAIMS).status()).isEqualTo(200);
                    assertThat(traces(web.lastRequest()).subList(0, 4)).isEqualTo(xForwarded("203.0.113.9", 80));
                    assertThat(web.lastRequest().field("Forwarded"))
                            .isEqualTo("for=203.0.113.9;host=shop.example.com;proto=http");
                }
            }
        }
    }

    @Nested
    class InAProxyHeader {

        @ParameterizedTest
        @CsvSource({"v1, 1", "v2, 2"})
        void comesOnceForEveryUpstream(String config, int version) throws IOException {
            try (HttpBackend introduced = HttpBackend.startIntroduced(visit -> visit.reply(
                            200,
                            visit.request().target(),
                            visit.request().target().equals("/last") ? "Connection: close" : "X-Nothing: 1"));
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .lb("\"proxy_protocol\": \"" + config + '"')
                            .backend("web-1", introduced.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                for (String target : List.of("/a", "/b", "/last", "/c", "/d")) {
                    assertThat(client.get(target).body()).isEqualTo(target);
                }
                assertThat(client.post("/e", "x").body()).isEqualTo("/e");
                assertThat(introduced.accepted()).isEqualTo(2);
                assertThat(introduced.introductions()).hasSize(2);
                for (Decoded header : introduced.introductions()) {
                    assertThat(header.version()).isEqualTo(version);
                    assertThat(header.source())
                            .contains((InetSocketAddress) client.socket().getLocalSocketAddress());
                    assertThat(header.destination())
                            .contains((InetSocketAddress) client.socket().getRemoteSocketAddress());
                }
            }
        }

        @Test
        void namesTheClientOfTheProxyInFront() throws IOException {
            try (HttpBackend introduced = HttpBackend.startIntroduced(visit -> visit.reply(200, "ok"));
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .listener("\"accept_proxy_protocol\": true, \"trusted_proxies\": [\"127.0.0.0/8\"]")
                            .lb("\"proxy_protocol\": \"v2\"")
                            .backend("web-1", introduced.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.socket().getOutputStream().write(ProxyHeaderEncoder.v1(SOURCE, DESTINATION));
                assertThat(client.get("/").body()).isEqualTo("ok");
                assertThat(introduced.introductions().getFirst().source()).contains(SOURCE);
                assertThat(introduced.introductions().getFirst().destination()).contains(DESTINATION);
            }
        }
    }

    @Nested
    class OfTheWay {

        @Test
        void fieldsForTheNextHopStayThere() throws IOException {
            HttpMessage request = seen(
                    setup("off"),
                    "Connection: close, X-Mine, keep-alive",
                    "X-Mine: 1",
                    "Keep-Alive: timeout=5",
                    "TE: trailers",
                    "Proxy-Connection: keep-alive",
                    "Proxy-Authorization: Basic eDp5",
                    "Accept: */*");

            assertThat(request.lines())
                    .containsExactlyInAnyOrder("Host: shop.example.com", "Accept: */*", "Via: 1.1 fairlead");
        }

        @Test
        void sameForResponses() throws IOException {
            try (HttpBackend chatty = HttpBackend.start(visit -> visit.reply(
                            200,
                            "ok",
                            "Connection: X-Mine, keep-alive",
                            "X-Mine: 1",
                            "Keep-Alive: timeout=5",
                            "Proxy-Authenticate: Basic",
                            "Server: nginx",
                            "Via: 1.1 inner"));
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", chatty.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").lines())
                        .containsExactlyInAnyOrder(
                                "Server: nginx", "Via: 1.1 inner", "Via: 1.1 fairlead", "Content-Length: 2");
            }
        }

        @Test
        void theVersionIsThatOfTheMessage() throws IOException {
            try (TestBalancer balancer = setup("off").start();
                    WebClient client = WebClient.of(balancer)) {
                client.send("GET / HTTP/1.0\r\nHost: shop.example.com\r\n\r\n");
                assertThat(client.read("GET").field("Via")).isEqualTo("1.1 fairlead");
                assertThat(web.lastRequest().startLine()).isEqualTo("GET / HTTP/1.1");
                assertThat(web.lastRequest().field("Via")).isEqualTo("1.0 fairlead");
            }
        }

        @Test
        void theTargetsAuthorityIsTheHost() throws IOException {
            try (TestBalancer balancer = setup("x_forwarded").start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", "http://SHOP.example.com:8080/a?b"));
                assertThat(client.read("GET").status()).isEqualTo(200);
                assertThat(web.lastRequest().startLine()).isEqualTo("GET /a?b HTTP/1.1");
                assertThat(web.lastRequest().field("Host")).isEqualTo("shop.example.com:8080");
                assertThat(web.lastRequest().field("X-Forwarded-Host")).isEqualTo("shop.example.com:8080");
            }
        }
    }
}

package fairlead.proxy;

import static fairlead.proxy.WebClient.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upgrades: from a 101 on, bytes are relayed both ways; without one, HTTP goes on. */
final class HttpUpgradeTest {
    private static final String HANDSHAKE = request(
            "GET",
            "/chat",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    private static final String SWITCHING = """
            HTTP/1.1 101 Switching Protocols\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            \r
            """;

    @TempDir
    private Path directory;

    private static TestBalancer.Setup balancing(HttpBackend web) {
        return TestBalancer.with().http().backend("web-1", web.port());
    }

    /** Agrees, says hello in the same piece, sends everything back, and its leave when the client has taken its own. */
    private static HttpBackend agreeing() {
        return HttpBackend.start(visit -> {
            visit.send(SWITCHING + "hello");
            byte[] buffer = new byte[10_000];
            for (int n = visit.in().read(buffer); n >= 0; n = visit.in().read(buffer)) {
                visit.out().write(buffer, 0, n);
            }
            visit.send("bye");
            throw new IOException("over");
        });
    }

    @Nested
    class ABackendThatAgrees {

        @Test
        void speaksWithTheClientFromThenOn() throws IOException {
            Path log = directory.resolve("access.log");
            try (HttpBackend web = agreeing()) {
                try (TestBalancer balancer = balancing(web).accessLog(log).start();
                        WebClient client = WebClient.of(balancer)) {
                    client.send(HANDSHAKE + "behind the handshake");
                    HttpMessage switching = client.read("GET");

                    assertThat(switching.startLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
                    assertThat(switching.field("Connection")).isEqualToIgnoringCase("upgrade");
                    assertThat(switching.field("Upgrade")).isEqualTo("websocket");
                    assertThat(switching.field("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
                    assertThat(client.read(25)).isEqualTo("hellobehind the handshake");
                    for (int i = 0; i < 100; i++) {
                        client.send("\u0081\u0002" + (char) i + "\n");
                        assertThat(client.read(4)).isEqualTo("\u0081\u0002" + (char) i + "\n");
                    }
                    client.socket().shutdownOutput();
                    assertThat(new String(client.in().readAllBytes(), ISO_8859_1))
                            .isEqualTo("bye");
                    client.close();
                    balancer.awaitOutcome(Outcome.COMPLETED, 1);
                    assertThat(balancer.status("web-1").connections()).isZero();
                }
                assertThat(web.lastRequest().field("Connection")).isEqualToIgnoringCase("upgrade");
                assertThat(web.lastRequest().field("Upgrade")).isEqualTo("websocket");
                assertThat(web.lastRequest().field("Sec-WebSocket-Key")).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
            }
            int sent = HANDSHAKE.length() + "behind the handshake".length() + 400;
            assertThat(log)
                    .content()
                    .contains(" shop/web-1 completed in=" + sent + " ")
                    .contains(" method=GET host=shop.example.com path=- status=101 ")
                    .hasLineCount(1);
        }

        @Test
        void isRelayedToTheClientInFullWhenItLeavesFirst() throws IOException {
            String much = "x".repeat(1_000_000);
            try (HttpBackend web = HttpBackend.start(visit -> {
                        visit.send(SWITCHING + much);
                        throw new IOException("over");
                    });
                    TestBalancer balancer = balancing(web).start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(HANDSHAKE);
                client.read("GET");
                assertThat(client.in().readAllBytes()).hasSize(much.length());
            }
        }

        @Test
        void mayAgreeAfterOtherRequests() throws IOException {
            try (HttpBackend web = HttpBackend.start(visit -> {
                        if (visit.request().target().equals("/chat")) {
                            visit.send(SWITCHING + "hello");
                            throw new IOException("over");
                        }
                        visit.reply(200, "page");
                    });
                    TestBalancer balancer = balancing(web).start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").body()).isEqualTo("page");
                client.send(HANDSHAKE);
                assertThat(client.read("GET").status()).isEqualTo(101);
                assertThat(new String(client.in().readAllBytes(), ISO_8859_1)).isEqualTo("hello");
            }
        }
    }

    @Nested
    class ABackendThatDoesNot {

        @ParameterizedTest
        @CsvSource({"200", "426", "503"})
        void leavesItAtHttp(int status) throws IOException {
            try (HttpBackend web = HttpBackend.start(visit -> visit.reply(status, "no", "Upgrade: other"));
                    TestBalancer balancer = balancing(web).start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    client.send(HANDSHAKE);
                    HttpMessage response = client.read("GET");
                    assertThat(response.status()).isEqualTo(status);
                    assertThat(response.body()).isEqualTo("no");
                }
                assertThat(web.accepted()).isEqualTo(1);
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "Connection: Upgrade, HTTP2-Settings;Upgrade: h2c;HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
                    "Connection: Upgrade;Upgrade: h2c;X-Nothing: 1",
                    "Connection: Upgrade;Upgrade: websocket, h2c;X-Nothing: 1",
                    "Connection: Upgrade;Upgrade: H2C;X-Nothing: 1",
                    "Connection: keep-alive;Upgrade: websocket;X-Nothing: 1"
                })
        void isNotEvenAskedForWhatIsNotPassedOn(String connection, String upgrade, String more) throws IOException {
            try (HttpBackend web = HttpBackend.named("page");
                    TestBalancer balancer = balancing(web).start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/", connection, upgrade, more).body()).isEqualTo("page");
                assertThat(web.lastRequest().all("Upgrade")).isEmpty();
                assertThat(web.lastRequest().all("HTTP2-Settings")).isEmpty();
                assertThat(web.lastRequest().all("Connection")).isEmpty();
            }
        }

        @Test
        void mayNotSwitchUnasked() throws IOException {
            try (HttpBackend web = agreeing();
                    TestBalancer balancer = balancing(web).start();
                    WebClient client = WebClient.of(balancer)) {
                HttpMessage response = client.get("/");
                assertThat(response.status()).isEqualTo(502);
                assertThat(response.body()).doesNotContain("hello");
                assertThat(client.isEnded()).isTrue();
                client.close();
                balancer.awaitOutcome(Outcome.RESPONSE_MALFORMED, 1);
            }
        }
    }

    @Nested
    class TheRelay {

        @Test
        void endsWhenItIsIdle() throws IOException {
            try (HttpBackend web = agreeing();
                    TestBalancer balancer =
                            balancing(web).lb("\"idle_timeout_seconds\": 0.5").start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(HANDSHAKE);
                client.read("GET");
                client.read(5);
                assertThat(client.isEnded()).isTrue();
                client.close();
                balancer.awaitOutcome(Outcome.IDLE_TIMEOUT, 1);
                TestBalancer.awaitThat("closed", () -> assertThat(web.open()).isZero());
            }
        }

        @Test
        void endsWhenOneHasFinishedAndTheOtherSaysNothing() throws IOException {
            Semaphore over = new Semaphore(0);
            try (HttpBackend web = HttpBackend.start(visit -> {
                        visit.send(SWITCHING);
                        visit.in().transferTo(OutputStream.nullOutputStream());
                        try {
                            boolean unused = over.tryAcquire(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    });
                    TestBalancer balancer = balancing(web)
                            .lb("\"half_close_timeout_seconds\": 0.5")
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(HANDSHAKE);
                client.read("GET");
                client.socket().shutdownOutput();
                assertThat(client.isEnded()).isTrue();
                client.close();
                balancer.awaitOutcome(Outcome.HALF_CLOSE_TIMEOUT, 1);
                over.release();
            }
        }

        @Test
        void isNotBoundByTheTimeLimitsOfRequests() throws IOException {
            try (HttpBackend web = agreeing();
                    TestBalancer balancer = balancing(web)
                            .listener("\"http_idle_timeout_seconds\": 0.3", "\"http_header_timeout_seconds\": 0.3")
                            .lb("\"response_timeout_seconds\": 0.3", "\"idle_timeout_seconds\": 1.5")
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(HANDSHAKE);
                client.read("GET");
                client.read(5);
                assertThat(client.isEnded()).isTrue();
                client.close();
                balancer.awaitOutcome(Outcome.IDLE_TIMEOUT, 1);
            }
        }

        @Test
        void endsWhenItsBackendHasBeenDrained() throws IOException {
            try (HttpBackend web = agreeing();
                    TestBalancer balancer = balancing(web).start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(HANDSHAKE);
                client.read("GET");
                client.read(5);
                balancer.apply(TestBalancer.with()
                        .http()
                        .backend("web-1", web.port(), "\"mode\": \"drain\"")
                        .lb("\"backend_drain_timeout_seconds\": 0.3"));
                assertThat(client.isEnded()).isTrue();
                client.close();
                balancer.awaitOutcome(Outcome.BACKEND_DRAINED, 1);
            }
        }
    }
}

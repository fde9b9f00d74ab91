package fairlead.proxy;

import static fairlead.proxy.WebClient.request;
import static fairlead.proxy.WebClient.requestTo;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.BackendStatus;
import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a backend fails a request: whether the next one gets it, and what the client gets when none is left. */
final class HttpRetryTest {
    private final HttpBackend second = HttpBackend.named("second");

    @AfterEach
    void stop() {
        second.close();
    }

    /** The second backend comes when the first has failed, and not before. */
    private TestBalancer.Setup after(int first) {
        return TestBalancer.with()
                .http()
                .backend("first", first)
                .backend("second", second.port(), "\"mode\": \"backup\"");
    }

    /** Closes the connection on every request, after so many bytes of a response. */
    private static HttpBackend breakingOff(int bytes) {
        return HttpBackend.start(visit -> {
            visit.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".substring(0, bytes));
            throw new IOException("not a byte more");
        });
    }

    @Nested
    class ABackendThatClosesWithoutAByte {

        @ParameterizedTest
        @CsvSource({"GET, ''", "HEAD, ''", "OPTIONS, ''", "DELETE, ''", "PUT, 'Content-Length: 0'"})
        void losesWhatMayBeSentTwiceToTheNext(String method, String field) throws IOException {
            try (HttpBackend first = breakingOff(0);
                    TestBalancer balancer = after(first.port()).start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request(method, "/", field.isEmpty() ? new String[0] : new String[] {field}));
                HttpMessage response = client.read(method);

                assertThat(response.status()).isEqualTo(200);
                assertThat(response.all("Connection")).isEmpty();
                assertThat(first.requests()).hasSize(1);
                assertThat(second.lastRequest().method()).isEqualTo(method);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "POST, Content-Length: 2, hi",
            "POST, Content-Length: 0, ''",
            "PATCH, X-Nothing: 1, ''",
            "PUT, Content-Length: 2, hi",
            "POST, Transfer-Encoding: chunked, '0\r\n\r\n'"
        })
        void hasSeenOnceWhatMayNot(String method, String field, String body) throws IOException {
            try (HttpBackend first = breakingOff(0);
                    TestBalancer balancer = after(first.port()).start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request(method, "/", field) + body);
                HttpMessage response = client.read(method);

                assertThat(response.status()).isEqualTo(502);
                assertThat(response.field("Connection")).isEqualTo("close");
                assertThat(client.isEnded()).isTrue();
                assertThat(first.requests()).hasSize(1);
                assertThat(second.accepted()).isZero();
                client.close();
                balancer.awaitOutcome(Outcome.BACKEND_RESET, 1);
            }
        }

        @Test
        void isNotTheEndOfAConnectionThatItHasServed() throws IOException {
            try (HttpBackend first = HttpBackend.start(visit -> {
                        if (visit.request().target().equals("/close")) {
                            throw new IOException("without a byte");
                        }
                        visit.reply(200, "first");
                    });
                    TestBalancer balancer = after(first.port()).start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").body()).isEqualTo("first");
                assertThat(client.get("/close").body()).isEqualTo("second");
                assertThat(first.accepted())
                        .as("the one that was kept, and a fresh one")
                        .isEqualTo(2);
            }
        }

        @Test
        void letsTheClientKnowWhenItIsTheLast() throws IOException {
            try (HttpBackend first = breakingOff(0);
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("first", first.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").status()).isEqualTo(502);
                assertThat(client.isEnded()).isTrue();
                client.close();
                balancer.awaitOutcome(Outcome.BACKEND_RESET, 1);
            }
        }
    }

    @Nested
    class ABackendThatBeginsToAnswer {

        @ParameterizedTest
        @ValueSource(ints = {1, 16, 37})
        void isTheOnlyOneWhoeverAsked(int bytes) throws IOException {
            try (HttpBackend first = breakingOff(bytes);
                    TestBalancer balancer = after(first.port()).start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").status()).isEqualTo(502);
                assertThat(second.accepted()).isZero();
            }
        }

        @Test
        void cutsTheResponseWhenItBreaksOff() throws IOException {
            try (HttpBackend first = breakingOff(40);
                    TestBalancer balancer = after(first.port()).start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", "/"));
                HttpMessage head = HttpMessage.head(client.in()).orElseThrow();

                assertThat(head.field("Content-Length")).isEqualTo("5");
                assertThat(client.in().readNBytes(5)).hasSizeLessThan(5);
                assertThat(second.accepted()).isZero();
            }
        }
    }

    @Nested
    class ABackendThatSaysNothing {

        @Test
        void hadItsTime() throws IOException {
            try (FakeBackend silent = FakeBackend.start(new Behaviour.Silent());
                    TestBalancer balancer = after(silent.port())
                            .lb("\"response_timeout_seconds\": 0.5")
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").status()).isEqualTo(504);
                assertThat(client.isEnded()).isTrue();
                assertThat(second.accepted()).isZero();
                client.close();
                balancer.awaitOutcome(Outcome.RESPONSE_TIMEOUT, 1);
            }
        }
    }

    @Nested
    class ABackendThatDoesNotListen {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void losesEveryRequestToTheNext(String method) throws IOException {
            try (TestBalancer balancer = after(FreePort.pick()).start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request(method, "/", "Content-Length: 2") + "hi");
                assertThat(client.read(method).body()).isEqualTo("second");
            }
        }

        @Test
        void isABadGatewayWhenItIsAlone() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("first", FreePort.pick())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                HttpMessage response = client.post("/", "hi");
                assertThat(response.status()).isEqualTo(502);
                assertThat(response.body()).doesNotContain("first").doesNotContain("127.0.0.1");
                assertThat(client.isEnded()).isTrue();
                client.close();
                balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 1);
                assertThat(balancer.status("first").connections()).isZero();
            }
        }

        @Test
        void isOutOfServiceWhenNobodyMayBeAsked() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("first", second.port(), "\"mode\": \"drain\"")
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").status()).isEqualTo(503);
                assertThat(client.isEnded()).isTrue();
                client.close();
                balancer.awaitOutcome(Outcome.NO_BACKEND, 1);
            }
        }
    }

    @Nested
    class APortForHttp {

        /** A backend whose https port is checked and healthy, and one for http. */
        private static String both(int https, int http) {
            return """
                    {"name": "both", "hosts": ["both.example.com"],
                     "health_check": {"protocol": "tcp", "check_interval_seconds": 0.5, "unhealthy_threshold": 1},
                     "forwarding_rules": [
                       {"entry_protocol": "https", "entry_port": %d, "target_protocol": "https", "target_port": 443,
                        "tls_passthrough": true},
                       {"entry_protocol": "http", "entry_port": %%PORT%%, "target_protocol": "http",
                        "target_port": 80}],
                     "backends": [{"name": "web-1", "address": "127.0.0.1", "port": %d, "http_port": %d}]}
                    """.formatted(FreePort.pick(), https, http);
        }

        private static BackendStatus status(TestBalancer balancer) {
            return balancer.engine().backends().stream()
                    .filter(status -> status.loadBalancer().equals("both"))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void thatIsRefusedSaysNothingOfTheHttpsPort() throws IOException {
            try (FakeBackend https = FakeBackend.start(new Behaviour.Silent());
                    TestBalancer balancer = after(second.port())
                            .also(both(https.port(), FreePort.pick()))
                            .start()) {
                TestBalancer.awaitThat(
                        "checked", () -> assertThat(status(balancer).checks()).isNotEmpty());
                String before = status(balancer).text();
                for (int i = 0; i < 6; i++) {
                    try (WebClient client = WebClient.of(balancer)) {
                        client.send(requestTo("both.example.com", "GET", "/"));
                        assertThat(client.read("GET").status()).isEqualTo(502);
                    }
                    assertThat(status(balancer).text()).isEqualTo(before);
                }
            }
        }

        @Test
        void isWhereRequestsGo() throws IOException {
            try (FakeBackend https = FakeBackend.start(new Behaviour.Silent());
                    TestBalancer balancer = after(FreePort.pick())
                            .also(both(https.port(), second.port()))
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(requestTo("both.example.com", "GET", "/"));
                assertThat(client.read("GET").body()).isEqualTo("second");
            }
        }
    }
}

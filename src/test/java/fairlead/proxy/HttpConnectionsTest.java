package fairlead.proxy;

import static fairlead.proxy.WebClient.request;
import static fairlead.proxy.WebClient.requestTo;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections of clients and to backends: how long each is kept, and what is decided anew for every request. */
final class HttpConnectionsTest {
    private static final String OLD = "GET / HTTP/1.0\r\nHost: shop.example.com\r\n";

    private final HttpBackend one = HttpBackend.start(visit -> visit.reply(
            200, "web-1 " + visit.request().target() + visit.request().body()));
    private final HttpBackend two = HttpBackend.named("web-2");

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private TestBalancer.Setup setup() {
        return TestBalancer.with().http().backend("web-1", one.port());
    }

    private static String other(String name, HttpBackend web) {
        return """
                {"name": "%s", "hosts": ["%s.example.com"], "health_check": {"protocol": "none"},
                 "forwarding_rules": [{"entry_protocol": "http", "entry_port": %%PORT%%,
                   "target_protocol": "http", "target_port": %d}],
                 "backends": [{"name": "web-2", "address": "127.0.0.1"}]}
                """.formatted(name, name, web.port());
    }

    private static int connections(TestBalancer balancer, String loadBalancer) {
        return Objects.requireNonNull(balancer.engine().snapshot().pools().get(loadBalancer))
                .connections();
    }

    @Nested
    class OfAClient {

        @Test
        void bringsRequestsOneAfterAnotherOverOneUpstream() throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 50; i++) {
                    assertThat(client.get("/" + i).body()).isEqualTo("web-1 /" + i);
                    assertThat(client.post("/", "x" + i).body()).isEqualTo("web-1 /x" + i);
                }
                assertThat(one.accepted()).isEqualTo(1);
            }
        }

        @Test
        void bringsRequestsInOnePieceAndGetsTheResponsesInTheirOrder() throws IOException {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                all.append(request("GET", "/" + i))
                        .append(request("POST", "/", "Content-Length: 3"))
                        .append("abc")
                        .append(request("POST", "/", "Transfer-Encoding: chunked"))
                        .append("3\r\nxyz\r\n0\r\n\r\n");
            }
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(all.toString());
                for (int i = 0; i < 100; i++) {
                    for (String body : List.of("/" + i, "/abc", "/xyz")) {
                        HttpMessage response = client.read("GET");
                        assertThat(response.body()).isEqualTo("web-1 " + body);
                        assertThat(response.all("Connection")).isEmpty();
                    }
                }
                assertThat(one.accepted()).isEqualTo(1);
                assertThat(one.requests()).hasSize(300);
            }
        }

        @Test
        void ofHttp10IsKeptWhenItAsks() throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 2; i++) {
                    client.send(OLD + "Connection: keep-alive\r\n\r\n");
                    assertThat(client.read("GET").field("Connection")).isEqualTo("keep-alive");
                }
                client.send(OLD + "\r\n");
                assertThat(client.read("GET").field("Connection")).isEqualTo("close");
                assertThat(client.isEnded()).isTrue();
            }
        }

        @Test
        void endsWhenItAsks() throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", "/a", "Connection: close") + request("GET", "/b"));
                assertThat(client.read("GET").field("Connection")).isEqualTo("close");
                assertThat(client.isEnded()).isTrue();
                balancer.awaitOutcome(Outcome.COMPLETED, 1);
                assertThat(one.requests()).hasSize(1);
                assertThat(one.lastRequest().all("Connection")).isEmpty();
            }
        }

        @Test
        void mayBringRequestsForSeveralLoadBalancers() throws IOException {
            try (TestBalancer balancer = setup().also(other("blog", two)).start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    client.send(request("GET", "/") + requestTo("blog.example.com", "GET", "/"));
                    assertThat(client.read("GET").body()).isEqualTo("web-1 /");
                    assertThat(client.read("GET").body()).isEqualTo("web-2");
                }
                assertThat(connections(balancer, "shop")).isZero();
                assertThat(connections(balancer, "blog")).isEqualTo(1);
                client.close();
                TestBalancer.awaitThat("left", () -> {
                    assertThat(connections(balancer, "blog")).isZero();
                    assertThat(one.open() + two.open()).isZero();
                });
            }
        }

        @Test
        void isCountedWhileItLasts() throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                client.get("/");
                client.get("/");
                assertThat(connections(balancer, "shop")).isEqualTo(1);
                assertThat(balancer.status("web-1").connections()).isEqualTo(1);
                client.close();
                TestBalancer.awaitThat("none", () -> {
                    assertThat(connections(balancer, "shop")).isZero();
                    assertThat(balancer.status("web-1").connections()).isZero();
                    assertThat(balancer.engine().openConnections()).isZero();
                    assertThat(one.open()).isZero();
                });
            }
        }
    }

    @Nested
    class ToABackend {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void isReplacedWhenTheBackendClosedItBetweenRequests(String method) throws IOException {
            Semaphore closed = new Semaphore(0);
            try (HttpBackend web = HttpBackend.start(visit -> {
                        visit.reply(200, "again");
                        visit.socket().close();
                        closed.release();
                    });
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", web.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 1; i <= 5; i++) {
                    client.send(request(method, "/", "Content-Length: 2") + "hi");
                    assertThat(client.read(method).body()).isEqualTo("again");
                    assertThat(tryAcquire(closed)).isTrue();
                    assertThat(web.accepted()).isEqualTo(i);
                }
            }
        }

        @Test
        void isReplacedWhenTheBackendSaysThatItCloses() throws IOException {
            try (HttpBackend web = HttpBackend.start(visit -> visit.reply(200, "once", "Connection: close"));
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", web.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 1; i <= 3; i++) {
                    assertThat(client.post("/", "x").all("Connection")).isEmpty();
                    assertThat(web.accepted()).isEqualTo(i);
                }
            }
        }

        @ParameterizedTest
        @CsvSource({
            "Content-Length: 2, X-Nothing: 1, 3",
            "Content-Length: 2, Connection: keep-alive, 1",
            "X-Nothing: 1, X-Nothing: 2, 3"
        })
        void ofHttp10IsKeptWhenTheBackendOffersIt(String length, String connection, int upstreams) throws IOException {
            try (HttpBackend web = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.0 200 OK\r\n" + length + "\r\n" + connection + "\r\n\r\nok");
                        if (upstreams > 1) {
                            throw new IOException("as HTTP/1.0 does");
                        }
                    });
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", web.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    HttpMessage response = client.get("/");
                    assertThat(response.startLine()).isEqualTo("HTTP/1.1 200 OK");
                    assertThat(response.field("Via")).isEqualTo("1.0 fairlead");
                    assertThat(response.body()).isEqualTo("ok");
                }
                assertThat(web.accepted()).isEqualTo(upstreams);
            }
        }

        @Test
        void isGivenUpWhereItRestsForAClientThatWaitsForASeat() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", one.port(), "\"max_connections\": 1")
                            .start();
                    WebClient first = WebClient.of(balancer);
                    WebClient second = WebClient.of(balancer)) {
                for (int i = 0; i < 2; i++) {
                    assertThat(first.get("/").status()).isEqualTo(200);
                    assertThat(second.get("/").status()).isEqualTo(200);
                    assertThat(balancer.status("web-1").connections()).isEqualTo(1);
                }
                assertThat(one.accepted()).isEqualTo(4);
            }
        }

        @Test
        void isReplacedWhenMoreCameThanWasAskedFor() throws IOException {
            try (HttpBackend web =
                            HttpBackend.start(visit -> visit.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                                    + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", web.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.get("/").body()).isEqualTo("ok");
                }
                assertThat(web.accepted()).isEqualTo(3);
            }
        }

        private static boolean tryAcquire(Semaphore semaphore) {
            try {
                return semaphore.tryAcquire(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class WhenTheConfigChanges {

        /** With the first backend as it is said, and the second beside it from then on. */
        private TestBalancer.Setup changed(String first) {
            TestBalancer.Setup changed = TestBalancer.with().http();
            return switch (first) {
                case "removed" -> changed.backend("web-2", two.port());
                default ->
                    changed.backend("web-1", one.port(), "\"mode\": \"" + first + '"')
                            .backend("web-2", two.port());
            };
        }

        @ParameterizedTest
        @ValueSource(strings = {"drain", "disabled", "removed"})
        void theNextRequestGoesToAnotherBackend(String first) throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").body()).isEqualTo("web-1 /");
                balancer.apply(changed(first));
                assertThat(client.get("/").body()).isEqualTo("web-2");
                assertThat(client.get("/").body()).isEqualTo("web-2");
                assertThat(one.requests()).hasSize(1);
                assertThat(two.accepted()).isEqualTo(1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"drain", "disabled", "removed"})
        void theUpstreamOfAClientThatRestsIsClosed(String first) throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                client.get("/");
                assertThat(one.open()).isEqualTo(1);
                balancer.apply(changed(first));
                TestBalancer.awaitThat("closed", () -> assertThat(one.open()).isZero());
                if (!first.equals("removed")) {
                    awaitNoSeatTaken(balancer);
                }
                assertThat(client.get("/").body()).isEqualTo("web-2");
            }
        }

        /** The backend hears of the end a moment before the seat is free. */
        private static void awaitNoSeatTaken(TestBalancer balancer) {
            TestBalancer.awaitThat(
                    "a seat is given back",
                    () -> assertThat(balancer.status("web-1").connections()).isZero());
        }

        /** What the sweeper has closed rests no more, however many requests go elsewhere: it has one seat to give back. */
        @Test
        void aClosedUpstreamStaysClosed() throws IOException {
            TestBalancer.Setup drained =
                    changed("drain").lb("\"redirect_http_to_https\": true", "\"public_https_port\": 443");
            try (TestBalancer balancer =
                            setup().lb("\"connect_timeout_seconds\": 0.1").start();
                    WebClient client = WebClient.of(balancer)) {
                client.get("/");
                balancer.apply(drained.lb("\"connect_timeout_seconds\": 0.1")); // by which the sweeper looks often
                TestBalancer.awaitThat("closed", () -> assertThat(one.open()).isZero());
                awaitNoSeatTaken(balancer);
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/").status()).isEqualTo(307);
                    assertThat(client.isQuiet()).isTrue();
                    assertThat(balancer.status("web-1").connections()).isZero();
                }
            }
        }

        @Test
        void aRequestUnderWayIsFinishedByADrainingBackend() throws IOException {
            Semaphore asked = new Semaphore(0);
            Semaphore drained = new Semaphore(0);
            try (HttpBackend slow = HttpBackend.start(visit -> {
                        asked.release();
                        assertThat(ToABackend.tryAcquire(drained)).isTrue();
                        visit.reply(200, "slow");
                    });
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", slow.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", "/"));
                assertThat(ToABackend.tryAcquire(asked)).isTrue();
                balancer.apply(TestBalancer.with()
                        .http()
                        .backend("web-1", slow.port(), "\"mode\": \"drain\"")
                        .backend("web-2", two.port()));
                drained.release();
                assertThat(client.read("GET").body()).isEqualTo("slow");
                assertThat(client.get("/").body()).isEqualTo("web-2");
            }
        }

        @Test
        void theNextRequestIsRedirected() throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                assertThat(client.get("/").status()).isEqualTo(200);
                balancer.apply(TestBalancer.with().redirecting(443).backend("web-1", one.port()));
                HttpMessage redirect = client.get("/a?b");
                assertThat(redirect.status()).isEqualTo(307);
                assertThat(redirect.field("Location")).isEqualTo("https://shop.example.com/a?b");
                balancer.apply(setup());
                assertThat(client.get("/").status()).isEqualTo(200);
            }
        }

        @Test
        void theNextRequestForALoadBalancerThatWasRemovedIsNotFound() throws IOException {
            try (TestBalancer balancer = setup().also(other("blog", two)).start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(requestTo("blog.example.com", "GET", "/"));
                assertThat(client.read("GET").status()).isEqualTo(200);
                balancer.apply(setup());
                client.send(requestTo("blog.example.com", "GET", "/"));
                assertThat(client.read("GET").status()).isEqualTo(404);
                assertThat(client.isEnded()).isTrue();
                TestBalancer.awaitThat("closed", () -> assertThat(two.open()).isZero());
            }
        }

        @ParameterizedTest
        @CsvSource({"false, 1", "true, 2"})
        void theUpstreamIsKeptUnlessSomethingOfItChanged(boolean introduced, int upstreams) throws IOException {
            String header = introduced ? "\"proxy_protocol\": \"v1\"" : "\"idle_timeout_seconds\": 100";
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                client.get("/");
                balancer.apply(setup().lb(header));
                client.send(request("GET", "/"));
                TestBalancer.awaitThat("asked", () -> assertThat(one.requests()).hasSizeGreaterThanOrEqualTo(2));
                assertThat(one.accepted()).isEqualTo(upstreams);
            }
        }
    }
}

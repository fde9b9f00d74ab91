package fairlead.proxy;

import static fairlead.proxy.WebClient.request;
import static fairlead.proxy.WebClient.requestTo;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Outcome;
import fairlead.stats.Tally;
import fairlead.support.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the access log and the counters have of requests. */
final class HttpAccessLogTest {

    @TempDir
    private Path directory;

    private final HttpBackend web = HttpBackend.start(visit -> {
        switch (visit.request().target()) {
            case "/missing" -> visit.reply(404, "not here");
            case "/broken" -> throw new IOException("without a byte");
            case "/cut" -> {
                visit.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.");
                throw new IOException("in the body");
            }
            default -> visit.reply(200, "web-1");
        }
    });

    @AfterEach
    void stop() {
        web.close();
    }

    /** What a client does. */
    private interface Deeds {
        void of(WebClient client) throws IOException;
    }

    private TestBalancer.Setup setup() {
        return TestBalancer.with().http().backend("web-1", web.port());
    }

    /** The log when one client has done this and Fairlead has stopped. */
    private List<String> log(TestBalancer.Setup setup, Deeds deeds) throws IOException {
        Path log = directory.resolve("access.log");
        try (TestBalancer balancer = setup.accessLog(log).start()) {
            try (WebClient client = WebClient.of(balancer)) {
                deeds.of(client);
            }
            TestBalancer.awaitThat(
                    "ended",
                    () -> assertThat(balancer.engine().openConnections()).isZero());
        }
        return Files.readAllLines(log);
    }

    @Nested
    class ALine {

        @Test
        void tellsOfARequestThatWasForwarded() throws IOException {
            String request = request("GET", "/a?b");
            TestBalancer.Setup setup = setup();
            List<String> lines = log(setup, client -> {
                client.send(request);
                client.read("GET");
            });

            assertThat(lines).hasSize(1);
            assertThat(lines.getFirst())
                    .matches("\\S+ 127\\.0\\.0\\.1:\\d+ \\S*:" + setup.port() + " - shop/web-1 completed in="
                            + request.length() + " out=\\d+ upstream=127\\.0\\.0\\.1:" + web.port()
                            + " connect=\\S+ms duration=\\S+ms method=GET host=shop\\.example\\.com path=- status=200"
                            + " id=[0-9a-f]{16}");
        }

        @Test
        void comesForEachRequestOfAConnection() throws IOException {
            List<String> lines = log(setup(), client -> {
                client.send(request("GET", "/") + request("HEAD", "/missing")
                        + request("POST", "/", "Content-Length: 3") + "abc");
                client.read("GET");
                client.read("HEAD");
                client.read("POST");
            });

            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).contains("method=GET", "status=200").doesNotContain("connect=-");
            assertThat(lines.get(1)).contains("method=HEAD", "status=404", "connect=-");
            assertThat(lines.get(2))
                    .contains("method=POST", "status=200", "connect=-")
                    .contains(
                            " in=" + (request("POST", "/", "Content-Length: 3").length() + 3) + " ");
            assertThat(lines.stream()
                            .map(line -> line.substring(line.indexOf(" id=")))
                            .distinct())
                    .as("the connection's id")
                    .hasSize(1);
        }

        @Test
        void tellsOfARedirect() throws IOException {
            List<String> lines = log(
                    TestBalancer.with().redirecting(443).backend("web-1", web.port()),
                    client -> assertThat(client.get("/").status()).isEqualTo(307));

            assertThat(lines).hasSize(1);
            assertThat(lines.getFirst()).contains(" - shop redirected ", " upstream=- ", " status=307 ");
        }

        @Test
        void tellsOfAHostThatIsNotServed() throws IOException {
            List<String> lines = log(setup(), client -> {
                client.send(requestTo("evil.example.com", "GET", "/"));
                assertThat(client.read("GET").status()).isEqualTo(404);
            });

            assertThat(lines).hasSize(1);
            assertThat(lines.getFirst()).contains(" - - no_load_balancer ", " host=evil.example.com ", " status=404 ");
        }

        @Test
        void tellsWhatIsWrongWithARequest() throws IOException {
            List<String> lines = log(setup(), client -> {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
                assertThat(client.read("GET").status()).isEqualTo(400);
                assertThat(client.isEnded()).isTrue();
            });

            assertThat(lines).hasSize(1);
            assertThat(lines.getFirst())
                    .contains(" - - request_malformed ", " method=- host=- path=- status=400 ", " detail=\"");
        }

        @Test
        void tellsOfABackendThatFailed() throws IOException {
            assertThat(log(setup(), client -> client.get("/broken")))
                    .singleElement()
                    .asString()
                    .contains(" shop/web-1 backend_reset ", " status=502 ");
            assertThat(log(TestBalancer.with().http().backend("web-1", FreePort.pick()), client -> client.get("/")))
                    .last()
                    .asString()
                    .contains(" - shop backend_unreachable ", " status=502 ", " detail=\"web-1: ");
        }

        @Test
        void tellsOfAResponseThatWasCut() throws IOException {
            assertThat(log(setup(), client -> {
                        client.send(request("GET", "/cut"));
                        client.in().transferTo(OutputStream.nullOutputStream());
                    }))
                    .singleElement()
                    .asString()
                    .contains(" shop/web-1 backend_reset ", " status=200 ");
        }

        @Test
        void tellsOfAClientThatLeft() throws IOException {
            assertThat(log(setup(), client -> client.send("GET / HTTP/1.1\r\nHost: shop")))
                    .singleElement()
                    .asString()
                    .contains(" - - client_gone in=26 out=0 ", " method=- ", " status=- ");
            assertThat(log(
                            setup(),
                            client -> client.send(request("POST", "/", "Content-Length: 1000") + "x".repeat(10))))
                    .last()
                    .asString()
                    .contains(" shop/web-1 client_gone ", " method=POST ", " status=- ");
        }

        @Test
        void comesOfAConnectionThatNeverAsked() throws IOException {
            assertThat(log(setup(), client -> client.socket().shutdownOutput()))
                    .singleElement()
                    .asString()
                    .contains(" - - client_gone in=0 out=0 ");
        }

        @Test
        void isJsonWhereThatIsWanted() throws IOException {
            List<String> lines = log(
                    setup().log("\"format\": \"json\", \"http_path\": \"path_and_query\""),
                    client -> client.get("/a?\"b\\"));

            assertThat(lines).hasSize(1);
            assertThat(lines.getFirst())
                    .contains("\"method\":\"GET\",\"host\":\"shop.example.com\",")
                    .contains("\"status\":200,\"load_balancer\":\"shop\",\"backend\":\"web-1\",")
                    .contains("\"outcome\":\"completed\"")
                    .doesNotContain("\"alpn\"")
                    .doesNotContain("\"sni\"");
        }

        @ParameterizedTest
        @CsvSource({"off, -", "path, /a/b", "path_and_query, /a/b?c=d&e"})
        void hasAsMuchOfThePathAsIsWanted(String config, String path) throws IOException {
            assertThat(log(setup().log("\"http_path\": \"" + config + '"'), client -> client.get("/a/b?c=d&e")))
                    .singleElement()
                    .asString()
                    .contains(" path=" + path + " ");
        }

        @Test
        void isOneLineWhateverThePath() throws IOException {
            assertThat(log(setup().log("\"http_path\": \"path\""), client -> client.get("/" + "a".repeat(7000))))
                    .singleElement()
                    .asString()
                    .contains(" path=/" + "a".repeat(1023) + " ");
        }
    }

    @Nested
    class TheCounters {

        @Test
        void haveEachRequestByTheClassOfItsStatusAndEachConnectionOnce() throws IOException {
            try (TestBalancer balancer = setup().start()) {
                try (WebClient client = WebClient.of(balancer)) {
                    client.get("/");
                    client.get("/missing");
                    client.get("/");
                    client.get("/broken");
                }
                try (WebClient client = WebClient.of(balancer)) {
                    client.get("/");
                }
                TestBalancer.awaitThat(
                        "ended",
                        () -> assertThat(balancer.engine().openConnections()).isZero());

                Tally tally = balancer.engine().counters().tallies().entrySet().stream()
                        .filter(entry -> entry.getKey().backend().equals("web-1"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow();
                assertThat(tally.requests()).isEqualTo(Map.of("2xx", 3L, "4xx", 1L, "5xx", 1L));
                assertThat(tally.connections()).isEqualTo(Map.of(Outcome.COMPLETED, 1L, Outcome.BACKEND_RESET, 1L));
                assertThat(balancer.engine().counters().tallies()).hasSize(1);
            }
        }

        @Test
        void haveTheBytesOnce() throws IOException {
            String request = request("GET", "/");
            try (TestBalancer balancer = setup().start()) {
                int got = 0;
                try (WebClient client = WebClient.of(balancer)) {
                    client.send(request + request("GET", "/", "Connection: close"));
                    got = client.in().readAllBytes().length;
                }
                TestBalancer.awaitThat(
                        "ended",
                        () -> assertThat(balancer.engine().openConnections()).isZero());
                assertThat(balancer.engine().counters().tallies().values().stream()
                                .mapToLong(Tally::bytesOut)
                                .sum())
                        .isEqualTo(got);
                assertThat(balancer.engine().counters().tallies().values().stream()
                                .mapToLong(Tally::bytesIn)
                                .sum())
                        .isEqualTo(request.length() * 2L + "Connection: close\r\n".length());
            }
        }

        @Test
        void callAConnectionThatWasClosedAtTheEndOfADrainSo() throws IOException {
            try (HttpBackend silent = HttpBackend.start(visit -> visit.in().read());
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .top("\"drain_timeout_seconds\": 0.2")
                            .backend("web-1", silent.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", "/"));
                TestBalancer.awaitThat(
                        "asked", () -> assertThat(silent.requests()).hasSize(1));
                assertThat(balancer.engine().drain()).isEqualTo(1);
                assertThat(balancer.engine().counters().connections(Outcome.DRAINED))
                        .isEqualTo(1);
            }
        }
    }
}

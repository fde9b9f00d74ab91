package fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and backends of an http port may take their time with, and how many of them there may be. */
final class HttpLimitsTest {
    private static final String HOST = "Host: shop.example.com\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String POST = "POST / HTTP/1.1\r\n" + HOST;
    private static final String SHORT_HEADER = "\"http_header_timeout_seconds\": 0.5";
    private static final String A_SECOND_FOR_A_HEAD = "\"http_header_timeout_seconds\": 1";
    private static final String SHORT_IDLE = "\"http_idle_timeout_seconds\": 0.5";
    private static final String SHORT_RESPONSE = "\"response_timeout_seconds\": 0.5";

    private final HttpBackend web = HttpBackend.named("web-1");

    @AfterEach
    void stop() {
        web.close();
    }

    private TestBalancer.Setup setup() {
        return TestBalancer.with().http().backend("web-1", web.port());
    }

    private static void awaitNobody(TestBalancer balancer) {
        TestBalancer.awaitThat(
                "every connection has ended",
                () -> assertThat(balancer.engine().openConnections()).isZero());
    }

    private static void assertTold(RawClient client, int status) throws IOException {
        HttpMessage response = client.response();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.field("Connection")).isEqualTo("close");
    }

    /** Sends a byte every now and then until the balancer answers. */
    private static void dribbleUntilAnswered(RawClient client) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    boolean told = client.hasMore();
                    if (!told) {
                        client.send("a"); // after the answer it would be reset
                    }
                    return told;
                });
    }

    @Nested
    class AClientThatIsSlow {

        @ParameterizedTest
        @ValueSource(strings = {"GET /", "GET / HTTP/1.1\r\nX: ", "GET / HTTP/1.1\r\n" + HOST + "A: b\r\nA"})
        void isToldWhenItsHeadDribblesIn(String beginning) throws IOException {
            try (TestBalancer balancer = setup().listener(SHORT_HEADER).start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(beginning);
                dribbleUntilAnswered(client);
                assertTold(client, 408);
                assertThat(client.endsSilently()).isTrue();
                balancer.awaitOutcome(Outcome.REQUEST_TIMEOUT, 1);
                assertThat(web.accepted()).isZero();
            }
        }

        @Test
        void isToldWhenItsHeadStopsShort() throws IOException {
            try (TestBalancer balancer = setup().listener(SHORT_HEADER).start();
                    RawClient client = RawClient.of(balancer)) {
                client.send("GET / HTTP/1.1\r\n");
                assertTold(client, 408);
                client.awaitFin();
            }
        }

        @Test
        void isToldWhenASecondHeadStopsShort() throws IOException {
            try (TestBalancer balancer = setup().listener(A_SECOND_FOR_A_HEAD).start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET + "GET /second HTTP/1.1\r\n");
                assertThat(client.response().body()).isEqualTo("web-1");
                assertTold(client, 408);
                client.awaitFin();
                balancer.awaitOutcome(Outcome.REQUEST_TIMEOUT, 1);
            }
        }

        /** Browsers connect before they know what to ask for, and would show an answer to the next request. */
        @Test
        void isToldNothingWhenItSaysNothing() throws IOException {
            try (TestBalancer balancer = setup().listener(SHORT_HEADER).start();
                    RawClient client = RawClient.of(balancer)) {
                client.awaitFin();
                balancer.awaitOutcome(Outcome.REQUEST_TIMEOUT, 1);
            }
        }

        @Test
        void isToldNothingWhenItHasNoSecondRequest() throws IOException {
            try (TestBalancer balancer = setup().listener(SHORT_IDLE).start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertThat(client.response().body()).isEqualTo("web-1");
                client.awaitFin();
                balancer.awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        @Test
        void mayRestLongerBetweenRequestsThanWithinAHead() throws IOException {
            try (TestBalancer balancer = setup().listener(A_SECOND_FOR_A_HEAD).start();
                    RawClient resting = RawClient.of(balancer)) {
                resting.send(GET);
                assertThat(resting.response().body()).isEqualTo("web-1");
                try (RawClient silent = RawClient.of(balancer)) {
                    silent.awaitFin(); // it came later, so its time is over later
                }
                resting.send(GET);
                assertThat(resting.response().body()).isEqualTo("web-1");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Length: 100\r\n\r\nabc",
                    "Transfer-Encoding: chunked\r\n\r\n9\r\nabc",
                    "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
                })
        void isToldWhenItsBodyStopsShortAndTheBackendIsLeft(String rest) throws IOException {
            try (FakeBackend recorder = FakeBackend.start(new Behaviour.ReplyAtEnd(0));
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .listener(SHORT_IDLE)
                            .backend("web-1", recorder.port())
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(POST + rest);
                assertTold(client, 408);
                client.awaitFin();
                TestBalancer.awaitThat(
                        "the backend is left",
                        () -> assertThat(recorder.received()).allMatch(one -> one.finished() || one.reset()));
                assertThat(new String(recorder.received().getFirst().bytes(), ISO_8859_1))
                        .contains("abc")
                        .doesNotContain("\r\n0\r\n");
                balancer.awaitOutcome(Outcome.REQUEST_TIMEOUT, 1);
            }
        }

        @Test
        void isToldWhenItsBodyDribblesIn() throws IOException {
            try (TestBalancer balancer = setup().listener(SHORT_IDLE).start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(POST + "Content-Length: 1000000\r\n\r\n");
                dribbleUntilAnswered(client);
                assertTold(client, 408);
                balancer.awaitOutcome(Outcome.REQUEST_TIMEOUT, 1);
            }
        }

        @Test
        void mayKeepItsBodyWhenTheResponseHasBegun() throws IOException {
            Semaphore late = new Semaphore(0);
            try (HttpBackend early = HttpBackend.startEarly(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
                        late.acquireUninterruptibly();
                        visit.send("def");
                    });
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .listener(SHORT_IDLE)
                            .backend("web-1", early.port())
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(POST + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n");
                assertThat(client.head().status()).isEqualTo(200);
                assertThat(client.read(3)).isEqualTo("abc");
                client.socket().setSoTimeout(1500); // longer than a client may be silent
                assertThatThrownBy(() -> client.read(1)).isInstanceOf(SocketTimeoutException.class);
                client.socket().setSoTimeout(20_000);
                late.release();
                assertThat(client.read(3)).isEqualTo("def");
            }
        }

        @Test
        void isToldAlsoAfterItWasToldToGoOn() throws IOException {
            try (HttpBackend polite = HttpBackend.startEarly(visit -> {
                        visit.send("HTTP/1.1 100 Continue\r\n\r\n");
                        visit.in().readAllBytes();
                    });
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .listener("\"http_idle_timeout_seconds\": 1.5")
                            .backend("web-1", polite.port())
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(POST + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n");
                assertThat(client.head().status()).isEqualTo(100);
                client.send("abc");
                assertTold(client, 408);
                client.awaitFin();
            }
        }

        /** Not even one of HTTP/1.0, to whom an end of the connection is an end of the response, takes it for complete. */
        @ParameterizedTest
        @CsvSource({
            "Content-Length: 200000000, 1", "Transfer-Encoding: chunked, 1", "Connection: close, 1",
            "Content-Length: 200000000, 0", "Transfer-Encoding: chunked, 0", "Connection: close, 0"
        })
        void isResetWhenItNeverReadsItsResponse(String framing, int version) throws IOException {
            boolean chunked = framing.contains("chunked");
            String piece = (chunked ? "10000\r\n" : "") + "x".repeat(0x10000) + (chunked ? "\r\n" : "");
            try (HttpBackend large = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
                        for (int i = 0; i < 3000; i++) {
                            visit.send(piece);
                        }
                    });
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .listener("\"http_idle_timeout_seconds\": 1")
                            .backend("web-1", large.port())
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send("GET / HTTP/1." + version + "\r\n" + HOST + "\r\n");
                balancer.awaitOutcome(Outcome.WRITE_TIMEOUT, 1);
                awaitNobody(balancer);
                assertThatThrownBy(() -> client.read(200_000_000)).isInstanceOf(SocketException.class);
            }
        }
    }

    @Nested
    class AHead {

        @Test
        void mayBe16KiB() throws IOException {
            String head = "GET / HTTP/1.1\r\n" + HOST + "A: ";
            try (TestBalancer balancer = setup().start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(head + "b".repeat((16 << 10) - head.length() - 4) + "\r\n\r\n");
                assertThat(client.response().body()).isEqualTo("web-1");
                client.send(head + "b".repeat((16 << 10) - head.length() - 3) + "\r\n\r\n");
                assertTold(client, 431);
                client.awaitFin();
            }
        }

        @Test
        void isRefusedWithThousandsOfFields() throws IOException {
            try (TestBalancer balancer = setup().start();
                    RawClient client = RawClient.of(balancer)) {
                client.send("GET / HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(5000) + "\r\n");
                assertTold(client, 431);
                client.awaitFin();
                client.close();
                balancer.awaitOutcome(Outcome.REQUEST_MALFORMED, 1);
            }
        }

        @Test
        void isRefusedThoughItNeverEnds() throws IOException {
            try (TestBalancer balancer = setup().start();
                    RawClient client = RawClient.of(balancer)) {
                client.send("GET / HTTP/1.1\r\n" + HOST + "A: " + "b".repeat(100_000));
                assertTold(client, 431);
                client.awaitFin();
            }
        }
    }

    @Nested
    class ABackendThatIsSlow {
        private final CountDownLatch over = new CountDownLatch(1);

        @AfterEach
        void release() {
            over.countDown();
        }

        private TestBalancer balancer(HttpBackend slow) {
            return balancer(slow, SHORT_RESPONSE);
        }

        private TestBalancer balancer(HttpBackend slow, String limit) {
            return TestBalancer.with()
                    .http()
                    .lb(limit)
                    .backend("web-1", slow.port())
                    .start();
        }

        /** A slow peer's pace, not a wait for anything. */
        private static void dribble(HttpBackend.Visit visit) throws IOException {
            for (int i = 0; i < 10_000; i++) {
                visit.send("a");
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }

        private void await() throws IOException {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    GET,
                    POST + "Content-Length: 3\r\n\r\nabc",
                    POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                })
        void costsA504WhenItSaysNothing(String request) throws IOException {
            try (HttpBackend silent = HttpBackend.start(visit -> await());
                    TestBalancer balancer = balancer(silent);
                    RawClient client = RawClient.of(balancer)) {
                client.send(request);
                assertTold(client, 504);
                client.awaitFin();
                client.close();
                balancer.awaitOutcome(Outcome.RESPONSE_TIMEOUT, 1);
                assertThat(silent.accepted()).as("never asked twice").isEqualTo(1);
            } finally {
                over.countDown();
            }
        }

        @Test
        void costsA504WhenItsHeadDribblesIn() throws IOException {
            try (HttpBackend slow = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\nX: ");
                        dribble(visit);
                    });
                    TestBalancer balancer = balancer(slow);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertTold(client, 504);
                client.awaitFin();
                balancer.awaitOutcome(Outcome.RESPONSE_TIMEOUT, 1);
            }
        }

        @Test
        void costsA504WhenItTakesNoneOfALargeBody() throws IOException {
            try (HttpBackend deaf = HttpBackend.startEarly(visit -> await());
                    TestBalancer balancer = balancer(deaf);
                    RawClient client = RawClient.of(balancer)) {
                client.send(POST + "Content-Length: 1000000000\r\n\r\n");
                CompletableFuture<Void> upload = Ends.meanwhile(() -> {
                    for (int i = 0; i < 1000; i++) {
                        client.send("x".repeat(1_000_000));
                    }
                });
                assertTold(client, 504);
                assertThat(upload).failsWithin(Duration.ofSeconds(20));
                balancer.awaitOutcome(Outcome.RESPONSE_TIMEOUT, 1);
                awaitNobody(balancer);
            } finally {
                over.countDown();
            }
        }

        @Test
        void mayTakeItsTimeWhileTheClientStillSends() throws IOException {
            String limit = "\"response_timeout_seconds\": 1.5";
            try (TestBalancer balancer = setup().lb(limit).start();
                    RawClient other = RawClient.of(balancer);
                    RawClient client = RawClient.of(balancer)) {
                client.send(POST + "Content-Length: 100\r\n\r\n");
                try (HttpBackend silent = HttpBackend.start(visit -> await());
                        TestBalancer second = balancer(silent, limit);
                        RawClient judge = RawClient.of(second)) {
                    judge.send(GET);
                    assertTold(judge, 504); // as long as a response may take has passed
                } finally {
                    over.countDown();
                }
                client.send("x".repeat(100));
                assertThat(client.response().body()).isEqualTo("web-1");
                other.send(GET);
                assertThat(other.response().body()).isEqualTo("web-1");
            }
        }

        @Test
        void isLeftWhenItsBodyStopsShort() throws IOException {
            try (HttpBackend slow = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
                        await();
                    });
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .lb("\"idle_timeout_seconds\": 0.5")
                            .backend("web-1", slow.port())
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertThat(client.head().status()).isEqualTo(200);
                assertThat(client.read(100)).isEqualTo("abc");
                balancer.awaitOutcome(Outcome.IDLE_TIMEOUT, 1);
                awaitNobody(balancer);
            } finally {
                over.countDown();
            }
        }
    }

    @Nested
    class TooMany {

        @Test
        void ofOneClientAreLeftWithoutAWord() throws IOException {
            try (TestBalancer balancer = setup().listener("\"max_connections_per_client\": 2")
                            .start();
                    RawClient first = RawClient.of(balancer);
                    RawClient second = RawClient.of(balancer)) {
                first.send(GET);
                second.send(GET);
                assertThat(first.response().body()).isEqualTo("web-1");
                assertThat(second.response().body()).isEqualTo("web-1");
                try (RawClient third = RawClient.of(balancer)) {
                    assertThat(third.endsSilently()).isTrue();
                }
                balancer.awaitOutcome(Outcome.TOO_MANY_FROM_CLIENT, 1);
                first.send(GET);
                assertThat(first.response().body()).isEqualTo("web-1");
            }
        }

        @Test
        void ofOneLoadBalancerAreLeftWithoutAWord() throws IOException {
            try (TestBalancer balancer = setup().lb("\"max_connections\": 1").start();
                    RawClient first = RawClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    first.send(GET);
                    assertThat(first.response().body()).isEqualTo("web-1");
                }
                try (RawClient second = RawClient.of(balancer)) {
                    second.send(GET);
                    assertThat(second.endsSilently()).isTrue();
                }
                balancer.awaitOutcome(Outcome.LOAD_BALANCER_FULL, 1);
                first.close();
                TestBalancer.awaitThat("there is room again", () -> {
                    try (RawClient third = RawClient.of(balancer)) {
                        third.send(GET);
                        assertThat(third.response().body()).isEqualTo("web-1");
                    }
                });
            }
        }

        @Test
        void inAllAreLeftWithoutAWord() throws IOException {
            try (TestBalancer balancer = setup().top("\"max_connections\": 1").start();
                    RawClient first = RawClient.of(balancer)) {
                first.send(GET);
                assertThat(first.response().body()).isEqualTo("web-1");
                try (RawClient second = RawClient.of(balancer)) {
                    assertThat(second.endsSilently()).isTrue();
                }
                balancer.awaitOutcome(Outcome.TOO_MANY_CONNECTIONS, 1);
            }
        }

        @Test
        void orUnwantedAreLeftWithoutAWord() throws IOException {
            try (TestBalancer balancer = setup().lb("\"firewall\": {\"deny\": [\"cidr:127.0.0.0/8\"]}")
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET + GET);
                client.awaitFin();
                client.close();
                balancer.awaitOutcome(Outcome.FIREWALL_DENIED, 1);
                assertThat(web.accepted()).isZero();
            }
        }
    }

    @Nested
    class TheEnd {

        @Test
        void comesForManyIdleConnectionsAtOnce() throws IOException {
            List<RawClient> clients = new ArrayList<>();
            try (TestBalancer balancer = setup().start()) {
                for (int i = 0; i < 200; i++) {
                    RawClient client = RawClient.of(balancer);
                    clients.add(client);
                    if (i % 2 == 0) {
                        client.send(GET);
                        assertThat(client.response().body()).isEqualTo("web-1");
                    }
                }
                balancer.close();

                for (RawClient client : clients) {
                    assertThat(client.endsSilently()).isTrue();
                }
                assertThat(balancer.engine().openConnections()).isZero();
                assertThat(balancer.engine().counters().connections(Outcome.INTERNAL_ERROR))
                        .isZero();
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
        }

        @Test
        void comesForIdleConnectionsWhenADrainBeginsAndForBusyOnesAfterTheirResponse() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            try (HttpBackend slow = HttpBackend.start(visit -> {
                        if (visit.request().target().equals("/slow")) {
                            asked.countDown();
                            await(goOn);
                        }
                        visit.reply(200, "done");
                    });
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .top("\"drain_timeout_seconds\": 60")
                            .backend("web-1", slow.port())
                            .start();
                    RawClient idle = RawClient.of(balancer);
                    RawClient busy = RawClient.of(balancer)) {
                idle.send(GET);
                assertThat(idle.response().body()).isEqualTo("done");
                busy.send("GET /slow HTTP/1.1\r\n" + HOST + "\r\n");
                asked.await();

                CompletableFuture<Integer> cut = CompletableFuture.supplyAsync(balancer.engine()::drain);
                idle.awaitFin();
                Awaitility.await()
                        .untilAsserted(() -> assertThatThrownBy(
                                        () -> balancer.connect().close())
                                .isInstanceOf(ConnectException.class));
                assertThat(cut).isNotDone();

                goOn.countDown();
                HttpMessage response = busy.response();
                assertThat(response.body()).isEqualTo("done");
                assertThat(response.field("Connection")).isEqualTo("close");
                busy.awaitFin();
                busy.close();
                assertThat(cut.get()).isZero();
                balancer.awaitOutcome(Outcome.COMPLETED, 2);
            } finally {
                goOn.countDown();
            }
        }

        @Test
        void isSaidInTheResponseWhenTheListenerIsRemoved() throws IOException {
            try (TestBalancer balancer = setup().start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertThat(client.response().all("Connection")).isEmpty();
                int other = FreePort.pick();
                balancer.engine().apply(setup().on(other).config());
                client.send(GET);
                assertTold(client, 200);
                client.awaitFin();
            }
        }

        private static void await(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}

package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and backends of an http port that break off, or speak something else. */
final class HttpBrokenPeerTest {
    private static final String HOST = "Host: shop.example.com\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String POST = "POST / HTTP/1.1\r\n" + HOST;

    /** What no page may tell a stranger. */
    private static final String NAME = "inner-sanctum-7";

    private static TestBalancer balancer(int port) {
        return TestBalancer.with().http().backend(NAME, port).start();
    }

    private static TestBalancer balancer(HttpBackend web) {
        return balancer(web.port());
    }

    private static void awaitNobody(TestBalancer balancer) {
        TestBalancer.awaitThat(
                "every connection has ended",
                () -> assertThat(balancer.engine().openConnections()).isZero());
    }

    /** A page of Fairlead's own that gives nothing away, and the end. */
    private static void assertTold(RawClient client, int status, int port) throws IOException {
        HttpMessage response = client.response();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.field("Connection")).isEqualTo("close");
        assertThat(response.toString())
                .doesNotContain(NAME)
                .doesNotContain("127.0.0.1")
                .doesNotContain(Integer.toString(port));
        client.awaitFin();
    }

    @Nested
    class ABackend {

        @ParameterizedTest
        @MethodSource
        void thatSpeaksNoHttpIsNotPassedOn(String response) throws IOException {
            CountDownLatch over = new CountDownLatch(1);
            try (HttpBackend odd = HttpBackend.start(visit -> {
                        visit.send(response);
                        await(over); // the response is refused for what it is, not for its end
                    });
                    TestBalancer balancer = balancer(odd);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertTold(client, 502, odd.port());
                client.close();
                balancer.awaitOutcome(Outcome.RESPONSE_MALFORMED, 1);
                assertThat(odd.accepted()).isEqualTo(1);
            } finally {
                over.countDown();
            }
        }

        static Stream<String> thatSpeaksNoHttpIsNotPassedOn() {
            String ok = "HTTP/1.1 200 OK\r\n";
            return Stream.of(
                    "SSH-2.0-OpenSSH_9.2\r\n",
                    "\u0015\u0003\u0001\u0000\u0002\u0002F",
                    "<html>hello</html>\r\n\r\n",
                    "\r\n\r\n",
                    "\0\0\0\0",
                    "HTTP/2.0 200 OK\r\n\r\n",
                    "HTTP/1.1 abc OK\r\n\r\n",
                    "HTTP/1.1 20 OK\r\n\r\n",
                    "HTTP/1.1 999 OK\r\n\r\n",
                    "HTTP/1.1  200 OK\r\n\r\n",
                    ok + "A\r\n\r\n",
                    ok + "A: \0\r\n\r\n",
                    ok + "A: b\rC: d\r\n\r\n",
                    ok + "A B: c\r\n\r\n",
                    ok + " A: b\r\n\r\n",
                    ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
                    ok + "Content-Length: -1\r\n\r\n",
                    ok + "Content-Length: 0x1\r\n\r\n",
                    ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                    ok + "Transfer-Encoding: gzip\r\n\r\n",
                    ok + "Transfer-Encoding: chunked, chunked\r\n\r\n",
                    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                    ok + "A: b\r\n".repeat(201) + "\r\n",
                    ok + "A: " + "b".repeat(32 << 10) + "\r\n\r\n",
                    "x".repeat(100_000),
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        }

        @Test
        void thatSendsInterimResponsesWithoutEndIsLeft() throws IOException {
            try (HttpBackend endless =
                            HttpBackend.start(visit -> visit.send("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000)));
                    TestBalancer balancer = balancer(endless);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                for (int i = 0; i < 32; i++) {
                    assertThat(client.head().status()).isEqualTo(103);
                }
                assertTold(client, 502, endless.port());
            }
        }

        @Test
        void mayHaveAHeadOf30KiB() throws IOException {
            String value = "b".repeat(30 << 10);
            try (HttpBackend talkative = HttpBackend.start(visit -> visit.reply(200, "ok", "A: " + value));
                    TestBalancer balancer = balancer(talkative);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertThat(client.response().field("A")).isEqualTo(value);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {GET, POST + "Content-Length: 3\r\n\r\nabc"})
        void thatHangsUpWithoutAWordCostsA502(String request) throws IOException {
            try (HttpBackend gone = HttpBackend.start(visit -> visit.socket().close());
                    TestBalancer balancer = balancer(gone);
                    RawClient client = RawClient.of(balancer)) {
                client.send(request);
                assertTold(client, 502, gone.port());
                client.close();
                balancer.awaitOutcome(Outcome.BACKEND_RESET, 1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"HTTP/1.1 200 OK\r\nA: b", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", "H"})
        void thatHangsUpWithinItsHeadCostsA502(String beginning) throws IOException {
            try (HttpBackend gone = HttpBackend.start(visit -> {
                        visit.send(beginning);
                        visit.socket().close();
                    });
                    TestBalancer balancer = balancer(gone);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertTold(client, 502, gone.port());
                assertThat(gone.accepted()).as("never asked twice").isEqualTo(1);
            }
        }

        @Test
        void thatResetsAfterAnInterimResponseCostsA502() throws IOException {
            try (HttpBackend gone = HttpBackend.startEarly(visit -> {
                        visit.send("HTTP/1.1 100 Continue\r\n\r\n");
                        visit.in().readNBytes(3);
                        visit.reset();
                    });
                    TestBalancer balancer = balancer(gone);
                    RawClient client = RawClient.of(balancer)) {
                client.send(POST + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
                assertThat(client.head().status()).isEqualTo(100);
                client.send("abc");
                assertTold(client, 502, gone.port());
            }
        }

        /** Whatever the framing, the client can tell that something is missing. */
        @ParameterizedTest
        @CsvSource({
            "Content-Length: 100, 1, true", "Content-Length: 100, 1, false",
            "Content-Length: 100, 0, true", "Content-Length: 100, 0, false",
            "Transfer-Encoding: chunked, 1, true", "Transfer-Encoding: chunked, 1, false",
            "Transfer-Encoding: chunked, 0, true", "Transfer-Encoding: chunked, 0, false",
            "Connection: close, 1, true", "Connection: close, 0, true"
        })
        void thatBreaksOffWithinItsBodyLeavesTheClientWithACutOne(String framing, int version, boolean resets)
                throws IOException {
            CountDownLatch read = new CountDownLatch(1);
            try (HttpBackend broken = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n"
                                + (framing.contains("chunked") ? "a\r\n0123456789\r\n" : "0123456789"));
                        await(read);
                        if (resets) {
                            visit.reset();
                        } else {
                            visit.socket().close();
                        }
                    });
                    TestBalancer balancer = balancer(broken);
                    RawClient client = RawClient.of(balancer)) {
                client.send("GET / HTTP/1." + version + "\r\n" + HOST + "\r\n");
                HttpMessage head = client.head();
                assertThat(head.status()).isEqualTo(200);
                boolean chunks = head.field("Transfer-Encoding").equals("chunked");
                assertThat(client.read(chunks ? 15 : 10)).isEqualTo(chunks ? "a\r\n0123456789\r\n" : "0123456789");
                read.countDown();

                if (chunks || !head.field("Content-Length").isEmpty()) {
                    assertThat(client.read(100)).as("no end of the body").isEmpty();
                } else {
                    assertThatThrownBy(() -> client.read(100)).isInstanceOf(SocketException.class);
                }
                client.close();
                balancer.awaitOutcome(Outcome.BACKEND_RESET, 1);
            } finally {
                read.countDown();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"x\r\n", "5\nhello\r\n0\r\n\r\n", "-1\r\n", "2\r\nabc\r\n0\r\n\r\n"})
        void whoseChunksAreMalformedLeavesTheClientWithoutALastOne(String chunks) throws IOException {
            CountDownLatch read = new CountDownLatch(1);
            try (HttpBackend odd = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
                        await(read);
                        visit.send(chunks);
                    });
                    TestBalancer balancer = balancer(odd);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertThat(client.head().status()).isEqualTo(200);
                assertThat(client.read(6)).isEqualTo("1\r\na\r\n");
                read.countDown();
                assertThat(client.read(100)).doesNotContain("0\r\n");
                client.close();
                balancer.awaitOutcome(Outcome.RESPONSE_MALFORMED, 1);
            } finally {
                read.countDown();
            }
        }

        @Test
        void whoseChunksAreMalformedFromTheBeginningCostsA502() throws IOException {
            try (HttpBackend odd = HttpBackend.start(
                            visit -> visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n"));
                    TestBalancer balancer = balancer(odd);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertTold(client, 502, odd.port());
            }
        }

        @Test
        void isNotThereAndThatIsA502() throws IOException {
            int port = FreePort.pick();
            try (TestBalancer balancer = balancer(port);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertTold(client, 502, port);
                client.close();
                balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 1);
            }
        }

        @Test
        void isNotToBeUsedAndThatIsA503() throws IOException {
            int port = FreePort.pick();
            try (TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend(NAME, port, "\"mode\": \"disabled\"")
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET);
                assertTold(client, 503, port);
                client.close();
                balancer.awaitOutcome(Outcome.NO_BACKEND, 1);
            }
        }

        @Test
        void isUnhealthyAndThatIsA503WhereThatIsWanted() throws IOException {
            int port = FreePort.pick();
            try (TestBalancer balancer = TestBalancer.with()
                            .http()
                            .checks("tcp", "0.2", "\"response_timeout_seconds\": 0.2")
                            .lb("\"all_unhealthy\": \"refuse\"")
                            .backend(NAME, port)
                            .start();
                    RawClient client = RawClient.of(balancer)) {
                balancer.awaitChecks(NAME, 1);
                client.send(GET);
                assertTold(client, 503, port);
            }
        }
    }

    @Nested
    class AClient {

        @Test
        void thatResetsWithinAHeadIsGone() throws IOException {
            try (HttpBackend web = HttpBackend.named(NAME);
                    TestBalancer balancer = balancer(web)) {
                RawClient client = RawClient.of(balancer);
                client.send("GET / HTTP/1.1\r\n");
                Ends.reset(client.socket());
                awaitNobody(balancer);
                assertThat(web.accepted()).isZero();
                assertThat(balancer.engine().counters().connections(Outcome.INTERNAL_ERROR))
                        .isZero();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET / HTT", "GET / HTTP/1.1\r\nHost: shop.example.com\r\n"})
        void thatFinishesWithinAHeadIsToldNothing(String beginning) throws IOException {
            try (HttpBackend web = HttpBackend.named(NAME);
                    TestBalancer balancer = balancer(web);
                    RawClient client = RawClient.of(balancer)) {
                client.send(beginning);
                client.socket().shutdownOutput();
                client.awaitFin();
                balancer.awaitOutcome(Outcome.CLIENT_GONE, 1);
                assertThat(web.accepted()).isZero();
            }
        }

        @Test
        void thatFinishesBehindItsRequestGetsItsResponse() throws IOException {
            try (HttpBackend web = HttpBackend.named(NAME);
                    TestBalancer balancer = balancer(web);
                    RawClient client = RawClient.of(balancer)) {
                client.send(GET + GET);
                client.socket().shutdownOutput();
                assertThat(client.responses()).extracting(HttpMessage::body).containsExactly(NAME, NAME);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "Content-Length: 100, true", "Content-Length: 100, false",
            "Transfer-Encoding: chunked, true", "Transfer-Encoding: chunked, false"
        })
        void thatEndsWithinABodyLeavesTheBackendWithoutItsEnd(String framing, boolean resets) throws IOException {
            try (HttpBackend web = HttpBackend.named(NAME);
                    TestBalancer balancer = balancer(web)) {
                RawClient client = RawClient.of(balancer);
                client.send(POST + framing + "\r\n\r\n5\r\nabcde\r\n");
                TestBalancer.awaitThat(
                        "it is under way", () -> assertThat(web.accepted()).isEqualTo(1));
                if (resets) {
                    Ends.reset(client.socket());
                } else {
                    client.socket().shutdownOutput();
                    client.awaitFin();
                    client.close();
                }
                awaitNobody(balancer);
                balancer.awaitOutcome(resets ? Outcome.CLIENT_RESET : Outcome.CLIENT_GONE, 1);
                assertThat(web.requests()).isEmpty();
                assertThat(web.accepted()).isEqualTo(1);
            }
        }

        @Test
        void thatResetsWithinAResponseEndsIt() throws IOException {
            try (HttpBackend large = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n");
                        for (int i = 0; i < 200; i++) {
                            visit.send("x".repeat(1_000_000));
                        }
                    });
                    TestBalancer balancer = balancer(large)) {
                RawClient client = RawClient.of(balancer);
                client.send(GET);
                assertThat(client.head().status()).isEqualTo(200);
                Ends.reset(client.socket());
                balancer.awaitOutcome(Outcome.CLIENT_RESET, 1);
                awaitNobody(balancer);
            }
        }

        @Test
        void thatSpeaksTlsIsToldWhichPortItIs() throws IOException {
            try (FakeBackend silent = FakeBackend.start(new Behaviour.Silent());
                    TestBalancer balancer = balancer(silent.port());
                    RawClient client = RawClient.of(balancer)) {
                client.socket().getOutputStream().write(Ends.HELLO);
                HttpMessage response = client.response();
                assertThat(response.status()).isEqualTo(400);
                assertThat(response.body()).contains("TLS", "use the port for https");
                client.awaitFin();
                client.close();
                balancer.awaitOutcome(Outcome.REQUEST_MALFORMED, 1);
            }
        }

        @Test
        void thatSpeaksHttp2IsToldSo() throws IOException {
            try (FakeBackend silent = FakeBackend.start(new Behaviour.Silent());
                    TestBalancer balancer = balancer(silent.port());
                    RawClient client = RawClient.of(balancer)) {
                client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");
                assertThat(client.response().status()).isEqualTo(505);
                client.awaitFin();
            }
        }
    }

    /** Whatever comes, every connection ends and nothing fails that should not. */
    @Nested
    class Noise {
        private static final int CONNECTIONS = 500;
        private static final String[] WORDS = {
            "GET ",
            "POST ",
            "/",
            " HTTP/1.1",
            " HTTP/1.0",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            HOST,
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
            "Connection: keep-alive",
            "Connection: close",
            "Expect: 100-continue",
            "Upgrade: x",
            "0\r\n\r\n",
            "5\r\nhello\r\n",
            "\0",
            "\u00ff",
            ": ",
            " ",
            "\t",
            "A: b\r\n",
            GET,
            POST + "Transfer-Encoding: chunked\r\n\r\n",
            POST + "Content-Length: 7\r\n\r\n",
            "http://shop.example.com/",
            "Host: ",
            ";",
            "[::1]",
            "%00"
        };

        @Test
        void ofClientsEndsEveryConnection() throws IOException {
            try (HttpBackend web = HttpBackend.named(NAME);
                    TestBalancer balancer = balancer(web)) {
                for (int seed = 0; seed < CONNECTIONS; seed++) {
                    Random random = new Random(seed);
                    try (RawClient client = RawClient.of(balancer)) {
                        send(client, seed % 2 == 0 ? bytes(random, 3000) : words(random));
                        drain(client);
                    }
                }
                awaitNobody(balancer);
                assertThat(balancer.engine().counters().connections(Outcome.INTERNAL_ERROR))
                        .isZero();
                assertThat(web.accepted()).as("some got through").isPositive();
            }
        }

        @Test
        void ofBackendsEndsEveryConnection() throws IOException {
            Random random = new Random(5);
            try (HttpBackend noisy = HttpBackend.start(visit -> {
                        visit.send(response(random));
                        visit.socket().close();
                    });
                    TestBalancer balancer = balancer(noisy)) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    try (RawClient client = RawClient.of(balancer)) {
                        send(client, GET);
                        drain(client);
                    }
                }
                awaitNobody(balancer);
                assertThat(balancer.engine().counters().connections(Outcome.INTERNAL_ERROR))
                        .isZero();
                assertThat(balancer.engine().counters().connections(Outcome.COMPLETED))
                        .as("some got through")
                        .isPositive();
            }
        }

        private static String bytes(Random random, int most) {
            StringBuilder bytes = new StringBuilder();
            random.ints(random.nextInt(1, most), 0, 256).forEach(b -> bytes.append((char) b));
            return bytes.toString();
        }

        private static String words(Random random) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(1, 40), 0, WORDS.length).forEach(i -> text.append(WORDS[i]));
            return text.toString();
        }

        private static String response(Random random) {
            String valid = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: b\r\n\r\nhello"
                    + (random.nextBoolean() ? "" : bytes(random, 100));
            StringBuilder response = new StringBuilder(valid);
            IntStream.range(0, random.nextInt(3))
                    .forEach(i -> response.setCharAt(random.nextInt(valid.length()), (char) random.nextInt(256)));
            return random.nextInt(4) == 0 ? bytes(random, 3000) : response.toString();
        }

        private static void send(RawClient client, String bytes) {
            try {
                client.send(bytes);
                client.socket().shutdownOutput();
            } catch (IOException e) {
                // refused before it was all sent
            }
        }

        private static void drain(RawClient client) throws IOException {
            try {
                client.socket().getInputStream().readAllBytes();
            } catch (SocketException e) {
                // a reset is an end as well
            }
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

package fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.http.MalformedRequests;
import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.proxy.FakeBackend.Received;
import fairlead.stats.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody gets a second request past Fairlead by writing the first so that two programs read it in two ways. */
final class HttpSmugglingTest {
    private static final String HOST = "Host: shop.example.com\r\n";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";
    private static final String FIRST = "GET /first HTTP/1.1\r\n" + HOST + "\r\n";

    private static TestBalancer balancerOf(int port) {
        return TestBalancer.with().http().backend("web-1", port).start();
    }

    /** Those whose bytes are few, so that each of them can come alone. */
    static Stream<MalformedRequests.Case> some() {
        List<MalformedRequests.Case> small = MalformedRequests.all().stream()
                .filter(request -> request.bytes().length() < 200)
                .toList();
        return IntStream.range(0, small.size()).filter(i -> i % 16 == 0).mapToObj(small::get);
    }

    @Nested
    class ARequestThatIsMalformed {
        private static final HttpBackend WEB = HttpBackend.named("web-1");
        private static TestBalancer balancer;

        @BeforeAll
        static void start() {
            balancer = balancerOf(WEB.port());
        }

        @AfterAll
        static void stop() {
            balancer.close();
            WEB.close();
        }

        @ParameterizedTest
        @MethodSource("fairlead.http.MalformedRequests#all")
        void isAnsweredOnceAndNothingOfItIsPassedOn(MalformedRequests.Case request) throws IOException {
            int connections = WEB.accepted();
            try (RawClient client = RawClient.of(balancer)) {
                client.send(request.bytes() + SMUGGLED);
                assertRefused(client, request.status());
            }
            assertThat(WEB.accepted()).isEqualTo(connections);
        }

        @ParameterizedTest
        @MethodSource("fairlead.http.MalformedRequests#all")
        void isNotPassedOnBehindOneThatIsFine(MalformedRequests.Case request) throws IOException {
            int before = WEB.requests().size();
            try (RawClient client = RawClient.of(balancer)) {
                client.send(FIRST + request.bytes() + SMUGGLED);
                HttpMessage first = client.response();
                assertThat(first.status()).isEqualTo(200);
                assertThat(first.body()).isEqualTo("web-1");
                assertRefused(client, request.status());
            }
            assertThat(WEB.requests())
                    .hasSize(before + 1)
                    .extracting(HttpMessage::target)
                    .containsOnly("/first");
        }

        @ParameterizedTest
        @MethodSource("fairlead.proxy.HttpSmugglingTest#some")
        void isRefusedWhenItsBytesComeOneByOne(MalformedRequests.Case request) throws IOException {
            int connections = WEB.accepted();
            try (RawClient client = RawClient.of(balancer)) {
                client.dribble(request.bytes() + SMUGGLED);
                assertRefused(client, request.status());
            }
            assertThat(WEB.accepted()).isEqualTo(connections);
        }

        @ParameterizedTest
        @MethodSource("fairlead.proxy.HttpSmugglingTest#some")
        void isRefusedWhereverItIsSplit(MalformedRequests.Case request) throws IOException {
            int connections = WEB.accepted();
            for (int i = 1; i < request.bytes().length(); i += 3) {
                try (RawClient client = RawClient.of(balancer)) {
                    client.send(request.bytes().substring(0, i))
                            .send(request.bytes().substring(i) + SMUGGLED);
                    assertRefused(client, request.status());
                }
            }
            assertThat(WEB.accepted()).isEqualTo(connections);
        }

        @Test
        void isOneOfMoreThanForty() {
            assertThat(MalformedRequests.all()).hasSizeGreaterThan(40);
            assertThat(some()).hasSizeGreaterThan(8);
        }

        private static void assertRefused(RawClient client, int status) throws IOException {
            HttpMessage response = client.response();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.field("Connection")).isEqualTo("close");
            client.awaitFin();
        }
    }

    @Nested
    class ABodyWhoseChunksAreMalformed {
        private static final String POST =
                "POST /upload HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";

        private static final FakeBackend RECORDER = FakeBackend.start(new Behaviour.ReplyAtEnd(0));
        private static TestBalancer balancer;

        @BeforeAll
        static void start() {
            balancer = balancerOf(RECORDER.port());
        }

        @AfterAll
        static void stop() {
            balancer.close();
            RECORDER.close();
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource
        void isAnsweredOnceAndNeverEndsForTheBackend(String name, String chunks) throws IOException {
            int connections = RECORDER.accepted();
            try (RawClient client = RawClient.of(balancer)) {
                client.send(POST);
                Received received = awaitConnection(connections, "abc");
                client.send(chunks + SMUGGLED);

                HttpMessage response = client.response();
                assertThat(response.status()).isEqualTo(400);
                assertThat(response.field("Connection")).isEqualTo("close");
                client.awaitFin();
                TestBalancer.awaitThat(
                        "the backend is left",
                        () -> assertThat(received.finished() || received.reset())
                                .isTrue());
                assertCut(received);
            }
            assertThat(RECORDER.accepted()).isEqualTo(connections + 1);
        }

        static Stream<Arguments> isAnsweredOnceAndNeverEndsForTheBackend() {
            return Stream.of(
                    bad("no size", "\r\nhello\r\n0\r\n\r\n"),
                    bad("a negative size", "-5\r\nhello\r\n0\r\n\r\n"),
                    bad("a size with a sign", "+5\r\nhello\r\n0\r\n\r\n"),
                    bad("a size with a prefix", "0x5\r\nhello\r\n0\r\n\r\n"),
                    bad("a size with an underscore", "0_5\r\nhello\r\n0\r\n\r\n"),
                    bad("a size that is no number", "g\r\nhello\r\n0\r\n\r\n"),
                    bad("a space before the size", " 5\r\nhello\r\n0\r\n\r\n"),
                    bad("a space behind the size", "5 \r\nhello\r\n0\r\n\r\n"),
                    bad("a tab behind the size", "5\t\r\nhello\r\n0\r\n\r\n"),
                    bad("a NUL behind the size", "5\0\r\nhello\r\n0\r\n\r\n"),
                    bad("a comma behind the size", "5,5\r\nhello\r\n0\r\n\r\n"),
                    bad("a size in superscript", "\u00b2\r\nhello\r\n0\r\n\r\n"),
                    bad("a size of 2 to the 64th and 5", "10000000000000005\r\nhello\r\n0\r\n\r\n"),
                    bad("a size of 2 to the 64th less 1", "ffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
                    bad("a size of 17 digits", "00000000000000005\r\nhello\r\n0\r\n\r\n"),
                    bad("a size line ended by LF", "5\nhello\r\n0\r\n\r\n"),
                    bad("a size line ended by CR", "5\rhello\r\n0\r\n\r\n"),
                    bad("a size line ended by CR CR LF", "5\r\r\nhello\r\n0\r\n\r\n"),
                    bad("an extension with a LF", "5;a\nb\r\nhello\r\n0\r\n\r\n"),
                    bad("an extension with a CR", "5;a\rb\r\nhello\r\n0\r\n\r\n"),
                    bad("an extension with a NUL", "5;a\0\r\nhello\r\n0\r\n\r\n"),
                    bad("an extension that ends in LF", "2;\nxx\r\n0\r\n\r\n"),
                    bad("an extension of 5000 characters", "5;" + "x".repeat(5000) + "\r\nhello\r\n0\r\n\r\n"),
                    bad("extensions of 17 KiB", ("1;" + "x".repeat(1022) + "\r\nz\r\n").repeat(17) + "0\r\n\r\n"),
                    bad("data longer than its size", "4\r\nhello\r\n0\r\n\r\n"),
                    bad("data shorter than its size", "6\r\nhello\r\n0\r\n\r\n"),
                    bad("no line end behind the data", "5\r\nhello0\r\n\r\n"),
                    bad("a LF behind the data", "5\r\nhello\n0\r\n\r\n"),
                    bad("a CR behind the data", "5\r\nhello\r0\r\n\r\n"),
                    bad("two line ends behind the data", "5\r\nhello\r\n\r\n0\r\n\r\n"),
                    bad("a last chunk ended by LF", "0\n\n"),
                    bad("an end of LF", "0\r\n\n"),
                    bad("an end of CR", "0\r\n\rX"),
                    bad("no end behind the last chunk", "0\r\n"),
                    bad("a last chunk with a sign", "-0\r\n\r\n"),
                    bad("a trailer ended by LF", "0\r\nX: y\n\r\n"),
                    bad("a trailer with a CR", "0\r\nX: y\rZ: a\r\n\r\n"),
                    bad("a trailer with a NUL", "0\r\nX: \0\r\n\r\n"),
                    bad("a trailer without colon", "0\r\nX\r\n\r\n"),
                    bad("a trailer with a space before its colon", "0\r\nX : y\r\n\r\n"),
                    bad("a folded trailer", "0\r\nX: y\r\n z\r\n\r\n"),
                    bad("trailers of 17 KiB", "0\r\nX: " + "y".repeat(17 << 10) + "\r\n\r\n"),
                    bad("a hundred and one trailers", "0\r\n" + "X: y\r\n".repeat(101) + "\r\n"));
        }

        private static Arguments bad(String name, String chunks) {
            return Arguments.of(name, chunks);
        }

        /** A close with unread input would make the kernel reset, and the answer might be lost. */
        @Test
        void isAnsweredAlsoToWhoeverSendsAMegabyteMore() throws IOException {
            try (RawClient client = RawClient.of(balancer)) {
                client.send(POST + "-1\r\n").send("x".repeat(1 << 20));
                assertThat(client.response().status()).isEqualTo(400);
                client.awaitFin();
            }
        }

        @Test
        void cutsAResponseThatHasBegun() throws IOException {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            try (HttpBackend web = HttpBackend.startEarly(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789");
                        seen.add(new String(visit.in().readAllBytes(), ISO_8859_1));
                    });
                    TestBalancer other = balancerOf(web.port());
                    RawClient client = RawClient.of(other)) {
                client.send(POST);
                assertThat(client.head().status()).isEqualTo(200);
                assertThat(client.read(10)).isEqualTo("0123456789");
                client.send("-1\r\n\r\n" + SMUGGLED);

                assertThat(client.read(100)).isEmpty();
                assertThat(poll(seen)).startsWith("3\r\nabc\r\n").doesNotContain("0\r\n", "smuggled");
                assertThat(web.accepted()).isEqualTo(1);
            }
        }

        @Test
        void isCountedAsMalformed() throws IOException {
            try (TestBalancer other = balancerOf(RECORDER.port());
                    RawClient client = RawClient.of(other)) {
                client.send(POST + "-1\r\n\r\n");
                assertThat(client.response().status()).isEqualTo(400);
                client.close();
                other.awaitOutcome(Outcome.REQUEST_MALFORMED, 1);
            }
        }

        private static Received awaitConnection(int index, String text) {
            TestBalancer.awaitThat("the backend has " + text, () -> {
                assertThat(RECORDER.received()).hasSizeGreaterThan(index);
                assertThat(textOf(RECORDER.received().get(index))).contains(text);
            });
            return RECORDER.received().get(index);
        }

        private static void assertCut(Received received) {
            assertThat(textOf(received))
                    .startsWith("POST /upload HTTP/1.1\r\n")
                    .doesNotContain("smuggled")
                    .doesNotContain("\r\n0\r\n")
                    .doesNotContain(";");
        }

        private static String textOf(Received received) {
            return new String(received.bytes(), ISO_8859_1);
        }
    }

    @Nested
    class ABodyThatLooksLikeARequest {
        private static final BlockingQueue<Chunks> CAME = new LinkedBlockingQueue<>();
        private static final HttpBackend WEB = HttpBackend.startEarly(visit -> {
            CAME.add(Chunks.read(visit));
            visit.reply(200, "ok");
        });
        private static TestBalancer balancer;

        @BeforeAll
        static void start() {
            balancer = balancerOf(WEB.port());
        }

        @AfterAll
        static void stop() {
            balancer.close();
            WEB.close();
        }

        @Test
        void isOneBodyWithALength() throws IOException {
            String body = "\r\n\r\n" + SMUGGLED + SMUGGLED;
            assertOneRequest("Content-Length: " + body.length() + "\r\n\r\n" + body, body);
        }

        @Test
        void isOneBodyWithALengthOfManyDigits() throws IOException {
            assertOneRequest("Content-Length: 0000000000000" + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED, SMUGGLED);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 7, 16, 23, 1000})
        void isOneBodyInChunksOfAnySize(int size) throws IOException {
            String body = "0\r\n\r\n" + SMUGGLED;
            assertOneRequest("Transfer-Encoding: chunked\r\n\r\n" + chunks(body, size, "") + "0\r\n\r\n", body);
        }

        @ParameterizedTest
        @ValueSource(strings = {";", ";a", ";a=b", "; a = b", " ;a", "\t;a=\"b;c\"", ";a=\"\\\"\"", ";0\t5"})
        void losesTheExtensionsOfItsChunks(String extension) throws IOException {
            String body = "5\r\n" + SMUGGLED;
            assertOneRequest(
                    "Transfer-Encoding: chunked\r\n\r\n" + chunks(body, 9, extension) + "000" + extension + "\r\n\r\n",
                    body);
        }

        @Test
        void hasItsTrailersBehindIt() throws IOException {
            Chunks came = assertOneRequest(
                    "Transfer-Encoding: CHUNKED\r\nTrailer: X-Sum\r\n\r\n" + chunks(SMUGGLED, 50, "")
                            + "0\r\nX-Sum: 1\r\nContent-Length: 7\r\nTransfer-Encoding: gzip\r\nHost: evil.example\r\n\r\n",
                    SMUGGLED);
            assertThat(came.trailers).containsExactly("X-Sum: 1");
        }

        @Test
        void isOneBodyWhereverItIsSplit() throws IOException {
            String body = "0\r\n\r\nGET /smuggled";
            String request = post("Transfer-Encoding: chunked\r\n\r\n" + chunks(body, 5, ";a=b") + "0\r\nX: y\r\n\r\n");
            for (int i = 1; i < request.length(); i += 2) {
                try (RawClient client = RawClient.of(balancer)) {
                    client.send(request.substring(0, i)).send(request.substring(i));
                    assertThat(client.response().status()).isEqualTo(200);
                }
                assertThat(poll(CAME).body).isEqualTo(body);
            }
            assertThat(CAME).isEmpty();
        }

        /** Another request follows: it comes out as the second, with nothing of the first. */
        private static Chunks assertOneRequest(String rest, String body) throws IOException {
            int before = WEB.requests().size();
            try (RawClient client = RawClient.of(balancer)) {
                client.send(post(rest) + FIRST);
                assertThat(client.response().status()).isEqualTo(200);
                assertThat(client.response().status()).isEqualTo(200);
            }
            Chunks came = poll(CAME);
            assertThat(came.body).isEqualTo(body);
            assertThat(came.sizes).allMatch(size -> size.matches("[1-9a-f][0-9a-f]*"));
            assertThat(poll(CAME).body).isEmpty();
            assertThat(WEB.requests().stream().skip(before))
                    .extracting(HttpMessage::target)
                    .containsExactly("/upload", "/first");
            assertThat(WEB.requests().get(before).field("Trailer")).isEqualTo(came.trailers.isEmpty() ? "" : "X-Sum");
            return came;
        }

        private static String post(String rest) {
            return "POST /upload HTTP/1.1\r\n" + HOST + rest;
        }

        private static String chunks(String body, int size, String extension) {
            StringBuilder chunks = new StringBuilder();
            for (int i = 0; i < body.length(); i += size) {
                String data = body.substring(i, Math.min(body.length(), i + size));
                chunks.append(Integer.toHexString(data.length()))
                        .append(extension)
                        .append("\r\n");
                chunks.append(data).append("\r\n");
            }
            return chunks.toString();
        }
    }

    /**
     * A body as it came, by lines that end in CR LF and in nothing else.
     *
     * @param sizes without the last
     */
    private record Chunks(List<String> sizes, String body, List<String> trailers) {

        static Chunks read(HttpBackend.Visit visit) throws IOException {
            List<String> sizes = new ArrayList<>();
            List<String> trailers = new ArrayList<>();
            StringBuilder body = new StringBuilder();
            String length = visit.request().field("Content-Length");
            if (!length.isEmpty()) {
                body.append(text(visit.in(), Integer.parseInt(length)));
            } else if (!visit.request().field("Transfer-Encoding").isEmpty()) {
                for (String size = line(visit.in()); !size.equals("0"); size = line(visit.in())) {
                    sizes.add(size);
                    body.append(text(visit.in(), Integer.parseInt(size, 16)));
                    assertThat(line(visit.in())).isEmpty();
                }
                for (String line = line(visit.in()); !line.isEmpty(); line = line(visit.in())) {
                    trailers.add(line);
                }
            }
            return new Chunks(sizes, body.toString(), trailers);
        }

        private static String text(InputStream in, int length) throws IOException {
            return new String(in.readNBytes(length), ISO_8859_1);
        }

        private static String line(InputStream in) throws IOException {
            String line = Talk.line(in).orElseThrow(() -> new IOException("the body is cut"));
            assertThat(line).endsWith("\r");
            return line.substring(0, line.length() - 1);
        }
    }

    private static <T> T poll(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("what the backend got").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

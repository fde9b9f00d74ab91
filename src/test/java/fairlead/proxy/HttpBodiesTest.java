package fairlead.proxy;

import static fairlead.proxy.WebClient.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies: where they end, and that every piece of them is passed on as it comes. */
final class HttpBodiesTest {
    private static final int LARGE = 5_000_000;

    private static TestBalancer balancing(HttpBackend web) {
        return TestBalancer.with().http().backend("web-1", web.port()).start();
    }

    /** Every byte there is, in no order. */
    private static String payload(int length) {
        StringBuilder text = new StringBuilder(length);
        new Random(5).ints(length, 0, 256).forEach(b -> text.append((char) b));
        return text.toString();
    }

    /** In chunks of all sizes, with what a sender may add. */
    private static String chunked(String body) {
        StringBuilder chunks = new StringBuilder(body.length() + 1000);
        int size = 1;
        for (int from = 0; from < body.length(); from += size, size = Math.min(100_000, size * 3)) {
            String data = body.substring(from, Math.min(body.length(), from + size));
            chunks.append("%04X;piece=\"%d\"\r\n".formatted(data.length(), from))
                    .append(data)
                    .append("\r\n");
            if (data.length() < size) {
                break;
            }
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    /** Without five million characters in the failure's text. */
    private static void assertSame(String body, String expected) {
        assertThat(body).hasSameSizeAs(expected);
        assertThat(body.equals(expected)).isTrue();
    }

    /** Sends back the body it got, framed as the request's path says. */
    private static HttpBackend echo() {
        return HttpBackend.start(visit -> {
            String body = visit.request().body();
            switch (visit.request().target()) {
                case "/length" -> visit.reply(200, body);
                case "/chunked" ->
                    visit.send("HTTP/1.1 200 Scripted\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body));
                default -> {
                    visit.send("HTTP/1.1 200 Scripted\r\n\r\n" + body);
                    throw new IOException("the end of the body");
                }
            }
        });
    }

    @Nested
    class OfAnySize {

        @ParameterizedTest
        @CsvSource({
            "length, 0", "length, 1", "length, 5000000",
            "chunked, 0", "chunked, 1", "chunked, 5000000",
            "until-close, 0", "until-close, 1", "until-close, 5000000"
        })
        void arePassedOnBothWays(String framing, int size) throws IOException {
            String body = payload(size);
            try (HttpBackend web = echo();
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                HttpMessage toLength = client.post("/" + framing, body);
                client.send(request("POST", "/" + framing, "Transfer-Encoding: chunked") + chunked(body));
                HttpMessage toChunked = client.read("POST");

                assertSame(web.requests().getFirst().body(), body);
                assertSame(web.requests().getLast().body(), body);
                assertThat(web.requests().getFirst().field("Content-Length")).isEqualTo(Integer.toString(size));
                assertThat(web.requests().getFirst().all("Transfer-Encoding")).isEmpty();
                assertThat(web.requests().getLast().field("Transfer-Encoding")).isEqualTo("chunked");
                assertThat(web.requests().getLast().all("Content-Length")).isEmpty();
                for (HttpMessage response : List.of(toLength, toChunked)) {
                    assertSame(response.body(), body);
                    assertThat(response.field("Transfer-Encoding"))
                            .isEqualTo(framing.equals("length") ? "" : "chunked");
                    assertThat(response.all("Connection")).isEmpty();
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/chunked", "/until-close"})
        void endWithTheConnectionForAClientThatKnowsNoChunks(String path) throws IOException {
            String body = payload(LARGE);
            try (HttpBackend web = echo();
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send("POST " + path + " HTTP/1.0\r\nHost: shop.example.com\r\nConnection: keep-alive\r\n"
                        + "Content-Length: " + LARGE + "\r\n\r\n" + body);
                HttpMessage response = client.read("POST");

                assertSame(response.body(), body);
                assertThat(response.all("Transfer-Encoding")).isEmpty();
                assertThat(response.field("Connection")).isEqualTo("close");
            }
        }
    }

    @Nested
    class ThatAreNone {

        @Test
        void leaveTheConnectionToTheNextRequest() throws IOException {
            List<String> heads = List.of(
                    "200 OK\r\nContent-Length: 12345",
                    "204 No Content",
                    "304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 678");
            try (HttpBackend web = HttpBackend.start(visit -> visit.send("HTTP/1.1 "
                            + heads.get(
                                    Integer.parseInt(visit.request().target().substring(1))) + "\r\n\r\n"));
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                HttpMessage head = client.ask("HEAD", "/0");
                HttpMessage noContent = client.get("/1");
                HttpMessage notModified = client.get("/2");
                HttpMessage again = client.ask("HEAD", "/1");

                assertThat(head.field("Content-Length")).isEqualTo("12345");
                assertThat(noContent.status()).isEqualTo(204);
                assertThat(noContent.lines()).noneMatch(line -> line.contains("Content-Length"));
                assertThat(notModified.field("ETag")).isEqualTo("\"1\"");
                assertThat(notModified.field("Content-Length")).isEqualTo("678");
                assertThat(again.status()).isEqualTo(204);
                assertThat(web.accepted()).isEqualTo(1);
            }
        }
    }

    @Nested
    class WithTrailers {

        @Test
        void bringThemToTheBackend() throws IOException {
            try (HttpBackend web = HttpBackend.startEarly(visit -> {
                        StringBuilder body = new StringBuilder();
                        while (!body.toString().endsWith("\r\n\r\n")) {
                            body.append((char) visit.in().read());
                        }
                        visit.reply(200, body.toString());
                    });
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("POST", "/", "Transfer-Encoding: chunked", "Trailer: X-Sum")
                        + "5\r\nhello\r\n0\r\nX-Sum: 42\r\nHost: evil.example.com\r\n\r\n");

                assertThat(client.read("POST").body()).isEqualTo("5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n");
                assertThat(web.lastRequest().field("Trailer")).isEqualTo("X-Sum");
            }
        }

        @Test
        void bringThemToTheClient() throws IOException {
            String chunks = "5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n";
            try (HttpBackend web = HttpBackend.start(visit -> visit.send(
                            "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks));
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", "/"));

                assertThat(HttpMessage.head(client.in()).orElseThrow().field("Trailer"))
                        .isEqualTo("X-Sum");
                assertThat(client.read(chunks.length())).isEqualTo(chunks);
                assertThat(client.get("/").status()).isEqualTo(200);
            }
        }
    }

    @Nested
    class WhileTheyAreSent {

        @Test
        void anAnswerReachesAClientThatHasMoreToSend() throws IOException {
            try (HttpBackend web = HttpBackend.startEarly(visit -> {
                        visit.reply(413, "too much", "Connection: close");
                        throw new IOException("reads nothing of it");
                    });
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("POST", "/", "Content-Length: " + LARGE) + payload(100_000));
                HttpMessage response = client.read("POST");

                assertThat(response.status()).isEqualTo(413);
                assertThat(response.body()).isEqualTo("too much");
                assertThat(response.field("Connection")).isEqualTo("close");
                assertThat(client.isEnded()).isTrue();
            }
        }

        @Test
        void everyPieceMayBeAnsweredBeforeTheNextIsSent() throws IOException {
            int pieces = 50;
            try (HttpBackend web = HttpBackend.startEarly(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                        for (int i = 0; i < pieces; i++) {
                            byte[] chunk = visit.in().readNBytes("4\r\n....\r\n".length());
                            visit.out().write(chunk);
                        }
                        visit.in().readNBytes("0\r\n\r\n".length());
                        visit.send("0\r\n\r\n");
                    });
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("POST", "/", "Transfer-Encoding: chunked"));
                assertThat(HttpMessage.head(client.in()).orElseThrow().status()).isEqualTo(200);
                for (int i = 0; i < pieces; i++) {
                    String chunk = "4\r\n%04d\r\n".formatted(i);
                    client.send(chunk);
                    assertThat(client.read(chunk.length())).isEqualTo(chunk);
                }
                client.send("0\r\n\r\n");
                assertThat(client.read("0\r\n\r\n".length())).isEqualTo("0\r\n\r\n");
                assertThat(client.isEnded()).isTrue();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"Transfer-Encoding: chunked", "Connection: close"})
        void anEventArrivesBeforeTheNextHappens(String framing) throws IOException {
            boolean chunked = framing.contains("chunked");
            Semaphore seen = new Semaphore(0);
            List<String> events = List.of("data: 1\n\n", "data: 2\n\n", "data: 3\n\n");
            try (HttpBackend web = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + framing + "\r\n\r\n");
                        for (String event : events) {
                            visit.send(chunked ? "9\r\n" + event + "\r\n" : event);
                            await(seen);
                        }
                        throw new IOException("no more events");
                    });
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", "/events"));
                assertThat(HttpMessage.head(client.in()).orElseThrow().field("Content-Type"))
                        .isEqualTo("text/event-stream");
                for (String event : events) {
                    assertThat(client.read(14)).isEqualTo("9\r\n" + event + "\r\n");
                    seen.release();
                }
            }
        }

        private static void await(Semaphore seen) throws IOException {
            try {
                if (!seen.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new IOException("the client got nothing");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Nested
    class AfterAnInterimResponse {

        /** Says 100 when that is asked for, takes the body and answers with it. */
        private static HttpBackend polite() {
            return HttpBackend.startEarly(visit -> {
                if (visit.request().field("Expect").equals("100-continue")) {
                    visit.send("HTTP/1.1 100 Continue\r\n\r\n");
                }
                int length = Integer.parseInt(visit.request().field("Content-Length"));
                visit.reply(200, new String(visit.in().readNBytes(length), ISO_8859_1));
            });
        }

        @Test
        void areSentByAClientThatWaitsForIt() throws IOException {
            try (HttpBackend web = polite();
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    client.send(request("POST", "/", "Content-Length: 5", "Expect: 100-continue"));
                    assertThat(client.read("POST").startLine()).isEqualTo("HTTP/1.1 100 Continue");
                    client.send("hello");
                    HttpMessage response = client.read("POST");
                    assertThat(response.status()).isEqualTo(200);
                    assertThat(response.body()).isEqualTo("hello");
                }
                assertThat(web.accepted()).isEqualTo(1);
            }
        }

        @Test
        void areNotSentWhenTheAnswerIsFinal() throws IOException {
            try (HttpBackend web = HttpBackend.startEarly(visit -> visit.reply(417, "no"));
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("POST", "/", "Content-Length: 5", "Expect: 100-continue"));
                HttpMessage response = client.read("POST");

                assertThat(response.status()).isEqualTo(417);
                assertThat(response.body()).isEqualTo("no");
                assertThat(response.field("Connection")).isEqualTo("close");
                assertThat(client.isEnded()).isTrue();
            }
        }

        @Test
        void areSentAtOnceByAnHttp10ClientThatGetsNone() throws IOException {
            try (HttpBackend web = polite();
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send("POST / HTTP/1.0\r\nHost: shop.example.com\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 5\r\n\r\nhello");

                assertThat(client.read("POST").body()).isEqualTo("hello");
                assertThat(web.lastRequest().all("Expect")).isEmpty();
            }
        }

        @Test
        void earlyHintsArePassedOn() throws IOException {
            String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
            try (HttpBackend web = HttpBackend.start(visit -> {
                        visit.send(hints + hints);
                        visit.reply(200, "page");
                    });
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer);
                    WebClient old = WebClient.of(balancer)) {
                client.send(request("GET", "/"));
                for (int i = 0; i < 2; i++) {
                    HttpMessage hint = client.read("GET");
                    assertThat(hint.status()).isEqualTo(103);
                    assertThat(hint.field("Link")).isEqualTo("</a.css>; rel=preload");
                }
                assertThat(client.read("GET").body()).isEqualTo("page");

                old.send("GET / HTTP/1.0\r\nHost: shop.example.com\r\n\r\n");
                assertThat(Optional.of(old.read("GET")).map(HttpMessage::status))
                        .contains(200);
            }
        }
    }
}

package fairlead.proxy;

import static fairlead.proxy.WebClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Clients that leave, or say that they have no more to ask, while something is under way. */
final class HttpLeaveTest {
    private static final String CHUNK = "4\r\nping\r\n";

    /** Begins to answer at once, and sends back every chunk. */
    private static HttpBackend echo() {
        return HttpBackend.startEarly(visit -> {
            visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = visit.in().readNBytes(CHUNK.length());
            while (chunk.length == CHUNK.length()) {
                visit.out().write(chunk);
                chunk = visit.in().readNBytes(CHUNK.length());
            }
            throw new IOException("no more comes");
        });
    }

    private static TestBalancer balancing(HttpBackend web) {
        return TestBalancer.with().http().backend("web-1", web.port()).start();
    }

    private static void assertNothingIsLeft(TestBalancer balancer, HttpBackend web) {
        TestBalancer.awaitThat("nothing is left", () -> {
            assertThat(balancer.engine().openConnections()).isZero();
            assertThat(balancer.status("web-1").connections()).isZero();
            assertThat(web.open()).isZero();
        });
    }

    @Nested
    class WhileBothSend {

        private static void begin(WebClient client) throws IOException {
            client.send(request("POST", "/", "Transfer-Encoding: chunked"));
            assertThat(HttpMessage.head(client.in()).orElseThrow().status()).isEqualTo(200);
            client.send(CHUNK);
            assertThat(client.read(CHUNK.length())).isEqualTo(CHUNK);
        }

        @Test
        void aResetIsTheClients() throws IOException {
            try (HttpBackend web = echo();
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                begin(client);
                Ends.reset(client.socket());
                assertNothingIsLeft(balancer, web);
                balancer.awaitOutcome(Outcome.CLIENT_RESET, 1);
            }
        }

        @Test
        void anEndWithinTheBodyIsTheClients() throws IOException {
            try (HttpBackend web = echo();
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                begin(client);
                client.socket().shutdownOutput();
                assertThat(client.in().readAllBytes()).as("no last chunk").isEmpty();
                client.close();
                assertNothingIsLeft(balancer, web);
                balancer.awaitOutcome(Outcome.CLIENT_GONE, 1);
            }
        }

        @Test
        void malformedChunksAreTheClients() throws IOException {
            try (HttpBackend web = echo();
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                begin(client);
                client.send("zz\r\n");
                assertThat(client.in().readAllBytes()).as("no second response").isEmpty();
                client.close();
                assertNothingIsLeft(balancer, web);
                balancer.awaitOutcome(Outcome.REQUEST_MALFORMED, 1);
            }
        }
    }

    @Nested
    class BeforeTheResponse {

        @Test
        void aClientThatHasNoMoreToSayGetsIt() throws IOException {
            Semaphore asked = new Semaphore(0);
            Semaphore finished = new Semaphore(0);
            try (HttpBackend web = HttpBackend.start(visit -> {
                        asked.release();
                        acquire(finished);
                        visit.reply(200, visit.request().body());
                    });
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("POST", "/", "Content-Length: 5") + "hello");
                acquire(asked);
                client.socket().shutdownOutput();
                finished.release();
                assertThat(client.read("POST").body()).isEqualTo("hello");
                assertThat(client.isEnded()).isTrue();
                client.close();
                assertNothingIsLeft(balancer, web);
                balancer.awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        @Test
        void aRequestThatWasCutIsNotWholeForTheBackend() throws IOException {
            try (HttpBackend web = HttpBackend.named("web-1");
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("POST", "/", "Transfer-Encoding: chunked") + CHUNK + "4\r\npi");
                TestBalancer.awaitThat(
                        "connected", () -> assertThat(web.accepted()).isEqualTo(1));
                client.close();
                assertNothingIsLeft(balancer, web);
                assertThat(web.requests()).isEmpty();
                balancer.awaitOutcome(Outcome.CLIENT_GONE, 1);
            }
        }
    }

    @Nested
    class WithinTheResponse {

        @Test
        void theBackendIsLetGo() throws IOException {
            try (HttpBackend web = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 200 OK\r\n\r\n");
                        while (true) {
                            visit.send("x".repeat(10_000));
                        }
                    });
                    TestBalancer balancer = balancing(web);
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", "/"));
                client.read(100_000);
                Ends.reset(client.socket());
                assertNothingIsLeft(balancer, web);
                balancer.awaitOutcome(Outcome.CLIENT_RESET, 1);
            }
        }
    }

    private static void acquire(Semaphore semaphore) throws IOException {
        try {
            if (!semaphore.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}

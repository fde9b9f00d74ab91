package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients and backends that take their time, 200 at once: none of them keeps a thread or memory of Fairlead's. */
final class SlowHttpIT {
    private static final int AT_ONCE = 200;
    private static final long LARGE = 64L << 20; // more than the sockets on the way take
    private static final String HOST = " HTTP/1.1\r\nHost: shop.example.com\r\n";
    private static final Duration GAP = Duration.ofSeconds(1);
    private static final int MOST_GAPS = 30;
    private static final List<String> OF_A_REQUEST = List.of(
            "Connection",
            "HttpSession",
            "HttpForwarder",
            "HttpUpstream",
            "HttpPeer",
            "Exchange",
            "RequestBody",
            "Inbox");

    private final TestBalancer.Setup setup = TestBalancer.with()
            .top("\"max_connections\": 1000")
            .http()
            .accessLog("stdout")
            .listener("\"http_header_timeout_seconds\": 2");
    private final Semaphore logged = new Semaphore(0);

    /** Says how the connection ended for it. */
    private interface Client {
        String converse(HttpTalk talk) throws Exception;
    }

    @Test
    void aHeadOneByteASecond() throws Exception {
        assertLetGo("request_timeout", "408 and the end", talk -> {
            talk.send("GET /" + HOST + "X-Slow: ");
            talk.socket().setSoTimeout((int) GAP.toMillis());
            for (int i = 0; i < MOST_GAPS; i++) {
                try {
                    return end(talk);
                } catch (SocketTimeoutException e) {
                    talk.send("a");
                }
            }
            return "no end";
        });
    }

    @Test
    void aBodyThatStops() throws Exception {
        setup.listener("\"http_idle_timeout_seconds\": 2");
        assertLetGo("request_timeout", "408 and the end", talk -> {
            talk.send("POST /read" + HOST + "Content-Length: 1000\r\n\r\nbegun");
            return end(talk);
        });
    }

    @Test
    void aClientThatDoesNotReadWhatItAskedFor() throws Exception {
        setup.listener("\"http_idle_timeout_seconds\": 5");
        assertLetGo("write_timeout", "200", talk -> {
            talk.get("/large");
            HttpTalk.Head head = talk.expect();
            boolean unused = logged.tryAcquire(FairleadProcess.LIMIT.toSeconds(), TimeUnit.SECONDS);
            return Integer.toString(head.status());
        });
    }

    @Test
    void aBackendThatDoesNotAnswer() throws Exception {
        setup.lb("\"response_timeout_seconds\": 2");
        assertLetGo("response_timeout", "504 and the end", talk -> {
            talk.get("/silence");
            return end(talk);
        });
    }

    @Test
    void aBackendThatSendsItsHeadOneByteASecond() throws Exception {
        setup.lb("\"response_timeout_seconds\": 2");
        assertLetGo("response_timeout", "504 and the end", talk -> {
            talk.get("/dribble");
            return end(talk);
        });
    }

    @Test
    void aBackendThatStopsWithinItsResponse() throws Exception {
        setup.lb("\"idle_timeout_seconds\": 2");
        assertLetGo("idle_timeout", "200, 5 bytes and the end", talk -> {
            talk.get("/stop");
            HttpTalk.Head head = talk.expect();
            return head.status() + ", " + talk.countToTheEnd() + " bytes and the end";
        });
    }

    private void assertLetGo(String outcome, String end, Client client) throws Exception {
        try (WebBackend web = WebBackend.start(SlowHttpIT::serve);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                FairleadProcess fairlead =
                        FairleadProcess.serve(setup.backend("web-1", web.port()).json(), "-Xmx64m")) {
            serveOne();
            awaitNothingLeft(fairlead); // jcmd leaves a descriptor behind
            long threads = fairlead.threads();
            int descriptors = fairlead.settledDescriptors().size();

            long start = System.nanoTime();
            List<Future<String>> ends = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                ends.add(clients.submit(() -> {
                    try (HttpTalk talk = HttpTalk.connectNarrowly(setup.port())) {
                        return client.converse(talk);
                    }
                }));
            }
            fairlead.await(
                    outcome,
                    () -> assertThat(outcomes(fairlead)).isEqualTo(Map.of("completed", 1L, outcome, (long) AT_ONCE)));
            long millis = (System.nanoTime() - start) / 1_000_000;
            logged.release(AT_ONCE);
            for (Future<String> each : ends) {
                assertThat(each.get()).isEqualTo(end);
            }

            awaitNothingLeft(fairlead);
            fairlead.await("backend", () -> assertThat(web.connections()).isZero());
            serveOne();
            assertThat(fairlead.settledDescriptors()).hasSize(descriptors);
            System.out.printf(
                    "%d times %s: all over after %d ms; threads %d before, %d after; %.1f MiB resident at most%n",
                    AT_ONCE, outcome, millis, threads, fairlead.threads(), fairlead.peakResidentBytes() / 1048576.0);
            assertThat(fairlead.threads()).isLessThanOrEqualTo(threads + 10); // carriers and pollers, not one for each
            assertThat(fairlead.peakResidentBytes()).isLessThan(256L << 20);
            assertThat(fairlead.stderr()).doesNotContain("OutOfMemory", "WARNING", "ERROR");
        }
    }

    private static Map<String, Long> outcomes(FairleadProcess fairlead) {
        return AccessLine.of(fairlead.stdout()).stream()
                .collect(Collectors.groupingBy(AccessLine::outcome, Collectors.counting()));
    }

    private static void awaitNothingLeft(FairleadProcess fairlead) {
        fairlead.await("no connection", () -> {
            try {
                Histogram heap = fairlead.histogram();
                assertThat(OF_A_REQUEST)
                        .allSatisfy(name -> assertThat(heap.of("fairlead.proxy." + name))
                                .as(name)
                                .isZero());
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void serveOne() throws IOException {
        try (HttpTalk talk = HttpTalk.connect(setup.port())) {
            talk.get("/");
            assertThat(talk.text(talk.expect())).isEqualTo("served");
        }
    }

    private static String end(HttpTalk talk) throws IOException {
        HttpTalk.Head head = talk.expect();
        talk.receive(head);
        return head.status() + (talk.readByte() < 0 ? " and the end" : " and more");
    }

    private static void serve(HttpTalk talk, HttpTalk.Head request) throws IOException {
        switch (request.target()) {
            case "/read" -> talk.receive(request);
            case "/large" -> talk.send("HTTP/1.1 200 OK", LARGE, false);
            case "/silence" -> talk.countToTheEnd();
            case "/stop" -> {
                talk.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun");
                talk.countToTheEnd();
            }
            case "/dribble" -> {
                talk.send("HTTP/1.1 200 OK\r\nX-Slow: ");
                for (int i = 0; i < MOST_GAPS; i++) {
                    LockSupport.parkNanos(GAP.toNanos());
                    talk.send("a");
                }
            }
            default -> talk.reply(200, "served");
        }
    }
}

package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Bodies far larger than the memory there is for them. */
final class HttpStreamIT {
    private static final long LARGE = 1L << 30;
    private static final long SLOW = 8L << 20; // more than the sockets on the way take
    private static final int SLOW_CLIENTS = 200;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final TestBalancer.Setup setup =
            TestBalancer.with().top("\"max_connections\": 1000").http();
    private final Semaphore begun = new Semaphore(0);
    private volatile boolean hurried;

    @Test
    void aGibibyteEachWayGoesThroughAHeapOf64MiBAnd200SlowDownloadsDoNotBreakIt() throws Exception {
        try (WebBackend web = WebBackend.start(HttpStreamIT::serve);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                FairleadProcess fairlead = FairleadProcess.serve(
                        setup.backend("web-1", web.port()).json(), "-Xmx64m", "-Xlog:gc:stderr")) {
            transfer(LARGE, "alone");
            print(fairlead);

            List<Future<Blocks.Sum>> slow = new ArrayList<>();
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                slow.add(clients.submit(this::downloadSlowly));
            }
            begun.acquire(SLOW_CLIENTS);
            transfer(LARGE / 16, "beside " + SLOW_CLIENTS + " slow downloads");
            assertThat(slow).noneMatch(Future::isDone);
            hurried = true;
            Blocks.Sum each = Blocks.sum(SLOW);
            for (Future<Blocks.Sum> download : slow) {
                assertThat(download.get()).isEqualTo(each);
            }
            print(fairlead);
            assertThat(fairlead.peakResidentBytes()).isLessThan(300L << 20);
            assertThat(fairlead.stderr()).doesNotContain("OutOfMemory", "WARNING", "ERROR");
        }
    }

    /** Up and down, with a length and in chunks, on one connection. */
    private void transfer(long bytes, String besides) throws IOException {
        Blocks.Sum expected = Blocks.sum(bytes);
        try (HttpTalk talk = HttpTalk.connect(setup.port())) {
            for (boolean chunked : new boolean[] {false, true}) {
                long start = System.nanoTime();
                assertThat(upload(talk, bytes, chunked)).isEqualTo(expected.toString());
                long up = System.nanoTime();
                assertThat(download(talk, bytes, chunked)).isEqualTo(expected);
                long down = System.nanoTime();
                System.out.printf(
                        "%d MiB %s, %s: upload %.1f s, download %.1f s%n",
                        bytes >> 20,
                        chunked ? "in chunks" : "with Content-Length",
                        besides,
                        (up - start) / 1e9,
                        (down - up) / 1e9);
            }
        }
    }

    private String upload(HttpTalk talk, long bytes, boolean chunked) throws IOException {
        talk.send("POST /upload HTTP/1.1\r\nHost: shop.example.com", bytes, chunked);
        return talk.text(talk.expect());
    }

    private Blocks.Sum download(HttpTalk talk, long bytes, boolean chunked) throws IOException {
        talk.get((chunked ? "/chunked/" : "/length/") + bytes);
        HttpTalk.Head head = talk.expect();
        assertThat(head.isChunked()).isEqualTo(chunked);
        return talk.receive(head);
    }

    private Blocks.Sum downloadSlowly() throws IOException {
        try (HttpTalk talk = HttpTalk.connectNarrowly(setup.port())) {
            talk.get("/length/" + SLOW);
            HttpTalk.Head head = talk.expect();
            begun.release();
            return talk.receive(head, 4 << 10, () -> {
                if (!hurried) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            });
        }
    }

    private static void serve(HttpTalk talk, HttpTalk.Head request) throws IOException {
        if (request.hasBody()) {
            talk.reply(200, talk.receive(request).toString());
        } else {
            String[] path = request.target().split("/", -1);
            talk.send("HTTP/1.1 200 OK", Long.parseLong(path[2]), path[1].equals("chunked"));
        }
    }

    private static void print(FairleadProcess fairlead) throws IOException {
        int heap = Pattern.compile("(\\d+)M->\\d+M\\(")
                .matcher(fairlead.stderr())
                .results()
                .mapToInt(collection -> Integer.parseInt(collection.group(1)))
                .max()
                .orElse(0);
        System.out.printf(
                "with -Xmx64m so far: at most %d MiB of heap before a collection, %.1f MiB resident%n",
                heap, fairlead.peakResidentBytes() / 1048576.0);
    }
}

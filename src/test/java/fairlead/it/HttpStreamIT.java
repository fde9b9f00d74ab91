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

    private final TestBalancer.Setup setup = TestBalancer.with().http();
    private final Semaphore begun = new Semaphore(0);
    private volatile boolean hurried;

    @Test
    void aGibibyteEachWayGoesThroughAHeapOf64MiBBesides200SlowDownloads() throws Exception {
        Blocks.Sum expected = Blocks.sum(LARGE);
        try (WebBackend web = WebBackend.start(HttpStreamIT::serve);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                FairleadProcess fairlead = FairleadProcess.serve(
                        setup.backend("web-1", web.port()).json(), "-Xmx64m", "-Xlog:gc:stderr")) {
            List<Future<Blocks.Sum>> slow = new ArrayList<>();
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                slow.add(clients.submit(this::downloadSlowly));
            }
            begun.acquire(SLOW_CLIENTS);
            try (HttpTalk talk = HttpTalk.connect(setup.port())) { // one connection for all four
                for (boolean chunked : new boolean[] {false, true}) {
                    timed(
                            "upload",
                            chunked,
                            () -> assertThat(upload(talk, chunked)).isEqualTo(expected.toString()));
                    timed(
                            "download",
                            chunked,
                            () -> assertThat(download(talk, chunked)).isEqualTo(expected));
                }
            }
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

    private String upload(HttpTalk talk, boolean chunked) throws IOException {
        talk.send("POST /upload HTTP/1.1\r\nHost: shop.example.com", LARGE, chunked);
        return talk.text(talk.expect());
    }

    private Blocks.Sum download(HttpTalk talk, boolean chunked) throws IOException {
        talk.get((chunked ? "/chunked/" : "/length/") + LARGE);
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

    private interface Transfer {
        void run() throws IOException;
    }

    private static void timed(String way, boolean chunked, Transfer transfer) throws IOException {
        long start = System.nanoTime();
        transfer.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s of 1 GiB %s besides %d slow downloads: %.1f s, %.0f MiB/s%n",
                way, chunked ? "in chunks" : "with Content-Length", SLOW_CLIENTS, seconds, (LARGE >> 20) / seconds);
    }

    private static void print(FairleadProcess fairlead) throws IOException {
        int heap = Pattern.compile("(\\d+)M->\\d+M\\(")
                .matcher(fairlead.stderr())
                .results()
                .mapToInt(collection -> Integer.parseInt(collection.group(1)))
                .max()
                .orElse(0);
        System.out.printf(
                "1 GiB four times with -Xmx64m: at most %d MiB of heap before a collection, %.1f MiB resident%n",
                heap, fairlead.peakResidentBytes() / 1048576.0);
    }
}

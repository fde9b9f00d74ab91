package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SIGTERM while browsers keep their connections. */
final class HttpSignalIT {
    private static final int IDLE = 50;
    private static final long LARGE = 16L << 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch posted = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final WebBackend web = WebBackend.start(this::serve);
    private final TestBalancer.Setup setup =
            TestBalancer.with().http().accessLog("stdout").backend("web-1", web.port());
    private final List<HttpTalk> idle = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        stopping.countDown();
        for (HttpTalk talk : idle) {
            talk.close();
        }
        web.close();
    }

    @Test
    void idleConnectionsEndAtOnceAndWhatIsUnderWayCompletes() throws Exception {
        try (FairleadProcess fairlead = FairleadProcess.serve(setup.json());
                HttpTalk download = HttpTalk.connect(setup.port());
                HttpTalk upload = HttpTalk.connect(setup.port())) {
            for (int i = 0; i < IDLE; i++) {
                idle.add(HttpTalk.connect(setup.port()));
                beServed(idle.get(i));
            }
            download.get("/large");
            HttpTalk.Head large = download.expect(); // and more than the sockets on the way take
            beServed(upload);
            upload.send("POST /count HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 6\r\n\r\nhal");
            posted.await(); // until then it is an idle connection like the others

            long start = System.nanoTime();
            fairlead.signal("TERM");
            for (HttpTalk talk : idle) {
                assertThat(talk.readByte()).isNegative();
            }
            long idleOver = System.nanoTime();
            assertThatThrownBy(() -> HttpTalk.connect(setup.port())).isInstanceOf(ConnectException.class);
            assertThat(fairlead.isAlive()).isTrue();

            assertThat(download.receive(large)).isEqualTo(Blocks.sum(LARGE));
            upload.send("ves");
            HttpTalk.Head answer = upload.expect();
            assertThat(upload.text(answer)).isEqualTo("6 bytes");
            long served = System.nanoTime();
            assertThat(fairlead.exitCode()).isZero();
            long over = System.nanoTime();

            System.out.printf(
                    "SIGTERM: %d idle connections closed after %d ms; ended %d ms after the last response%n",
                    IDLE, (idleOver - start) / 1_000_000, (over - served) / 1_000_000);
            assertThat(fairlead.stderr()).containsPattern("stopped\\R");
            assertThat(fairlead.stdout().lines()).hasSize(IDLE + 3).allMatch(line -> line.contains(" completed "));
        }
    }

    @Test
    void aResponseThatIsStillToComeIsWaitedForAndEndsItsConnection() throws Exception {
        try (FairleadProcess fairlead = FairleadProcess.serve(setup.json());
                HttpTalk waiting = HttpTalk.connect(setup.port())) {
            waiting.get("/later");
            asked.await();
            fairlead.signal("TERM");
            fairlead.awaitError("stopping: 1 connection may finish");
            stopping.countDown();
            assertThat(waiting.text(waiting.expect())).isEqualTo("later");
            assertThat(waiting.readByte()).isNegative();
            assertThat(fairlead.exitCode()).isZero();
            assertThat(fairlead.stderr()).containsPattern("stopped\\R");
        }
    }

    private static void beServed(HttpTalk talk) throws IOException {
        talk.get("/");
        HttpTalk.Head head = talk.expect();
        assertThat(head.field("Connection")).isEmpty();
        assertThat(talk.text(head)).isEqualTo("served");
    }

    private void serve(HttpTalk talk, HttpTalk.Head request) throws IOException {
        switch (request.target()) {
            case "/large" -> talk.send("HTTP/1.1 200 OK", LARGE, false);
            case "/later" -> {
                asked.countDown();
                awaitStopping();
                talk.reply(200, "later");
            }
            case "/count" -> {
                posted.countDown();
                talk.reply(200, talk.receive(request).bytes() + " bytes");
            }
            default -> talk.reply(200, "served");
        }
    }

    private void awaitStopping() {
        try {
            stopping.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

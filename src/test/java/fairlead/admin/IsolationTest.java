package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That clients of the data path and those of the dashboard do not feel each other. */
final class IsolationTest {
    private static final int REQUESTS = 40;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final LongAdder received = new LongAdder();
    private int port;
    private TestAdmin admin;

    @BeforeEach
    void start() throws Exception {
        ServerSocket source = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(source);
        daemon(() -> {
            while (true) {
                Socket socket = source.accept();
                daemon(() -> pour(socket));
            }
        });
        port = FreePort.pick();
        admin = TestAdmin.start("""
                {"access_log": {"output": "off"},
                 "listeners": [{"port": %1$d, "address": "127.0.0.1"}],
                 "load_balancers": [{"name": "pipe",
                   "forwarding_rules": [{"entry_protocol": "tcp", "entry_port": %1$d, "target_protocol": "tcp",
                                         "target_port": %2$d}],
                   "health_check": {"protocol": "none"},
                   "backends": [{"name": "source", "address": "127.0.0.1"}]}]}
                """.formatted(port, source.getLocalPort()));
        admin.get("/"); // the first is slow by itself
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        admin.close();
    }

    @Test
    void aPageComesSoonWhileTheDataPathIsSaturated() throws Exception {
        for (int i = 0; i < 8; i++) {
            download();
        }
        awaitFlow(100 << 20);
        List<Duration> times = pages();
        assertThat(times.get(REQUESTS / 2)).as("median").isLessThan(Duration.ofMillis(200));
        assertThat(times.get(REQUESTS * 95 / 100)).as("p95").isLessThan(Duration.ofSeconds(1));
        awaitFlow(10 << 20);
    }

    @Test
    void slowClientsOfTheDashboardKeepNobodyFromItNorFromTheDataPath() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            slow.add(slowHead("127.0.0.%d".formatted(2 + i % 2)));
        }
        for (int i = 0; i < 60; i++) {
            slow.add(slowBody("127.0.0.4"));
        }
        for (int i = 0; i < 100; i++) {
            slow.add(slowHead("127.0.0.1")); // as the browser below
        }
        List<Duration> times = pages();
        assertThat(times.get(REQUESTS / 2)).as("median").isLessThan(Duration.ofMillis(200));
        assertThat(times.get(REQUESTS * 95 / 100)).as("p95").isLessThan(Duration.ofSeconds(1));
        download();
        awaitFlow(10 << 20);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(slow.stream().filter(IsolationTest::isOpen)).hasSizeLessThanOrEqualTo(4 * 64));
        assertThat(slow.stream().filter(IsolationTest::isOpen)).isNotEmpty();
    }

    /** How long pages take, the shortest time first. */
    private List<Duration> pages() throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            long begin = System.nanoTime();
            assertThat(admin.get("/").statusCode()).isEqualTo(200);
            times.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        return times.stream().sorted().toList();
    }

    private void download() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(client);
        daemon(() -> {
            byte[] buffer = new byte[1 << 16];
            for (int n = 0; n >= 0; n = client.getInputStream().read(buffer)) {
                received.add(n);
            }
        });
    }

    private void awaitFlow(long bytes) {
        long before = received.sum();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> received.sum() > before + bytes);
    }

    private Socket slowHead(String from) throws IOException {
        return slow(from, "GET / HTTP/1.1\r\nHost: localhost\r\nX-");
    }

    private Socket slowBody(String from) throws IOException {
        return slow(
                from,
                "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nto");
    }

    private Socket slow(String from, String begin) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), admin.server().port()));
        socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean isOpen(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pour(Socket socket) throws IOException {
        byte[] bytes = new byte[1 << 16];
        while (true) {
            socket.getOutputStream().write(bytes);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Runs until its socket is closed. */
    private static void daemon(Work work) {
        Thread.ofPlatform().daemon().name("test peer").start(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // as the test ends
            }
        });
    }
}

package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.proxy.TestBalancer;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred changes by the API while two hundred connections carry data: none is cut, and every byte arrives. */
@Timeout(300)
final class ConfigChangesIT {
    private static final int CHANGES = 100;
    private static final int CLIENTS = 200;
    private static final Duration PACE = Duration.ofMillis(10); // leaves some processor to the changes

    @TempDir
    private Path directory;

    private final EchoBackend backend = EchoBackend.start();
    private final EchoBackend other = EchoBackend.start();
    private final ApiClient api = ApiClient.onFreePort();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong rounds = new AtomicLong();
    private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws IOException {
        stop.set(true);
        backend.close();
        other.close();
        api.close();
    }

    @Test
    void cutNoConnection() throws Exception {
        TestBalancer.Setup setup =
                TestBalancer.with().backend("web-1", backend.port()).top(api.admin());
        Path file = Files.writeString(directory.resolve("fairlead.json"), setup.json());
        try (FairleadProcess fairlead = FairleadProcess.serveFile(file, ApiClient.TOKEN)) {
            CountDownLatch served = new CountDownLatch(CLIENTS);
            List<Thread> clients = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                int size = 1000 + n; // differs from client to client
                clients.add(Thread.startVirtualThread(() -> transfer(setup.port(), size, served)));
            }
            served.await();
            int extraPort = FreePort.pick();
            for (int n = 0; n < CHANGES; n++) {
                long before = rounds.get();
                change(n, extraPort);
                fairlead.await(
                        "transfers after change " + n,
                        () -> assertThat(rounds.get() > before + 20 || !mistakes.isEmpty())
                                .isTrue());
            }
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(mistakes).isEmpty();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(
                                    api.send("GET", "/load_balancers/shop", "").body())
                            .containsPattern("\"status\" : \\{\\s*\"state\" : \"healthy\",\\s*\"connections\" : 0,"));
        }
    }

    /** A backend, a load balancer with a port of its own, a mode and a setting come and go. */
    private void change(int n, int extraPort) throws Exception {
        boolean undo = n % 2 == 1;
        switch (n / 2 % 4) {
            case 0 -> {
                HttpResponse<String> unused = undo
                        ? send(204, "DELETE", "/load_balancers/shop/backends/web-2", "")
                        : send(
                                200,
                                "POST",
                                "/load_balancers/shop/backends",
                                "{\"backends\": [{\"name\": \"web-2\", \"address\": \"127.0.0.1\", \"port\": %d}]}"
                                        .formatted(other.port()));
            }
            case 1 -> {
                String extra = """
                        {"name": "extra", "forwarding_rules": [{"entry_protocol": "tcp", "entry_port": %d,
                          "target_protocol": "tcp", "target_port": 1}], "backends": []}""".formatted(extraPort);
                HttpResponse<String> unused = undo
                        ? send(204, "DELETE", "/load_balancers/extra", "")
                        : send(201, "POST", "/load_balancers", extra);
            }
            case 2 -> {
                String how = undo ? "enable" : "drain";
                HttpResponse<String> unused = send(200, "POST", "/load_balancers/shop/backends/web-1/" + how, "");
            }
            default -> {
                String algorithm = undo ? "null" : "\"least_connections\"";
                HttpResponse<String> unused =
                        send(200, "PATCH", "/load_balancers/shop", "{\"algorithm\": %s}".formatted(algorithm));
            }
        }
    }

    private HttpResponse<String> send(int status, String method, String path, String json) throws Exception {
        HttpResponse<String> response = api.send(method, path, json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response;
    }

    private void transfer(int port, int size, CountDownLatch served) {
        try (EchoClient client = EchoClient.served(port)) {
            served.countDown();
            while (!stop.get()) {
                client.echo(size);
                rounds.incrementAndGet();
                LockSupport.parkNanos(PACE.toNanos());
            }
            client.finish();
        } catch (IOException | AssertionError e) {
            mistakes.add(size + ": " + e);
        } finally {
            served.countDown();
        }
    }
}

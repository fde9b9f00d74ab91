package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.ConfigFile;
import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the config file by a process that is killed while it writes. */
@Timeout(300)
final class ConfigKillIT {
    private static final int WRITES = 200;
    private static final int LEAST_A_LIFE = 20;

    @TempDir
    private Path directory;

    private final EchoBackend backend = EchoBackend.start();
    private final ApiClient api = ApiClient.onFreePort();

    @AfterEach
    void close() throws IOException {
        backend.close();
        api.close();
    }

    @Test
    void isTheConfigThatWasAnsweredLastOrTheOneBeingWritten() throws Exception {
        Path file = directory.resolve("fairlead.json");
        TestBalancer.Setup setup =
                TestBalancer.with().backend("web-1", backend.port()).top(api.admin());
        Files.writeString(file, setup.json());
        Random random = new Random();
        AtomicInteger answered = new AtomicInteger(10_000);
        int lives = 0;
        while (answered.get() < 10_000 + WRITES) {
            lives++;
            try (FairleadProcess fairlead = FairleadProcess.serveFile(file, ApiClient.TOKEN)) {
                try (EchoClient client = EchoClient.served(setup.port())) {
                    client.echo(1000);
                }
                int last = answered.get() + LEAST_A_LIFE + random.nextInt(40);
                CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(answered));
                fairlead.await("some writes", () -> assertThat(answered).hasValueGreaterThanOrEqualTo(last));
                LockSupport.parkNanos(random.nextInt(20_000_000)); // so that it comes anywhere in a write
                fairlead.signal("KILL");
                assertThat(fairlead.exitCode()).isEqualTo(128 + 9);
                writing.join();
            }
            assertThat(found(file)).isIn(answered.get(), answered.get() + 1);
            answered.set(found(file));
        }
        assertThat(lives).isGreaterThan(1);
        try (FairleadProcess fairlead = FairleadProcess.serveFile(file, ApiClient.TOKEN)) {
            assertThat(directory.resolve("fairlead.json.next")).doesNotExist();
            assertThat(api.send("GET", "/config", "").body()).isEqualTo(Files.readString(file));
            assertThat(api.send("GET", "/config/revisions", "").statusCode()).isEqualTo(200);
            assertThat(fairlead.errors("WARN.*revision")).isZero();
        }
    }

    /** Counts up in the config until nobody answers any more. */
    private void write(AtomicInteger answered) {
        try {
            while (true) {
                int next = answered.get() + 1;
                HttpResponse<String> response =
                        api.send("PATCH", "/load_balancers/shop", "{\"max_connections\": %d}".formatted(next));
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                answered.set(next);
            }
        } catch (IOException e) {
            // killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int found(Path file) {
        return switch (ConfigFile.load(file)) {
            case ConfigFile.Result.Valid valid ->
                valid.config().loadBalancers().getFirst().maxConnections();
            case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }
}

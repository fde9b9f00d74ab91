package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end: no new connections, the open ones go on for a while. */
final class DrainTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();
    private static final String LONG = "\"drain_timeout_seconds\": 60";
    private static final String SHORT = "\"drain_timeout_seconds\": 0.3";

    private final FakeBackend backend = FakeBackend.start(new Behaviour.Named("web-1"));

    @AfterEach
    void stop() {
        backend.close();
    }

    private TestBalancer.Setup setup(String timeout) {
        return TestBalancer.with().backend("web-1", backend.port()).top(timeout);
    }

    private static void awaitRefusal(TestBalancer balancer) {
        await().untilAsserted(() ->
                assertThatThrownBy(() -> balancer.connect().close()).isInstanceOf(ConnectException.class));
    }

    @Test
    void letsConnectionsFinishAndAcceptsNoMore() throws Exception {
        try (TestBalancer balancer = setup(LONG).start();
                Socket client = balancer.connect()) {
            assertThat(Talk.greet(client, HELLO)).contains("web-1");
            CompletableFuture<Integer> closed = CompletableFuture.supplyAsync(balancer.engine()::drain);
            awaitRefusal(balancer);

            client.getOutputStream().write(HELLO);
            assertThat(client.getInputStream().readNBytes(2 * HELLO.length)).hasSize(2 * HELLO.length);
            assertThat(closed).isNotDone();
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);

            assertThat(closed.get()).isZero();
            balancer.awaitOutcome(Outcome.COMPLETED, 1);
        }
    }

    @Test
    void closesTheRestAtItsDeadlineAndSaysHowMany(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("access.log");
        try (TestBalancer balancer = setup(SHORT).accessLog(log).start();
                Socket served = balancer.connect();
                Socket silent = balancer.connect()) {
            assertThat(Talk.greet(served, HELLO)).contains("web-1");
            await().until(() -> balancer.engine().openConnections() == 2);

            assertThat(balancer.engine().drain()).isEqualTo(2);

            assertThat(Talk.endsSilently(silent)).isTrue();
            balancer.awaitOutcome(Outcome.DRAINED, 2);
            assertThat(balancer.engine().openConnections()).isZero();
            assertThat(log).content().containsPattern("shop/web-1 drained ").containsPattern("- - drained ");
            assertThat(log).content().hasLineCount(2);
        }
    }

    @Test
    void canBeHurried() throws Exception {
        try (TestBalancer balancer = setup(LONG).start();
                Socket client = balancer.connect()) {
            assertThat(Talk.greet(client, HELLO)).contains("web-1");
            CompletableFuture<Integer> closed = CompletableFuture.supplyAsync(balancer.engine()::drain);
            awaitRefusal(balancer);

            balancer.engine().hurry();

            assertThat(closed.get()).isEqualTo(1);
            balancer.awaitOutcome(Outcome.DRAINED, 1);
        }
    }
}

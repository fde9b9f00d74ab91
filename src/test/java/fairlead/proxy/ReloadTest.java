package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fairlead.pool.Backend;
import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.tls.Hello;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A new config decides about new connections, and touches none that is open. */
final class ReloadTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();

    private final FakeBackend old = FakeBackend.start(new Behaviour.Named("old"));
    private final FakeBackend fresh = FakeBackend.start(new Behaviour.Named("fresh"));

    @AfterEach
    void stop() {
        old.close();
        fresh.close();
    }

    private static TestBalancer.Setup to(FakeBackend backend, String name) {
        return TestBalancer.with().backend(name, backend.port());
    }

    /** A catch-all of a port of its own. */
    private String onPort(int port) {
        return """
                {"name": "more-%d",
                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %d,
                   "target_protocol": "https", "target_port": 443, "tls_passthrough": true}],
                 "backends": [{"name": "fresh", "address": "127.0.0.1", "port": %d}]}
                """.formatted(port, port, fresh.port());
    }

    private static Optional<String> greet(int port) throws IOException {
        try (Socket client = new Socket(Talk.IPV4, port)) {
            client.setSoTimeout(20_000);
            return Talk.greet(client, HELLO);
        }
    }

    private static void assertRefused(int port) {
        assertThatThrownBy(() -> new Socket(Talk.IPV4, port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void leavesAConnectionOnItsBackendAndSendsTheNextToTheNewOne() throws IOException {
        try (TestBalancer balancer = to(old, "old").start();
                Socket before = balancer.connect()) {
            assertThat(Talk.greet(before, HELLO)).contains("old");

            balancer.apply(to(fresh, "fresh"));

            assertThat(greet(balancer.port())).contains("fresh");
            assertThat(before.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
            before.getOutputStream().write('x');
            assertThat(before.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void servesANewPortAndRefusesOneThatIsGone() throws IOException {
        int port = FreePort.pick();
        try (TestBalancer balancer = to(old, "old").start()) {
            assertRefused(port);

            balancer.apply(to(old, "old").also(onPort(port)));
            assertThat(greet(port)).contains("fresh");
            assertThat(balancer.engine().listenAddresses())
                    .extracting(ListenAddress::port)
                    .containsExactlyInAnyOrder(balancer.port(), port);

            try (Socket open = new Socket(Talk.IPV4, port)) {
                open.setSoTimeout(20_000);
                assertThat(Talk.greet(open, HELLO)).contains("fresh");
                balancer.apply(to(old, "old"));

                await().untilAsserted(() -> assertRefused(port));
                assertThat(open.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
            }
            assertThat(greet(balancer.port())).contains("old");
        }
    }

    @Test
    void changesNothingWhenAPortIsTaken() throws IOException {
        int free = FreePort.pick();
        try (ServerSocket taken = new ServerSocket(0, 1, Talk.IPV4);
                TestBalancer balancer = to(old, "old").start()) {
            TestBalancer.Setup changed = to(fresh, "fresh").also(onPort(free)).also(onPort(taken.getLocalPort()));

            assertThatThrownBy(() -> balancer.apply(changed))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot listen on :" + taken.getLocalPort());

            assertThat(balancer.engine().listenAddresses())
                    .extracting(ListenAddress::port)
                    .containsExactly(balancer.port());
            await().untilAsserted(() -> assertRefused(free));
            assertThat(greet(balancer.port())).contains("old");

            taken.close();
            balancer.apply(changed);
            assertThat(greet(balancer.port())).contains("fresh");
            assertThat(greet(free)).contains("fresh");
        }
    }

    @Test
    void changesNothingWhenTheAccessLogCannotBeOpened() throws IOException {
        int free = FreePort.pick();
        try (TestBalancer balancer = to(old, "old").start()) {
            TestBalancer.Setup changed =
                    to(fresh, "fresh").also(onPort(free)).accessLog(Path.of("/proc/no/such/directory/access.log"));

            assertThatThrownBy(() -> balancer.apply(changed)).isInstanceOf(UncheckedIOException.class);

            await().untilAsserted(() -> assertRefused(free));
            assertThat(greet(balancer.port())).contains("old");
        }
    }

    @Test
    void keepsTheConnectionCountsOfBackendsAndLoadBalancers() throws IOException {
        try (TestBalancer balancer = to(old, "old").lb("\"max_connections\": 1").start()) {
            try (Socket open = balancer.connect()) {
                assertThat(Talk.greet(open, HELLO)).contains("old");

                balancer.apply(to(old, "old").backend("fresh", fresh.port()).lb("\"max_connections\": 1"));

                assertThat(connections(balancer)).containsExactly(1, 0);
                assertThat(greet(balancer.port())).isEmpty();
                balancer.awaitOutcome(Outcome.LOAD_BALANCER_FULL, 1);
            }
            await().untilAsserted(() -> assertThat(connections(balancer)).containsExactly(0, 0));
            await().until(() -> balancer.engine().openConnections() == 0);
            assertThat(greet(balancer.port())).isPresent();
        }
    }

    private static List<Integer> connections(TestBalancer balancer) {
        return Optional.ofNullable(balancer.engine().snapshot().pools().get("shop")).orElseThrow().backends().stream()
                .map(Backend::connections)
                .toList();
    }
}

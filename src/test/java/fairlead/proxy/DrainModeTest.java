package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend in mode drain. */
final class DrainModeTest {
    private static final String DRAIN = "\"mode\": \"drain\"";
    private static final String NEVER = "\"backend_drain_timeout_seconds\": 86400";

    private final FakeBackend a = FakeBackend.start(new Behaviour.Named("a"));
    private final FakeBackend b = FakeBackend.start(new Behaviour.Named("b"));
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        a.close();
        b.close();
    }

    private TestBalancer.Setup both(String... membersOfA) {
        return TestBalancer.with().backend("a", a.port(), membersOfA).backend("b", b.port());
    }

    /** A client that is served by {@code a}. */
    private Socket open(TestBalancer balancer) throws IOException {
        for (int i = 0; i < 3; i++) {
            Socket client = balancer.connect();
            clients.add(client);
            if (Talk.greet(client, Ends.HELLO).orElseThrow().equals("a")) {
                client.getInputStream().readNBytes(Ends.HELLO.length);
                return client;
            }
        }
        throw new AssertionError("nobody was served by a");
    }

    private static void assertAlive(Socket client) throws IOException {
        client.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
    }

    @Test
    void getsNoConnectionFromTheMomentItIsSet() throws IOException {
        try (TestBalancer balancer = both().start()) {
            assertThat(balancer.servedBy(4)).contains("a", "b");
            int before = a.accepted();

            balancer.apply(both(DRAIN));

            assertThat(balancer.servedBy(10)).containsOnly("b");
            assertThat(a.accepted()).isEqualTo(before);
        }
    }

    @Test
    void getsNoneOfThoseThatHadOnlyJustConnected() throws IOException {
        try (TestBalancer balancer = both().start()) {
            for (int i = 0; i < 6; i++) {
                clients.add(balancer.connect());
            }
            TestBalancer.awaitThat(
                    "accepted",
                    () -> assertThat(balancer.engine().openConnections()).isEqualTo(6));

            balancer.apply(both(DRAIN));

            for (Socket client : clients) {
                assertThat(Talk.greet(client, Ends.HELLO)).contains("b");
            }
            assertThat(a.accepted()).isZero();
        }
    }

    @Test
    void letsLiveConnectionsComplete() throws IOException {
        try (TestBalancer balancer = both().start()) {
            Socket live = open(balancer);

            balancer.apply(both(DRAIN));

            assertThat(balancer.status("a").text()).isEqualTo("draining (1 connection left)");
            assertAlive(live);
            live.shutdownOutput();
            assertThat(live.getInputStream().readAllBytes()).isEmpty();
            balancer.awaitStatus("a", "draining (0 connections left)");
            TestBalancer.awaitThat(
                    "ends",
                    () -> assertThat(balancer.engine().counters().connections(Outcome.COMPLETED))
                            .isPositive());
        }
    }

    @Test
    void closesWhatIsLeftAtTheDeadlineAndNothingElse() throws IOException {
        try (TestBalancer balancer = both().start()) {
            Socket first = open(balancer);
            Socket second = open(balancer);
            Socket other = balancer.connect();
            clients.add(other);

            balancer.apply(both(DRAIN).lb("\"backend_drain_timeout_seconds\": 0.4"));
            assertThat(Talk.greet(other, Ends.HELLO)).contains("b");
            other.getInputStream().readNBytes(Ends.HELLO.length);

            assertThat(Talk.endsSilently(first)).isTrue();
            assertThat(Talk.endsSilently(second)).isTrue();
            balancer.awaitOutcome(Outcome.BACKEND_DRAINED, 2);
            balancer.awaitStatus("a", "draining (0 connections left, 0 s)");
            assertAlive(other);
        }
    }

    @Test
    void keepsItsDeadlineToWithinAQuarter() throws IOException {
        try (TestBalancer balancer = both().start()) {
            Socket live = open(balancer);
            long start = System.nanoTime();
            balancer.apply(both(DRAIN).lb("\"backend_drain_timeout_seconds\": 0.2"));
            assertThat(balancer.engine().snapshot().shortestLimit().toMillis()).isEqualTo(200);

            assertThat(Talk.endsSilently(live)).isTrue();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000L);
        }
    }

    @Test
    void waitsForEverWithoutADeadline() throws IOException {
        String other = """
                {"name": "other", "hosts": ["other.example.com"], "backend_drain_timeout_seconds": 0.2,
                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%,
                   "target_protocol": "https", "target_port": 443, "tls_passthrough": true}],
                 "health_check": {"protocol": "none"},
                 "backends": [{"name": "b", "address": "127.0.0.1", "port": %d, "mode": "%s"}]}
                """;
        try (TestBalancer balancer =
                both().also(other.formatted(b.port(), "enabled")).start()) {
            Socket live = open(balancer);
            Socket limited = balancer.connect();
            clients.add(limited);
            assertThat(Talk.greet(limited, Hello.to("other.example.com").bytes()))
                    .contains("b");

            balancer.apply(both(DRAIN).also(other.formatted(b.port(), "drain")));

            balancer.awaitOutcome(Outcome.BACKEND_DRAINED, 1);
            balancer.apply(both(DRAIN).lb(NEVER).also(other.formatted(b.port(), "drain")));
            assertThat(balancer.status("a").text()).startsWith("draining (1 connection left, 863");
            assertAlive(live);
        }
    }

    @Test
    void isTakenBack() throws IOException {
        try (TestBalancer balancer = both().start()) {
            Socket live = open(balancer);
            balancer.apply(both(DRAIN).lb(NEVER));
            assertThat(balancer.servedBy(2)).containsOnly("b");

            balancer.apply(both());

            assertThat(balancer.status("a").text()).isEqualTo("up");
            assertThat(balancer.status("a").connections()).isEqualTo(1);
            assertThat(balancer.servedBy(4)).containsExactlyInAnyOrder("a", "a", "b", "b");
            assertAlive(live);
        }
    }
}

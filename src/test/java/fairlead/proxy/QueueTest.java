package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that have as many connections as they may, and the clients that wait for one to end. */
final class QueueTest {
    private static final String ONE = "\"max_connections\": 1";
    private static final String STICKY = "\"sticky_sessions\": {\"type\": \"source_ip\"}";
    private static final byte[] NO_BACKEND = HexFormat.of().parseHex("15030300020250");

    private final AtomicReference<String> ill = new AtomicReference<>("");
    private final FakeBackend a = start("a");
    private final FakeBackend b = start("b");
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        a.close();
        b.close();
    }

    private FakeBackend start(String name) {
        return FakeBackend.start(
                new Behaviour.HttpChecks(() -> ill.get().equals(name) ? 503 : 200, new Behaviour.Named(name)));
    }

    private static String queue(int maxWaiting, String seconds) {
        return "\"queue\": {\"max_waiting\": %d, \"timeout_seconds\": %s}".formatted(maxWaiting, seconds);
    }

    /** Where nobody's patience ends before the test does. */
    private static TestBalancer.Setup patient(TestBalancer.Setup setup) {
        return setup.lb(queue(100, "600"));
    }

    private TestBalancer.Setup onlyA() {
        return TestBalancer.with().backend("a", a.port(), ONE);
    }

    private TestBalancer.Setup both() {
        return onlyA().backend("b", b.port(), ONE);
    }

    /** Says hello and waits for nothing. */
    private Socket come(TestBalancer balancer) throws IOException {
        Socket client = balancer.connect();
        clients.add(client);
        client.getOutputStream().write(Ends.HELLO);
        return client;
    }

    /** Says hello and is the so-manieth to wait for that backend. */
    private Socket comeAndWait(TestBalancer balancer, String backend, int inAll) throws IOException {
        Socket client = come(balancer);
        balancer.awaitWaiting(backend, inAll);
        return client;
    }

    private Socket comeAndBeServed(TestBalancer balancer) throws IOException {
        Socket client = come(balancer);
        server(client);
        return client;
    }

    private static String server(Socket client) throws IOException {
        return Talk.line(client.getInputStream()).orElse("nobody");
    }

    private static void assertRefused(Socket client) throws IOException {
        assertThat(client.getInputStream().readNBytes(NO_BACKEND.length)).isEqualTo(NO_BACKEND);
        client.close();
    }

    @Nested
    class AFullBackend {

        @Test
        void isPassedOverWhileAnotherHasRoom() throws IOException {
            TestBalancer.Setup setup = onlyA().backend("b", b.port(), "\"max_connections\": 4");
            try (TestBalancer balancer = patient(setup).start()) {
                List<String> servers = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    servers.add(server(come(balancer)));
                }
                assertThat(servers).containsExactlyInAnyOrder("a", "b", "b", "b", "b");
                assertThat(balancer.status("a").connections()).isEqualTo(1);
                assertThat(balancer.status("b").connections()).isEqualTo(4);
            }
        }

        @Test
        void givesTheSeatOfAConnectionThatEndsToOneThatWaits() throws IOException {
            try (TestBalancer balancer = patient(onlyA()).start()) {
                Socket seated = comeAndBeServed(balancer);
                Socket waiting = comeAndWait(balancer, "a", 1);
                assertThat(a.accepted()).isEqualTo(1);

                seated.close();

                assertThat(server(waiting)).isEqualTo("a");
                assertThat(balancer.status("a").waiting()).isZero();
                assertThat(balancer.status("a").connections()).isEqualTo(1);
            }
        }

        @Test
        void servesFirstWhoCameFirst() throws IOException {
            try (TestBalancer balancer = patient(onlyA()).start()) {
                Socket seated = comeAndBeServed(balancer);
                List<Socket> waiting = new ArrayList<>();
                for (int i = 1; i <= 5; i++) {
                    waiting.add(comeAndWait(balancer, "a", i));
                }
                for (int i = 0; i < 5; i++) {
                    seated.close();
                    seated = waiting.get(i);
                    assertThat(server(seated)).isEqualTo("a");
                    assertThat(balancer.status("a").waiting()).isEqualTo(4 - i);
                }
            }
        }

        @Test
        void isWaitedForByThoseWhoStickToIt() throws IOException {
            try (TestBalancer balancer = patient(both().lb(STICKY)).start()) {
                Socket seated = come(balancer);
                String server = server(seated);
                Socket waiting = comeAndWait(balancer, server, 1);

                seated.close();

                assertThat(server(waiting)).isEqualTo(server);
            }
        }

        @Test
        void letsThoseWaitingInWhenTheConfigAllowsMore() throws IOException {
            try (TestBalancer balancer = patient(onlyA()).start()) {
                comeAndBeServed(balancer);
                Socket first = comeAndWait(balancer, "a", 1);
                Socket second = comeAndWait(balancer, "a", 2);
                comeAndWait(balancer, "a", 3);

                balancer.apply(patient(TestBalancer.with().backend("a", a.port(), "\"max_connections\": 3")));

                assertThat(server(first)).isEqualTo("a");
                assertThat(server(second)).isEqualTo("a");
                assertThat(balancer.status("a").waiting()).isEqualTo(1);
                assertThat(balancer.status("a").connections()).isEqualTo(3);
            }
        }
    }

    @Nested
    class Patience {

        @Test
        void endsInAnAlertWhenThereIsNoOtherBackend() throws IOException {
            try (TestBalancer balancer = onlyA().lb(queue(100, "0.3")).start()) {
                comeAndBeServed(balancer);
                long start = System.nanoTime();
                assertRefused(come(balancer));

                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
                balancer.awaitOutcome(Outcome.BACKENDS_FULL, 1);
                assertThat(balancer.status("a").waiting()).isZero();
                assertThat(a.accepted()).isEqualTo(1);
            }
        }

        @Test
        void endsAtTheNextBackendForThoseWhoStickToAnother() throws IOException {
            try (TestBalancer balancer = both().lb(STICKY, queue(100, "0.3")).start()) {
                String server = server(come(balancer));
                long start = System.nanoTime();

                assertThat(server(come(balancer))).isEqualTo(server.equals("a") ? "b" : "a");
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
                assertRefused(come(balancer));
                balancer.awaitOutcome(Outcome.BACKENDS_FULL, 1);
            }
        }

        @Test
        void isLimitedInNumber() throws IOException {
            try (TestBalancer balancer = onlyA().lb(queue(2, "600")).start()) {
                Socket seated = comeAndBeServed(balancer);
                Socket first = comeAndWait(balancer, "a", 1);
                comeAndWait(balancer, "a", 2);
                for (int i = 1; i <= 3; i++) {
                    assertRefused(come(balancer));
                    balancer.awaitOutcome(Outcome.BACKENDS_FULL, i);
                }

                seated.close();

                assertThat(server(first)).isEqualTo("a");
                assertThat(balancer.status("a").waiting()).isEqualTo(1);
            }
        }

        @Test
        void isNotAskedForWhereNobodyMayWait() throws IOException {
            try (TestBalancer balancer = both().lb(queue(0, "600")).start()) {
                comeAndBeServed(balancer);
                comeAndBeServed(balancer);
                assertRefused(come(balancer));
                balancer.awaitOutcome(Outcome.BACKENDS_FULL, 1);
            }
        }
    }

    @Nested
    class ThoseWhoWait {

        @ParameterizedTest
        @ValueSource(strings = {"down", "drain", "disabled"})
        void goElsewhereAtOnceWhenTheirBackendIsNoLongerToBeHad(String what) throws IOException {
            try (TestBalancer balancer = three("", "").start()) {
                balancer.awaitStatus("a", "up");
                balancer.awaitStatus("b", "up");
                String one = server(come(balancer));
                String other = one.equals("a") ? "b" : "a";
                comeAndBeServed(balancer);
                comeAndBeServed(balancer);
                Socket first = comeAndWait(balancer, one, 1);
                Socket second = comeAndWait(balancer, one, 2);

                if (what.equals("down")) {
                    ill.set(one);
                } else {
                    balancer.apply(three(one, what));
                }

                assertThat(server(first)).isEqualTo(other);
                assertThat(server(second)).isEqualTo(other);
                assertThat(balancer.status(one).waiting()).isZero();
                assertThat(balancer.status(one).connections()).isEqualTo(3);
            }
        }

        /** Three for each backend, which are checked and stuck to; one of them in another mode. */
        private TestBalancer.Setup three(String backend, String mode) {
            String cap = "\"max_connections\": 3";
            String changed = "\"mode\": \"" + mode + '"';
            return patient(TestBalancer.with()
                    .backend("a", a.port(), backend.equals("a") ? new String[] {cap, changed} : new String[] {cap})
                    .backend("b", b.port(), backend.equals("b") ? new String[] {cap, changed} : new String[] {cap})
                    .lb(STICKY)
                    .checks("http", "0.05", "\"unhealthy_threshold\": 1"));
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void leaveWithoutKeepingASeat(boolean byReset) throws IOException {
            try (TestBalancer balancer = patient(onlyA()).start()) {
                Socket seated = comeAndBeServed(balancer);
                Socket leaving = comeAndWait(balancer, "a", 1);
                Socket staying = comeAndWait(balancer, "a", 2);
                if (byReset) {
                    Ends.reset(leaving);
                } else {
                    leaving.close();
                }

                seated.close();

                assertThat(server(staying)).isEqualTo("a");
                staying.close();
                TestBalancer.awaitThat("all seats are free", () -> {
                    assertThat(balancer.status("a").connections()).isZero();
                    assertThat(balancer.engine().openConnections()).isZero();
                });
            }
        }
    }

    @Nested
    class AStorm {

        @Test
        void neverBringsMoreThanABackendMayHave() throws IOException {
            int storm = 300;
            AtomicInteger served = new AtomicInteger();
            TestBalancer.Setup setup = TestBalancer.with()
                    .backend("a", a.port(), "\"max_connections\": 3")
                    .backend("b", b.port(), "\"max_connections\": 7")
                    .lb("\"algorithm\": \"least_connections\"", queue(storm, "600"));
            try (TestBalancer balancer = setup.start()) {
                List<CompletableFuture<Void>> all = new ArrayList<>();
                for (int i = 0; i < storm; i++) {
                    all.add(Ends.meanwhile(() -> {
                        if (balancer.servedBy().isPresent()) {
                            served.incrementAndGet();
                        }
                    }));
                }
                all.forEach(CompletableFuture::join);

                assertThat(served).hasValue(storm);
                assertThat(a.accepted() + b.accepted()).isEqualTo(storm);
                assertThat(a.mostOpen()).isBetween(1, 3);
                assertThat(b.mostOpen()).isBetween(1, 7);
                balancer.awaitOutcome(Outcome.COMPLETED, storm);
                assertThat(balancer.status("a").connections()).isZero();
                assertThat(balancer.status("b").connections()).isZero();
                assertThat(balancer.status("a").waiting()).isZero();
            }
        }
    }
}

package fairlead.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.tls.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which backend a client gets when not all of them can be had. */
final class FailoverTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();
    private static final byte[] NO_BACKEND = HexFormat.of().parseHex("15030300020250");

    @Nested
    class ABackendThatRefuses {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"algorithm\": \"round_robin\"",
                    "\"algorithm\": \"least_connections\"",
                    "\"algorithm\": \"random_two_choices\"",
                    "\"sticky_sessions\": {\"type\": \"source_ip\"}"
                })
        void isPassedOverWithoutTheClientNoticing(String algorithm) throws IOException {
            try (FakeBackend alive = FakeBackend.start(new Behaviour.Echo());
                    TestBalancer balancer = TestBalancer.with()
                            .backend("dead-1", FreePort.pick())
                            .backend("dead-2", FreePort.pick())
                            .backend("alive", alive.port())
                            .lb(algorithm)
                            .start()) {
                byte[] all = helloAnd(FakeBackend.payload(100_000));
                for (int i = 0; i < 10; i++) {
                    assertThat(exchange(balancer, all)).isEqualTo(all);
                }
                balancer.awaitOutcome(Outcome.COMPLETED, 10);
                assertThat(alive.received())
                        .hasSize(10)
                        .allSatisfy(received -> assertThat(received.bytes()).isEqualTo(all));
            }
        }

        @Test
        void endsInAnAlertWhenAllDoAndTheLogSaysWhichDid(@TempDir Path directory) throws IOException {
            Path log = directory.resolve("access.log");
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("dead-1", FreePort.pick())
                    .backend("dead-2", FreePort.pick())
                    .accessLog(log)
                    .start()) {
                assertThat(exchange(balancer, HELLO)).isEqualTo(NO_BACKEND);
                balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 1);
                Awaitility.await()
                        .untilAsserted(() -> assertThat(log)
                                .content()
                                .contains("backend_unreachable")
                                .contains("dead-1: Connection refused")
                                .contains("dead-2: Connection refused"));
            }
        }

        @Test
        void isNoLongerTriedAfterThreeFailuresIfTheConfigSaysSo() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("dead", FreePort.pick())
                    .lb("\"all_unhealthy\": \"refuse\"")
                    .start()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(exchange(balancer, HELLO)).isEqualTo(NO_BACKEND);
                }
                balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 3);
                assertThat(exchange(balancer, HELLO)).isEqualTo(NO_BACKEND);
                balancer.awaitOutcome(Outcome.NO_BACKEND, 1);
            }
        }

        @Test
        void isTriedForEverWhenThereIsNoOther() throws IOException {
            int port = FreePort.pick();
            try (TestBalancer balancer =
                    TestBalancer.with().backend("late", port).start()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(exchange(balancer, HELLO)).isEqualTo(NO_BACKEND);
                }
                balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 5);
                try (ServerSocket late = new ServerSocket()) {
                    late.setReuseAddress(true);
                    late.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    late.setSoTimeout(20_000);
                    try (Socket client = balancer.connect()) {
                        client.getOutputStream().write(HELLO);
                        try (Socket accepted = late.accept()) {
                            assertThat(accepted.getInputStream().readNBytes(HELLO.length))
                                    .isEqualTo(HELLO);
                        }
                    }
                }
            }
        }
    }

    @Nested
    class ABackendThatDoesNotAnswer {

        @Test
        void takesOnlyItsShareOfTheConnectTimeout() throws IOException {
            try (BlackHole hole = BlackHole.dig();
                    FakeBackend alive = FakeBackend.start(new Behaviour.Echo());
                    TestBalancer balancer = TestBalancer.with()
                            .backend("hole", hole.port())
                            .backend("alive", alive.port(), "\"mode\": \"backup\"")
                            .lb("\"connect_timeout_seconds\": 1")
                            .start()) {
                byte[] all = helloAnd(FakeBackend.payload(1000));
                assertThat(exchange(balancer, all)).isEqualTo(all);
                balancer.awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        @Test
        void isGivenUpAtTheConnectTimeout(@TempDir Path directory) throws IOException {
            Path log = directory.resolve("access.log");
            try (BlackHole hole = BlackHole.dig();
                    TestBalancer balancer = TestBalancer.with()
                            .backend("hole", hole.port())
                            .lb("\"connect_timeout_seconds\": 0.3")
                            .accessLog(log)
                            .start()) {
                assertThat(exchange(balancer, HELLO)).isEqualTo(NO_BACKEND);
                balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 1);
                Awaitility.await()
                        .untilAsserted(() -> assertThat(Files.readString(log)).contains("hole: no answer in time"));
            }
        }
    }

    @Nested
    class TheMode {

        @Test
        void keepsBackupsForWhenNoOtherCanBeReached() throws IOException {
            try (FakeBackend primary = named("primary");
                    FakeBackend backup = named("backup");
                    TestBalancer balancer = TestBalancer.with()
                            .backend("backup", backup.port(), "\"mode\": \"backup\"")
                            .backend("primary", primary.port())
                            .start()) {
                for (int i = 0; i < 4; i++) {
                    assertThat(servedBy(balancer)).isEqualTo("primary");
                }
                primary.die();
                for (int i = 0; i < 4; i++) {
                    assertThat(servedBy(balancer)).isEqualTo("backup");
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"drain", "disabled"})
        void leavesOutBackendsEvenWhenNoOtherCanBeReached(String mode) throws IOException {
            try (FakeBackend out = named("out");
                    TestBalancer balancer = TestBalancer.with()
                            .backend("out", out.port(), "\"mode\": \"" + mode + "\"")
                            .backend("dead", FreePort.pick())
                            .start()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(exchange(balancer, HELLO)).isEqualTo(NO_BACKEND);
                }
                balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 5);
                assertThat(out.accepted()).isZero();
            }
        }

        private static FakeBackend named(String name) {
            return FakeBackend.start(new Behaviour.Named(name));
        }

        private static String servedBy(TestBalancer balancer) throws IOException {
            return new String(exchange(balancer, HELLO), US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    /** Listens with a queue that is full, so that another connect gets no answer. */
    private record BlackHole(ServerSocket server, List<Socket> queued) implements AutoCloseable {
        private static final int MOST = 64;

        static BlackHole dig() throws IOException {
            BlackHole hole = new BlackHole(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), new ArrayList<>());
            for (int i = 0; i < MOST; i++) {
                Socket socket = new Socket();
                hole.queued.add(socket);
                try {
                    socket.connect(hole.server.getLocalSocketAddress(), 300);
                } catch (SocketTimeoutException e) {
                    return hole;
                }
            }
            hole.close();
            Assumptions.abort("this system takes connections beyond a listener's backlog");
            return hole;
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queued) {
                socket.close();
            }
            server.close();
        }
    }

    private static byte[] helloAnd(byte[] more) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(HELLO);
        all.writeBytes(more);
        return all.toByteArray();
    }

    /** Sends it and its end, and reads to the end. */
    private static byte[] exchange(TestBalancer balancer, byte[] bytes) throws IOException {
        try (Socket client = balancer.connect()) {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
            return client.getInputStream().readAllBytes();
        }
    }
}

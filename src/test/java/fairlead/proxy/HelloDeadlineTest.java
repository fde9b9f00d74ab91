package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How long and how large a hello may be, in whatever pieces it comes. */
final class HelloDeadlineTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();
    private static final byte[] NOT_ENOUGH_MEMORY = HexFormat.of().parseHex("15030300020250");
    private static final byte[] TOO_LARGE = HexFormat.of().parseHex("15030300020232");

    @Nested
    class AHelloThatNeverFinishes {

        @Test
        void isCutWhenNothingIsSent() throws IOException {
            assertCut(new byte[0], 0);
        }

        @Test
        void isCutWhenItStops() throws IOException {
            assertCut(HELLO, HELLO.length - 1);
        }

        @Test
        void isCutWhileItDribblesOneByteAtATime() throws IOException {
            assertDribbleCut(new byte[] {22, 3, 1, 0x40, 0, 1, 0, 0x3f, (byte) 0xfc, 3, 3});
        }

        @Test
        void isCutWhileItDribblesInRecordsOfOneByte() throws IOException {
            byte[] hello = Hello.to("shop.example.com").padTo(60_000).inRecordsOf(1);
            assertDribbleCut(Arrays.copyOf(hello, hello.length - 1));
        }

        private static void assertCut(byte[] bytes, int length) throws IOException {
            try (TestBalancer balancer = impatient().start();
                    Socket client = balancer.connect()) {
                client.getOutputStream().write(bytes, 0, length);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
                balancer.awaitOutcome(Outcome.HELLO_TIMEOUT, 1);
            }
        }

        /** Bytes come more often than the deadline, until the connection is gone. */
        private static void assertDribbleCut(byte[] bytes) throws IOException {
            try (TestBalancer balancer = impatient().start();
                    Socket client = balancer.connect()) {
                int[] next = {0};
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> !sent(client, next[0] < bytes.length ? bytes[next[0]++] : 0)
                                || balancer.engine().openConnections() == 0);
                balancer.awaitOutcome(Outcome.HELLO_TIMEOUT, 1);
                assertThat(next[0]).isGreaterThan(5);
            }
        }

        private static boolean sent(Socket client, byte b) {
            try {
                client.getOutputStream().write(b);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private static TestBalancer.Setup impatient() {
            return TestBalancer.with().backend("web-1", 1).listener("\"client_hello_timeout_seconds\": 0.4");
        }
    }

    @Nested
    class AThousandThatNeverFinish {
        private static final int MANY = 1000;

        @Test
        void doNotDelayTheGoodOnesAndAreAllCut() throws IOException {
            List<Socket> slow = new ArrayList<>();
            try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                    TestBalancer balancer = TestBalancer.with()
                            .backend("web-1", backend.port())
                            .listener("\"client_hello_timeout_seconds\": 6")
                            .start()) {
                for (int i = 0; i < MANY; i++) {
                    Socket client = balancer.connect();
                    slow.add(client);
                    client.getOutputStream().write(HELLO, 0, i % HELLO.length);
                }
                for (int i = 0; i < 20; i++) {
                    assertEchoes(balancer, HELLO);
                }
                assertThat(balancer.engine().counters().connections(Outcome.HELLO_TIMEOUT))
                        .as("cut before the good ones were through")
                        .isZero();
                assertThat(balancer.engine().openConnections()).isGreaterThanOrEqualTo(MANY);

                balancer.awaitOutcome(Outcome.HELLO_TIMEOUT, MANY);
                balancer.awaitOutcome(Outcome.COMPLETED, 20);
            } finally {
                for (Socket client : slow) {
                    client.close();
                }
            }
        }
    }

    @Nested
    class AHelloInPieces {

        @Test
        void ofOneByteReachesTheBackendUnaltered() throws IOException {
            assertReaches(HELLO, 1);
        }

        @Test
        void ofOneByteInRecordsOfOneByteReachesTheBackendUnaltered() throws IOException {
            assertReaches(Hello.to("shop.example.com").inRecordsOf(1), 1);
        }

        @Test
        void withWhatTheClientSentBehindItReachesTheBackendUnaltered() throws IOException {
            byte[] early = Arrays.copyOf(HELLO, HELLO.length + 5000);
            early[HELLO.length] = 23; // early data in a record of its own
            assertReaches(early, early.length);
        }

        private static void assertReaches(byte[] hello, int piece) throws IOException {
            try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start();
                    Socket client = balancer.connect()) {
                client.setTcpNoDelay(true);
                OutputStream out = client.getOutputStream();
                for (int i = 0; i < hello.length; i += piece) {
                    out.write(hello, i, piece);
                }
                client.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes()).isEqualTo(hello);
                balancer.awaitOutcome(Outcome.COMPLETED, 1);
            }
        }
    }

    @Nested
    class TheSize {

        @Test
        void ofAHelloMayBe60KibibytesInAnyRecords() throws IOException {
            try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start()) {
                Hello hello = Hello.to("shop.example.com").padTo(60 << 10);
                assertEchoes(balancer, hello.bytes());
                assertEchoes(balancer, hello.inRecordsOf(1));
            }
        }

        @Test
        void ofAHelloMayBeWhatTheListenerSaysAndNotAByteMore() throws IOException {
            try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                    TestBalancer balancer = TestBalancer.with()
                            .backend("web-1", backend.port())
                            .listener("\"max_client_hello_bytes\": 4096")
                            .start();
                    Socket client = balancer.connect()) {
                assertEchoes(balancer, Hello.to("shop.example.com").padTo(4096).bytes());

                client.getOutputStream()
                        .write(Hello.to("shop.example.com").padTo(4097).bytes());
                assertThat(client.getInputStream().readAllBytes()).isEqualTo(TOO_LARGE);
                client.close();
                balancer.awaitOutcome(Outcome.HELLO_MALFORMED, 1);
            }
        }
    }

    @Nested
    class Memory {

        @Test
        void thatHasRunOutRefusesLargeHellosAndComesBack() throws IOException {
            byte[] large = Hello.to("shop.example.com").padTo(20_000).bytes();
            try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start()) {
                MemoryBudget budget = balancer.engine().helloMemory();
                int total = takeAll(budget);
                try (Socket client = balancer.connect()) {
                    client.getOutputStream().write(large);
                    assertThat(client.getInputStream().readAllBytes()).isEqualTo(NOT_ENOUGH_MEMORY);
                }
                balancer.awaitOutcome(Outcome.OUT_OF_RESOURCES, 1);
                assertEchoes(balancer, HELLO);

                budget.release(total);
                assertEchoes(balancer, large);
                balancer.awaitOutcome(Outcome.COMPLETED, 2);
                assertThat(takeAll(budget)).as("all of it is free again").isEqualTo(total);
            }
        }

        private static int takeAll(MemoryBudget budget) {
            int taken = 0;
            for (int piece = 1 << 30; piece > 0; piece /= 2) {
                taken += budget.take(piece) ? piece : 0;
            }
            return taken;
        }
    }

    private static void assertEchoes(TestBalancer balancer, byte[] bytes) throws IOException {
        try (Socket client = balancer.connect()) {
            Ends.meanwhile(() -> {
                        client.getOutputStream().write(bytes);
                        client.shutdownOutput();
                    })
                    .join();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(bytes);
        }
    }
}

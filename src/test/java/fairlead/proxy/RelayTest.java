package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Counters;
import fairlead.stats.Outcome;
import fairlead.stats.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client and a backend that behave get of each other through the balancer. */
final class RelayTest {
    private static final int LARGE = 8 << 20;

    @Nested
    class HalfClose {

        @Test
        void aClientThatHasFinishedStillGetsTheWholeReply() throws IOException {
            try (Ends ends = Ends.open()) {
                ends.client().shutdownOutput();
                assertThat(ends.backend().getInputStream().read()).isEqualTo(-1);

                CompletableFuture<Void> reply = sendAndFinish(ends.backend());
                assertReceivesAll(ends.client());
                reply.join();
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        @Test
        void aBackendThatHasFinishedStillGetsAllThatTheClientSendsLater() throws IOException {
            try (Ends ends = Ends.open()) {
                CompletableFuture<Void> reply = sendAndFinish(ends.backend());
                assertReceivesAll(ends.client());
                reply.join();

                CompletableFuture<Void> upload = sendAndFinish(ends.client());
                assertReceivesAll(ends.backend());
                upload.join();
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        @Test
        void isNotTheEndOfTheConnection() throws IOException {
            try (Ends ends = Ends.open()) {
                ends.backend().shutdownOutput();
                assertThat(ends.client().getInputStream().read()).isEqualTo(-1);

                assertThat(ends.balancer().engine().openConnections()).isEqualTo(1);
            }
        }

        private static CompletableFuture<Void> sendAndFinish(Socket from) {
            return Ends.meanwhile(() -> {
                from.getOutputStream().write(FakeBackend.payload(LARGE));
                from.shutdownOutput();
            });
        }

        private static void assertReceivesAll(Socket to) throws IOException {
            assertThat(Arrays.equals(to.getInputStream().readAllBytes(), FakeBackend.payload(LARGE)))
                    .isTrue();
        }
    }

    @Nested
    class Bulk {
        private static final int CHUNK = 1 << 20;

        @Test
        void of64MebibytesGoesBothWaysAtOnceUnaltered() throws Exception {
            int chunks = 64;
            try (Ends ends = Ends.open()) {
                CompletableFuture<Void> echo = Ends.meanwhile(() -> {
                    ends.backend().getInputStream().transferTo(ends.backend().getOutputStream());
                    ends.backend().shutdownOutput();
                });
                DigestOutputStream sent = new DigestOutputStream(ends.client().getOutputStream(), sha256());
                CompletableFuture<Void> upload = Ends.meanwhile(() -> {
                    send(sent, chunks);
                    ends.client().shutdownOutput();
                });

                DigestInputStream received = new DigestInputStream(ends.client().getInputStream(), sha256());
                assertThat(received.transferTo(OutputStream.nullOutputStream())).isEqualTo((long) chunks * CHUNK);
                upload.join();
                echo.join();
                assertThat(received.getMessageDigest().digest())
                        .isEqualTo(sent.getMessageDigest().digest());
            }
        }

        /** The kernel's buffers hold a fraction of it, so the way to the client is stuck while the other has to run. */
        @Test
        void thatNobodyReadsYetDoesNotHoldUpTheOtherDirection() throws Exception {
            int chunks = 32;
            try (Ends ends = Ends.open()) {
                DigestOutputStream down = new DigestOutputStream(ends.backend().getOutputStream(), sha256());
                CompletableFuture<Void> download = Ends.meanwhile(() -> send(down, chunks));
                DigestInputStream taken = new DigestInputStream(ends.backend().getInputStream(), sha256());
                CompletableFuture<Void> upload = Ends.meanwhile(() -> skip(taken, chunks));
                DigestOutputStream up = new DigestOutputStream(ends.client().getOutputStream(), sha256());
                send(up, chunks);
                upload.join();
                assertThat(download).isNotDone();

                DigestInputStream got = new DigestInputStream(ends.client().getInputStream(), sha256());
                skip(got, chunks);
                download.join();
                assertThat(taken.getMessageDigest().digest())
                        .isEqualTo(up.getMessageDigest().digest());
                assertThat(got.getMessageDigest().digest())
                        .isEqualTo(down.getMessageDigest().digest());
            }
        }

        private static void send(OutputStream to, int chunks) throws IOException {
            Random random = new Random(chunks);
            byte[] chunk = new byte[CHUNK];
            for (int i = 0; i < chunks; i++) {
                random.nextBytes(chunk);
                to.write(chunk);
            }
        }

        private static void skip(InputStream from, int chunks) throws IOException {
            for (int i = 0; i < chunks; i++) {
                assertThat(from.readNBytes(CHUNK)).hasSize(CHUNK);
            }
        }

        private static MessageDigest sha256() throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SHA-256");
        }
    }

    @Nested
    class Burst {

        /** Around the small buffer, the large one, what is left in it behind the small one, and several of each. */
        @ParameterizedTest
        @ValueSource(
                ints = {
                    1, 511, 512, 513, 1023, 1024, 1025, 65_023, 65_024, 65_025, 65_535, 65_536, 65_537, 66_047, 66_048,
                    66_049, 130_048, 131_072, 131_584
                })
        void arrivesWholeBothWays(int size) throws IOException {
            try (Ends ends = Ends.open()) {
                for (int i = 0; i < 3; i++) {
                    assertArrives(ends.client(), ends.backend(), size);
                    assertArrives(ends.backend(), ends.client(), size);
                }
            }
        }

        private static void assertArrives(Socket from, Socket to, int size) throws IOException {
            CompletableFuture<Void> sent =
                    Ends.meanwhile(() -> from.getOutputStream().write(FakeBackend.payload(size)));
            assertThat(to.getInputStream().readNBytes(size)).isEqualTo(FakeBackend.payload(size));
            sent.join();
        }
    }

    @Nested
    class Count {

        @Test
        void ofBytesIsExactEachWay() throws IOException {
            int in = 100_003;
            int out = 300_007;
            try (Ends ends = Ends.open()) {
                ends.client().getOutputStream().write(FakeBackend.payload(in));
                ends.client().shutdownOutput();
                assertThat(ends.backend().getInputStream().readAllBytes()).hasSize(in);
                ends.backend().getOutputStream().write(FakeBackend.payload(out));
                ends.backend().shutdownOutput();
                assertThat(ends.client().getInputStream().readAllBytes()).hasSize(out);
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);

                Tally tally = ends.balancer().engine().counters().tallies().entrySet().stream()
                        .filter(entry -> entry.getKey().backend().equals("web-1"))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
                assertThat(tally.bytesIn()).isEqualTo(Ends.HELLO.length + in);
                assertThat(tally.bytesOut()).isEqualTo(out);
            }
        }

        @Test
        void ofConnectionsGoesBackToNone() throws IOException {
            try (Ends ends = Ends.open()) {
                Counters counters = ends.balancer().engine().counters();
                assertThat(counters.tallies()).isEmpty();
                ends.client().shutdownOutput();
                ends.backend().shutdownOutput();
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);

                assertThat(ends.balancer().engine().openConnections()).isZero();
                assertThat(ends.balancer().engine().admission().open()).isZero();
            }
        }
    }
}

package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What one end gets to know of how the other one broke off. */
final class RelayResetTest {
    private static final int LARGE = 2 << 20;

    @Nested
    class Reset {

        @Test
        void ofTheBackendReachesTheClientAsAReset() throws IOException {
            try (Ends ends = Ends.open()) {
                Ends.reset(ends.backend());

                assertReset(() -> ends.client().getInputStream().read());
                ends.balancer().awaitOutcome(Outcome.BACKEND_RESET, 1);
            }
        }

        @Test
        void ofTheClientReachesTheBackendAsAReset() throws IOException {
            try (Ends ends = Ends.open()) {
                Ends.reset(ends.client());

                assertReset(() -> ends.backend().getInputStream().read());
                ends.balancer().awaitOutcome(Outcome.CLIENT_RESET, 1);
            }
        }

        @Test
        void ofTheBackendReachesAClientThatHasFinished() throws IOException {
            try (Ends ends = Ends.open()) {
                ends.client().shutdownOutput();
                assertThat(ends.backend().getInputStream().read()).isEqualTo(-1);
                Ends.reset(ends.backend());

                assertReset(() -> ends.client().getInputStream().read());
                ends.balancer().awaitOutcome(Outcome.BACKEND_RESET, 1);
            }
        }

        /** The way to the client is stuck, so that only a write to the backend meets the reset. */
        @Test
        void ofTheBackendReachesAClientThatDoesNotRead() throws IOException {
            try (Ends ends = Ends.open()) {
                fillUp(ends.backend());
                Ends.reset(ends.backend());

                assertThat(sendUntilItFails(ends.client())).contains("reset");
                ends.balancer().awaitOutcome(Outcome.BACKEND_RESET, 1);
            }
        }

        /** The kernel tells a reset once, here to a read and there to a write. The other one must not take it for an end. */
        @RepeatedTest(50)
        void whileBytesFlowBothWaysIsNeverTakenForAnEnd() throws IOException {
            try (Ends ends = Ends.open()) {
                List<String> failures = new CopyOnWriteArrayList<>();
                CompletableFuture<Void> upload = Ends.meanwhile(() -> failures.add(sendUntilItFails(ends.client())));
                CompletableFuture<Void> download = Ends.meanwhile(
                        () -> assertThat(sendUntilItFails(ends.backend())).isNotEmpty());
                CompletableFuture<Void> reader = Ends.meanwhile(() -> failures.add(readUntilItFails(ends.client())));
                assertThat(ends.backend().getInputStream().readNBytes(100_000)).hasSize(100_000);
                Ends.reset(ends.backend());

                CompletableFuture.allOf(upload, download, reader).join();
                assertThat(failures).anyMatch(message -> message.contains("reset"));
                ends.balancer().awaitOutcome(Outcome.BACKEND_RESET, 1);
            }
        }
    }

    @Nested
    class CleanEnd {

        @Test
        void ofTheClientReachesTheBackendAsAFin() throws IOException {
            try (Ends ends = Ends.open()) {
                ends.client().close();
                assertThat(ends.backend().getInputStream().read()).isEqualTo(-1);
                ends.backend().close();
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        @Test
        void ofTheBackendReachesTheClientAsAFin() throws IOException {
            try (Ends ends = Ends.open()) {
                ends.backend().close();
                assertThat(ends.client().getInputStream().read()).isEqualTo(-1);
                ends.client().close();
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        /** Its close with unread bytes is a RST to the balancer, which must not take from the backend what was sent before. */
        @Test
        void isNotUndoneByTheResetOfAClientThatDoesNotReadTheReply() throws IOException {
            byte[] request = FakeBackend.payload(30_000); // the kernels have room for it
            try (Ends ends = Ends.open()) {
                ends.client().getOutputStream().write(request);
                ends.client().shutdownOutput();
                ends.backend().getOutputStream().write(new byte[30_000]);
                Awaitility.await()
                        .until(() -> ends.backend().getInputStream().available() == request.length
                                && ends.client().getInputStream().available() > 0);
                ends.client().close();
                ends.backend().getOutputStream().write(new byte[LARGE]); // so that the balancer notices

                assertThat(ends.backend().getInputStream().readAllBytes()).isEqualTo(request);
                ends.backend().close();
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        /** What the client sends meets a closed socket, whose RST must not take from it what it has yet to read. */
        @Test
        void isNotUndoneByTheResetOfABackendThatHasClosed() throws IOException {
            byte[] reply = FakeBackend.payload(30_000); // the balancer's kernel has room for it
            try (Ends ends = Ends.open()) {
                ends.backend().getOutputStream().write(reply);
                ends.backend().close();
                assertThat(ends.client().getInputStream().read()).isEqualTo(reply[0] & 0xff);
                for (int i = 0; i < 100; i++) {
                    ends.client().getOutputStream().write(1);
                }

                assertThat(ends.client().getInputStream().readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(reply, 1, reply.length));
                ends.client().close();
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        /** Its own end, behind bytes that nobody takes any more, is no reason to cut the reply short. */
        @RepeatedTest(20)
        void ofTheClientAfterTheBackendHasClosedLeavesTheReplyWhole() throws IOException {
            byte[] reply = FakeBackend.payload(30_000);
            try (Ends ends = Ends.open()) {
                ends.backend().getOutputStream().write(reply);
                ends.backend().close();
                for (int i = 0; i < 20; i++) {
                    ends.client().getOutputStream().write(1);
                }
                ends.client().shutdownOutput();

                assertThat(ends.client().getInputStream().readAllBytes()).isEqualTo(reply);
                ends.balancer().awaitOutcome(Outcome.COMPLETED, 1);
            }
        }

        @Test
        void ofABackendThatHasClosedLeavesTheClientUntilTheHalfCloseTimeout() throws IOException {
            try (Ends ends = Ends.open("\"half_close_timeout_seconds\": 0.3")) {
                ends.backend().close();
                assertThat(ends.client().getInputStream().read()).isEqualTo(-1);
                ends.client().getOutputStream().write(1);

                ends.balancer().awaitOutcome(Outcome.HALF_CLOSE_TIMEOUT, 1);
            }
        }
    }

    private static String sendUntilItFails(Socket from) {
        byte[] chunk = new byte[10_000];
        try {
            for (int i = 0; i < 100_000; i++) {
                from.getOutputStream().write(chunk);
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("could send a gigabyte to nobody");
    }

    private static String readUntilItFails(Socket to) {
        try {
            to.getInputStream().transferTo(OutputStream.nullOutputStream());
            return "clean end";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Sends until nobody takes any more. */
    private static void fillUp(Socket from) {
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<Void> filling = Ends.meanwhile(() -> {
            for (int i = 0; i < 100_000; i++) {
                from.getOutputStream().write(new byte[10_000]);
                sent.incrementAndGet();
            }
        });
        AtomicInteger before = new AtomicInteger();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
        assertThat(filling).isNotDone();
    }

    private static void assertReset(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }
}

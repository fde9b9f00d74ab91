package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The time limits of a relay, and what they leave alone. */
final class TimeoutTest {
    private static final String IDLE = "\"idle_timeout_seconds\": 0.5";

    @Nested
    class Idle {
        private static final String LONGER = "\"idle_timeout_seconds\": 1"; // a slow machine may pause a sender

        @Test
        void cutsAConnectionOnWhichNothingMoves() throws IOException {
            try (Ends ends = Ends.open(IDLE)) {
                assertThat(ends.client().getInputStream().read()).isEqualTo(-1);
                assertThat(ends.backend().getInputStream().read()).isEqualTo(-1);
                ends.balancer().awaitOutcome(Outcome.IDLE_TIMEOUT, 1);
            }
        }

        @Test
        void leavesAConnectionAloneOnWhichTheClientSends() throws IOException {
            try (Ends ends = Ends.open(LONGER)) {
                assertOutlivesAnIdleOne(ends, ends.client());
            }
        }

        @Test
        void leavesAConnectionAloneOnWhichTheBackendSends() throws IOException {
            try (Ends ends = Ends.open(LONGER)) {
                assertOutlivesAnIdleOne(ends, ends.backend());
            }
        }

        /** The idle one came later, so when that has been cut the busy one has had its time as well. */
        private static void assertOutlivesAnIdleOne(Ends busy, Socket sender) throws IOException {
            try (Ends idle = busy.another()) {
                Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
                    sender.getOutputStream().write(1);
                    return busy.balancer().engine().openConnections() < 2;
                });
                assertThat(idle.client().getInputStream().read()).isEqualTo(-1);
                assertThat(busy.balancer().engine().openConnections()).isEqualTo(1);
                busy.balancer().awaitOutcome(Outcome.IDLE_TIMEOUT, 1);
            }
        }
    }

    @Nested
    class HalfClosed {
        private static final String LIMIT = "\"half_close_timeout_seconds\": 0.3";

        @Test
        void cutsABackendThatNeverAnswersAClientThatHasFinished() throws IOException {
            try (Ends ends = Ends.open(LIMIT)) {
                ends.client().shutdownOutput();
                assertThat(ends.client().getInputStream().read()).isEqualTo(-1);
                ends.balancer().awaitOutcome(Outcome.HALF_CLOSE_TIMEOUT, 1);
            }
        }

        @Test
        void cutsAClientThatNeverFinishesAfterItsBackend() throws IOException {
            try (Ends ends = Ends.open(LIMIT)) {
                ends.backend().shutdownOutput();
                assertThat(ends.backend().getInputStream().read()).isEqualTo(-1);
                ends.balancer().awaitOutcome(Outcome.HALF_CLOSE_TIMEOUT, 1);
            }
        }
    }

    @Nested
    class StuckWriter {

        /** What it sends keeps the connection from being idle. */
        @Test
        void isCutWhenItsReaderSendsAllTheTime() throws IOException {
            try (Ends ends = Ends.open(IDLE)) {
                CompletableFuture<Void> download = Ends.meanwhile(() -> sendForever(ends.backend()));
                CompletableFuture<Void> drain = Ends.meanwhile(
                        () -> ends.backend().getInputStream().transferTo(OutputStream.nullOutputStream()));
                CompletableFuture<Void> upload = Ends.meanwhile(() -> sendForever(ends.client()));

                ends.balancer().awaitOutcome(Outcome.WRITE_TIMEOUT, 1);
                assertThat(CompletableFuture.allOf(
                                download.exceptionally(e -> null),
                                drain.exceptionally(e -> null),
                                upload.exceptionally(e -> null)))
                        .succeedsWithin(Duration.ofSeconds(20));
            }
        }

        private static void sendForever(Socket from) throws IOException {
            byte[] chunk = new byte[10_000];
            for (int i = 0; i < 10_000_000; i++) {
                from.getOutputStream().write(chunk);
            }
        }
    }
}

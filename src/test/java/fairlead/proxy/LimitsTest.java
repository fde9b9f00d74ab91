package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small things that keep count and time. */
final class LimitsTest {

    @Nested
    class OfADeadline {
        private static final long END = Long.MAX_VALUE; // nanoTime may overflow at any time

        @Test
        void closesTheChannelWhenTheEndHasCome() throws IOException {
            try (SocketChannel channel = SocketChannel.open()) {
                Deadline deadline = new Deadline();
                deadline.start(channel, END, Outcome.HELLO_TIMEOUT);
                deadline.sweep(END - 1);
                assertThat(channel.isOpen()).isTrue();
                assertThat(deadline.passed()).isEmpty();

                deadline.sweep(END + 1);
                assertThat(channel.isOpen()).isFalse();
                assertThat(deadline.passed()).contains(Outcome.HELLO_TIMEOUT);
                assertThatThrownBy(deadline::stop).isInstanceOf(SocketTimeoutException.class);
            }
        }

        @Test
        void leavesAStepAloneThatIsOver() throws IOException {
            try (SocketChannel channel = SocketChannel.open()) {
                Deadline deadline = new Deadline();
                deadline.start(channel, END, Outcome.HELLO_TIMEOUT);
                deadline.stop();
                deadline.sweep(END + 1);

                assertThat(channel.isOpen()).isTrue();
                assertThat(deadline.passed()).isEmpty();
            }
        }

        @Test
        void forgetsAStepThatWasCutWhenTheNextBegins() throws IOException {
            try (SocketChannel first = SocketChannel.open();
                    SocketChannel second = SocketChannel.open()) {
                Deadline deadline = new Deadline();
                deadline.start(first, END, Outcome.BACKEND_UNREACHABLE);
                deadline.sweep(END);
                deadline.start(second, END + 10, Outcome.BACKEND_UNREACHABLE);
                deadline.sweep(END + 9);
                deadline.stop();

                assertThat(second.isOpen()).isTrue();
                assertThat(deadline.passed()).isEmpty();
            }
        }
    }

    @Nested
    class OfTheSweeper {

        @ParameterizedTest
        @CsvSource({"3600000, 1000", "4000, 1000", "3999, 999", "400, 100", "80, 20", "79, 20", "1, 20", "0, 20"})
        void isAQuarterOfTheShortestLimitWithinReason(long limit, long interval) {
            assertThat(Sweeper.interval(Duration.ofMillis(limit)).toMillis()).isEqualTo(interval);
        }
    }

    @Nested
    class OfABackoff {

        @Test
        void doublesFrom10MillisecondsTo1SecondAndBeginsAnewAfterASuccess() {
            Backoff backoff = new Backoff();
            assertThat(backoff.isFirst()).isTrue();
            assertThat(IntStream.range(0, 10).mapToObj(i -> backoff.failed().toMillis()))
                    .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L, 1000L);
            assertThat(backoff.isFirst()).isFalse();

            backoff.succeeded();
            assertThat(backoff.isFirst()).isTrue();
            assertThat(backoff.failed()).isEqualTo(Duration.ofMillis(10));
        }
    }

    @Nested
    class OfAdmission {
        private final Admission admission = new Admission();

        @Test
        void refusesOneMoreThanTheMostUntilOneLeaves() {
            Admission.Ticket first = admission.ticket();
            Admission.Ticket second = admission.ticket();
            assertThat(first.enter(1)).isTrue();
            assertThat(second.enter(1)).isFalse();
            second.close();
            assertThat(admission.open()).isEqualTo(1);

            first.close();
            assertThat(admission.open()).isZero();
            assertThat(admission.ticket().enter(1)).isTrue();
        }

        @Test
        void countsAnIpv4ClientByItsAddress() throws IOException {
            assertThat(enter("192.0.2.1")).isTrue();
            assertThat(enter("192.0.2.2")).isTrue();
            assertThat(enter("192.0.2.1")).isFalse();
        }

        @Test
        void countsAnIpv6ClientByIts64BitNetwork() throws IOException {
            assertThat(enter("2001:db8:0:1::1")).isTrue();
            assertThat(enter("2001:db8:0:2::1")).isTrue();
            assertThat(enter("2001:db8:0:1:ffff::2")).isFalse();
        }

        @Test
        void letsAClientInAgainWhenItsConnectionsAreClosed() throws IOException {
            InetAddress client = InetAddress.getByName("192.0.2.1");
            Admission.Ticket first = admission.ticket();
            Admission.Ticket refused = admission.ticket();
            assertThat(first.enter(client, 1)).isTrue();
            assertThat(refused.enter(client, 1)).isFalse();
            refused.close();
            first.close();
            assertThat(enter("192.0.2.1")).isTrue();
        }

        @Test
        void hasNoCapForAClientAtZero() throws IOException {
            for (int i = 0; i < 100; i++) {
                assertThat(admission.ticket().enter(InetAddress.getByName("192.0.2.1"), 0))
                        .isTrue();
            }
        }

        private boolean enter(String client) throws IOException {
            return admission.ticket().enter(InetAddress.getByName(client), 1);
        }
    }

    @Nested
    class OfMemory {

        @Test
        void areAllOrNothing() {
            MemoryBudget budget = new MemoryBudget(10);
            assertThat(budget.take(6)).isTrue();
            assertThat(budget.take(5)).isFalse();
            assertThat(budget.take(4)).isTrue();
            budget.release(6);
            assertThat(budget.take(6)).isTrue();
            assertThat(budget.take(1)).isFalse();
        }
    }
}

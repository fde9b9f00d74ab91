package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much a backend gets to do after it was away. */
final class SlowStartSharesTest {
    private final AtomicInteger status = new AtomicInteger(200);
    private final FakeBackend away =
            FakeBackend.start(new Behaviour.HttpChecks(status::get, new Behaviour.Named("away")));
    private final FakeBackend here =
            FakeBackend.start(new Behaviour.HttpChecks(() -> 200, new Behaviour.Named("here")));

    @AfterEach
    void stop() {
        away.close();
        here.close();
    }

    private TestBalancer start(String... members) {
        TestBalancer balancer = TestBalancer.with()
                .backend("away", away.port())
                .backend("here", here.port())
                .lb(members)
                .checks("http", "0.05", "\"unhealthy_threshold\": 1", "\"healthy_threshold\": 1")
                .start();
        balancer.awaitStatus("away", "up");
        balancer.awaitStatus("here", "up");
        return balancer;
    }

    private void goesAndComesBack(TestBalancer balancer) {
        status.set(503);
        balancer.awaitStatus("away", "down: HTTP 503");
        status.set(200);
        balancer.awaitStatus("away", "up");
    }

    private static int shareOf(List<String> served) {
        return Collections.frequency(served, "away");
    }

    /** Of a weight w beside one of 1 it is w / (1 + w), and w grows evenly. */
    @Test
    void growsEvenlyFromNothingToTheWhole() throws IOException {
        double length = Duration.ofSeconds(3).toNanos();
        try (TestBalancer balancer = start("\"slow_start_seconds\": 3")) {
            goesAndComesBack(balancer);
            long back = System.nanoTime(); // a few milliseconds late
            double due = 0;
            int served = 0;
            int atHalf = 0;
            int dueAtHalf = 0;
            for (double part = 0; part < 1; part = (System.nanoTime() - back) / length) {
                due += part / (1 + part);
                served += balancer.servedBy().orElseThrow().equals("away") ? 1 : 0;
                if (part < 0.5) {
                    atHalf = served;
                    dueAtHalf = (int) due;
                }
            }
            assertThat(atHalf).isCloseTo(dueAtHalf, Offset.offset(3 + dueAtHalf / 5));
            assertThat((double) served).isCloseTo(due, Offset.offset(3 + due / 10));
            assertThat(shareOf(balancer.servedBy(20))).isBetween(9, 11);
        }
    }

    @Test
    void isWholeAtProcessStart() throws IOException {
        try (TestBalancer balancer = start("\"slow_start_seconds\": 600")) {
            assertThat(shareOf(balancer.servedBy(20))).isEqualTo(10);
        }
    }

    @Test
    void isNextToNothingWhereItTakesLong() throws IOException {
        try (TestBalancer balancer = start("\"slow_start_seconds\": 86400")) {
            goesAndComesBack(balancer);
            assertThat(shareOf(balancer.servedBy(50))).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void isWholeAtOnceWhereTheConfigSaysNothing() throws IOException {
        try (TestBalancer balancer = start()) {
            goesAndComesBack(balancer);
            assertThat(shareOf(balancer.servedBy(20))).isBetween(9, 11);
        }
    }

    @Test
    void isAllWhereThereIsNoOther() throws IOException {
        try (TestBalancer balancer = start("\"slow_start_seconds\": 86400")) {
            goesAndComesBack(balancer);
            here.die();
            balancer.awaitStatus("here", "down: connect refused");
            assertThat(shareOf(balancer.servedBy(20))).isEqualTo(20);
        }
    }
}

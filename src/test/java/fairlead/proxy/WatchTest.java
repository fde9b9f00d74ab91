package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a relay counts as idle, half closed for too long or stuck, with a clock of the test's own. */
final class WatchTest {
    private static final int WAITING = 512;

    private static final long IDLE = Duration.ofSeconds(100).toNanos();
    private static final long HALF_CLOSE = Duration.ofSeconds(10).toNanos();
    private static final long BEGIN = Long.MAX_VALUE - IDLE; // nanoTime may overflow at any time

    private SocketChannel near;
    private SocketChannel far;
    private Direction in;
    private Direction out;
    private Watch watch;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            near = SocketChannel.open(server.getLocalAddress());
            far = server.accept();
        }
        in = new Direction(far, near, WAITING, new BufferPool(0), new Turns(() -> true));
        out = new Direction(near, far, WAITING, new BufferPool(0), new Turns(() -> true));
        watch = new Watch(in, out, Duration.ofNanos(IDLE), Duration.ofNanos(HALF_CLOSE), BEGIN);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
    }

    @Test
    void nothingHappensBeforeTheIdleTimeout() {
        assertThat(watch.look(false, BEGIN + IDLE - 1)).isEmpty();
    }

    @Test
    void noByteForTheIdleTimeoutIsIdle() {
        assertThat(watch.look(false, BEGIN + IDLE)).contains(Outcome.IDLE_TIMEOUT);
    }

    @Test
    void oneActiveDirectionIsEnough() throws IOException {
        out.write(ByteBuffer.allocate(1));
        assertThat(watch.look(false, BEGIN + IDLE)).isEmpty();
        in.write(ByteBuffer.allocate(1));
        assertThat(watch.look(false, BEGIN + 2 * IDLE)).isEmpty();
        assertThat(watch.look(false, BEGIN + 3 * IDLE)).contains(Outcome.IDLE_TIMEOUT);
    }

    @Test
    void aSideThatHasFinishedLeavesTheOtherTheHalfCloseTimeout() {
        assertThat(watch.look(false, BEGIN + IDLE / 2)).isEmpty();
        assertThat(watch.look(true, BEGIN + IDLE / 2 + 1)).as("the FIN counts").isEmpty();
        assertThat(watch.look(true, BEGIN + IDLE / 2 + HALF_CLOSE)).isEmpty();
        assertThat(watch.look(true, BEGIN + IDLE / 2 + 1 + HALF_CLOSE)).contains(Outcome.HALF_CLOSE_TIMEOUT);
    }

    @Test
    void everyByteAfterAFinGivesTheHalfCloseTimeoutAnew() throws IOException {
        assertThat(watch.look(true, BEGIN)).isEmpty();
        out.write(ByteBuffer.allocate(1));
        assertThat(watch.look(true, BEGIN + HALF_CLOSE)).isEmpty();
        assertThat(watch.look(true, BEGIN + 2 * HALF_CLOSE)).contains(Outcome.HALF_CLOSE_TIMEOUT);
    }

    @Test
    void aWriteThatIsStuckForTheIdleTimeoutEndsABusyConnection() throws IOException {
        stickIn();
        for (int i = 1; i < 10; i++) {
            out.write(ByteBuffer.allocate(1));
            assertThat(watch.look(false, BEGIN + i * IDLE / 10)).isEmpty();
        }
        out.write(ByteBuffer.allocate(1));
        assertThat(watch.look(false, BEGIN + 11 * IDLE / 10)).contains(Outcome.WRITE_TIMEOUT);
    }

    @Test
    void aWriteAfterALongSilenceIsNotStuckAtOnce() throws IOException {
        out.write(ByteBuffer.allocate(1));
        assertThat(watch.look(false, BEGIN + IDLE)).isEmpty();
        stickIn();
        out.write(ByteBuffer.allocate(1));
        assertThat(watch.look(false, BEGIN + IDLE + 1)).isEmpty();
    }

    /** Begins a write that moves no byte. */
    private void stickIn() throws IOException {
        near.configureBlocking(false);
        ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
        AtomicInteger refusals = new AtomicInteger();
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> {
            refusals.set(near.write(chunk.clear()) == 0 ? refusals.get() + 1 : 0);
            for (int i = 0; i < 1000 && near.write(chunk.clear()) > 0; i++) {
                refusals.set(0);
            }
            return refusals.get() == 5;
        });
        near.configureBlocking(true);
        CompletableFuture<Void> stuck = Ends.meanwhile(() -> in.write(ByteBuffer.allocate(1 << 20)));
        Awaitility.await().until(in::writing);
        assertThat(stuck).isNotDone();
    }
}

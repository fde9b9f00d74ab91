package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That large buffers are few, and that nobody depends on getting one. */
final class BufferPoolTest {
    private static final byte[] DATA = FakeBackend.payload(4 << 20);

    /** Two connected sockets. */
    private record Pair(SocketChannel near, SocketChannel far) implements AutoCloseable {

        static Pair connect() throws IOException {
            try (ServerSocketChannel server = ServerSocketChannel.open()) {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                return new Pair(SocketChannel.open(server.getLocalAddress()), server.accept());
            }
        }

        @Override
        public void close() throws IOException {
            near.close();
            far.close();
        }
    }

    @Test
    void lendsAnEmptyBufferAgainAndNoMoreThanThereAre() {
        BufferPool pool = new BufferPool(1);
        ByteBuffer buffer = Objects.requireNonNull(pool.take());
        assertThat(pool.take()).isNull();

        pool.give(buffer.position(7));
        assertThat(pool.take()).isSameAs(buffer).matches(it -> it.remaining() == BufferPool.SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aRelayMovesEverythingBothWaysWithSoManyAndGivesThemBack(int buffers) throws IOException {
        BufferPool pool = new BufferPool(buffers);
        try (Pair client = Pair.connect();
                Pair backend = Pair.connect()) {
            Relay relay = new Relay(
                    client.far(),
                    backend.far(),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    pool,
                    new Turns(() -> true));
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            CompletableFuture<Void> run = Ends.meanwhile(() -> {
                outcome.complete(relay.run());
                client.far().close();
                backend.far().close();
            });
            CompletableFuture<Void> upload = Ends.meanwhile(() -> send(client.near()));
            CompletableFuture<Void> download = Ends.meanwhile(() -> send(backend.near()));
            CompletableFuture<Void> uploaded = Ends.meanwhile(() -> assertReceives(backend.near()));
            assertReceives(client.near());

            CompletableFuture.allOf(run, upload, download, uploaded).join();
            assertThat(outcome).isCompletedWithValue(Outcome.COMPLETED);
            assertThat(relay.bytesIn()).isEqualTo(DATA.length);
            assertThat(relay.bytesOut()).isEqualTo(DATA.length);
        }
        for (int i = 0; i < buffers; i++) {
            assertThat(pool.take()).isNotNull();
        }
        assertThat(pool.take()).isNull();
    }

    private static void send(SocketChannel to) throws IOException {
        Sockets.write(to, ByteBuffer.wrap(DATA));
        to.shutdownOutput();
    }

    private static void assertReceives(SocketChannel from) throws IOException {
        InputStream in = Channels.newInputStream(from);
        assertThat(Arrays.equals(in.readAllBytes(), DATA)).isTrue();
    }
}

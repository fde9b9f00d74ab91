package fairlead.it;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Very many connections, one after the other. */
final class ShortIT {
    private static final int WARM_UP = 2_000;
    private static final int CONNECTIONS = 100_000;
    private static final int AT_A_TIME = 8;
    private static final byte[] SENT = sent();

    @Test
    void aHundredThousandConnectionsLeaveNothingBehind() throws Exception {
        try (EchoBackend backend = EchoBackend.finishingAfter(SENT.length)) {
            TestBalancer.Setup setup =
                    TestBalancer.with().backend("web-1", backend.port()).top("\"max_connections\": 6000");
            try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
                drive(setup.port(), WARM_UP);
                Histogram before = settled(fairlead);
                int descriptorsBefore = fairlead.settledDescriptors().size();

                long start = System.nanoTime();
                drive(setup.port(), CONNECTIONS);
                long seconds = NANOSECONDS.toSeconds(System.nanoTime() - start);
                Histogram after = settled(fairlead);
                int descriptors = fairlead.settledDescriptors().size();
                System.out.printf(
                        "%,d short connections in %d s: live bytes %,d before, %,d after; descriptors %d before, %d after%n",
                        CONNECTIONS, seconds, before.bytes(), after.bytes(), descriptorsBefore, descriptors);
                System.out.println("live objects of the data path: " + perConnection(after));

                assertThat(after.ofFairlead()).isEqualTo(before.ofFairlead());
                assertThat(descriptors).isEqualTo(descriptorsBefore);
                assertThat(after.bytes()).as("live bytes").isLessThan(before.bytes() + (512 << 10));
                assertThat(fairlead.stderr()).doesNotContain("WARNING", "ERROR");
            }
        }
    }

    /** The heap when the last connection's threads have ended, which they do a moment after the client's. */
    private static Histogram settled(FairleadProcess fairlead) throws IOException, InterruptedException {
        fairlead.await("no connection", () -> {
            try {
                assertThat(fairlead.histogram().of("fairlead.proxy.Connection")).isZero();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return fairlead.histogram();
    }

    private static String perConnection(Histogram heap) {
        return Stream.of("Connection", "Preface", "Relay", "Direction", "Watch", "Deadline", "Upstream", "Listener")
                .map(name -> name + "=" + heap.of("fairlead.proxy." + name))
                .collect(Collectors.joining(", "));
    }

    private static void drive(int port, int connections) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                running.add(clients.submit(() -> {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(2 * SENT.length);
                    for (int n = 0; n < connections / AT_A_TIME; n++) {
                        once(address, buffer);
                    }
                    return true;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
    }

    /** Hello and a few bytes out, the same back, and an end. */
    private static void once(InetSocketAddress address, ByteBuffer buffer) throws IOException {
        try (SocketChannel client = SocketChannel.open(address)) {
            buffer.clear().put(SENT).flip();
            while (buffer.hasRemaining()) {
                client.write(buffer);
            }
            buffer.clear();
            while (client.read(buffer) >= 0) {
                // until the end
            }
            assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(SENT));
        }
    }

    private static byte[] sent() {
        byte[] sent = Arrays.copyOf(EchoClient.HELLO, EchoClient.HELLO.length + 4);
        System.arraycopy("ping".getBytes(StandardCharsets.US_ASCII), 0, sent, sent.length - 4, 4);
        return sent;
    }
}

package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.Hello;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    @Nested
    class ARound {

        @Test
        void doesNotBeginWhileEveryProbeHasRun() {
            Turns turns = new Turns(() -> false, Runnable::run);

            turns.look();
            turns.look();

            assertThat(turns.round()).isZero();
        }

        @Test
        void beginsWhenAProbeHasNotRunByTheNextLook() {
            Turns turns = new Turns(() -> false, probe -> {});

            turns.look();
            turns.look();
            turns.look();

            assertThat(turns.round()).isEqualTo(2);
        }

        @Test
        void isOverForAThreadWhenThatHasGivenWayOnce() {
            Turns turns = new Turns(() -> false, probe -> {});
            Turns.Turn turn = turns.turn();
            assertThat(turn.isOverdue()).isFalse();

            turns.look();
            turns.look();
            assertThat(turn.isOverdue()).isTrue();

            turn.giveWay();
            assertThat(turn.isOverdue()).isFalse();
        }

        @Test
        void doesNotBeginWhileThereIsNobody() {
            Turns turns = new Turns(() -> true, probe -> {});

            turns.look();
            turns.look();

            assertThat(turns.round()).isZero();
        }
    }

    /** All in platform threads but the balancer itself: what the scheduler of virtual threads does to it is the question. */
    @Nested
    class WhileOthersHaveMoreToCopyThanTheMachineCan {
        private static final int BUSY = 48;
        private static final byte[] HELLO = Hello.to("shop.example.com").bytes();

        private final AtomicInteger accepted = new AtomicInteger();
        private final AtomicLong flooded = new AtomicLong();

        @Test
        void newConnectionsAreServed() throws IOException {
            List<Socket> sockets = new ArrayList<>();
            try (ServerSocket backend = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
                    TestBalancer balancer = TestBalancer.with()
                            .backend("web-1", backend.getLocalPort())
                            .start()) {
                Thread.ofPlatform().daemon().start(() -> acceptAll(backend));
                for (int i = 0; i < BUSY; i++) {
                    Socket client = balancer.connect();
                    sockets.add(client);
                    client.getOutputStream().write(HELLO);
                    assertThat(client.getInputStream().read()).isEqualTo('x');
                }
                sockets.forEach(client -> Thread.ofPlatform().daemon().start(() -> flood(client)));
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> flooded.get() > 1L << 30);

                for (int i = 0; i < 5; i++) {
                    try (Socket client = balancer.connect()) {
                        client.getOutputStream().write(HELLO);
                        assertThat(client.getInputStream().read()).isEqualTo('x');
                    }
                }
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
            assertThat(accepted.get()).isEqualTo(BUSY + 5);
        }

        private void acceptAll(ServerSocket backend) {
            while (!backend.isClosed()) {
                try {
                    Socket socket = backend.accept();
                    accepted.incrementAndGet();
                    Thread.ofPlatform().daemon().start(() -> greetAndDiscard(socket));
                } catch (IOException e) {
                    return; // closed
                }
            }
        }

        private static void greetAndDiscard(Socket socket) {
            try (socket) {
                socket.getOutputStream().write('x');
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // the test is over
            }
        }

        private void flood(Socket client) {
            byte[] chunk = new byte[64 << 10];
            try {
                for (int i = 0; i < 10_000_000; i++) {
                    client.getOutputStream().write(chunk);
                    flooded.addAndGet(chunk.length);
                }
            } catch (IOException e) {
                // the test is over
            }
        }
    }
}

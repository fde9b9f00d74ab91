package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a client and a backend see of each other through the balancer. */
final class RelayTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();
    private static final int LARGE = 8 << 20;

    @Nested
    class HalfClose {

        @Test
        void aClientThatHasFinishedStillGetsTheWholeReply() throws IOException {
            try (FakeBackend backend = FakeBackend.start(new Behaviour.ReplyAtEnd(LARGE));
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start();
                    Socket client = balancer.connect()) {
                client.getOutputStream().write(HELLO);
                client.shutdownOutput();

                assertThat(Arrays.equals(client.getInputStream().readAllBytes(), FakeBackend.payload(LARGE)))
                        .isTrue();
                balancer.awaitOutcome(Outcome.COMPLETED, 1);
                assertThat(backend.received().get(0).bytes()).isEqualTo(HELLO);
                assertThat(backend.received().get(0).finished()).isTrue();
            }
        }
    }

    @Nested
    class Reset {

        @Test
        void ofTheBackendReachesTheClientAsAReset() throws IOException {
            try (FakeBackend backend = FakeBackend.start(new Behaviour.ResetAfter(HELLO.length));
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start();
                    Socket client = balancer.connect()) {
                client.getOutputStream().write(HELLO);

                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> client.getInputStream().read())
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
                balancer.awaitOutcome(Outcome.BACKEND_RESET, 1);
            }
        }
    }
}

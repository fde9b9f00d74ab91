package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are nobody's business. */
final class TcpRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 1\r\n", "\26\3\1\0\1\0"
            })
    void carriesWhateverAClientSays(String words) throws IOException {
        try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                TestBalancer balancer =
                        TestBalancer.with().tcp().backend("db", backend.port()).start();
                Socket client = balancer.connect()) {
            client.getOutputStream().write(Talk.bytes(words));
            client.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(Talk.bytes(words));
            balancer.awaitOutcome(Outcome.COMPLETED, 1);
        }
    }

    @Test
    void letsTheServerSpeakFirst() throws IOException {
        try (FakeBackend backend = FakeBackend.start(new Behaviour.Named("220 mail.example.com"));
                TestBalancer balancer = TestBalancer.with()
                        .tcp()
                        .backend("mail", backend.port())
                        .start();
                Socket client = balancer.connect()) {
            assertThat(Talk.greet(client, new byte[0])).contains("220 mail.example.com");
        }
    }

    @Test
    void sendsNoAlertToAClientThatMayNotSpeakTls() throws IOException {
        try (TestBalancer balancer =
                        TestBalancer.with().tcp().backend("db", FreePort.pick()).start();
                Socket client = balancer.connect()) {
            assertThat(Talk.endsSilently(client)).isTrue();
            balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 1);
        }
    }

    @Test
    void hasAFirewallAndACap() throws IOException {
        try (FakeBackend backend = FakeBackend.start(new Behaviour.Named("db"));
                TestBalancer balancer = TestBalancer.with()
                        .tcp()
                        .backend("db", backend.port())
                        .lb("\"firewall\": {\"deny\": [\"ip:::1\"]}", "\"max_connections\": 1")
                        .start();
                Socket denied = balancer.connect(Talk.IPV6);
                Socket first = balancer.connect(Talk.IPV4)) {
            assertThat(Talk.endsSilently(denied)).isTrue();
            assertThat(Talk.greet(first, new byte[0])).contains("db");
            try (Socket second = balancer.connect(Talk.IPV4)) {
                assertThat(Talk.endsSilently(second)).isTrue();
            }
            balancer.awaitOutcome(Outcome.FIREWALL_DENIED, 1);
            balancer.awaitOutcome(Outcome.LOAD_BALANCER_FULL, 1);
        }
    }
}

package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FirewallTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();

    private final FakeBackend backend = FakeBackend.start(new Behaviour.Named("web-1"));

    @AfterEach
    void stop() {
        backend.close();
    }

    private TestBalancer balancer(String firewall) {
        return TestBalancer.with()
                .backend("web-1", backend.port())
                .lb("\"firewall\": " + firewall)
                .start();
    }

    private static void assertPermitted(TestBalancer balancer, InetAddress to) throws IOException {
        try (Socket client = balancer.connect(to)) {
            assertThat(Talk.greet(client, HELLO)).contains("web-1");
        }
    }

    private static void assertDenied(TestBalancer balancer, InetAddress to) throws IOException {
        try (Socket client = balancer.connect(to)) {
            client.getOutputStream().write(HELLO);
            assertThat(Talk.endsSilently(client)).isTrue();
            balancer.awaitOutcome(Outcome.FIREWALL_DENIED, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip:127.0.0.1", "cidr:127.0.0.0/8", "ip:::ffff:127.0.0.1", "cidr:0.0.0.0/0"})
    void deniesAnIpv4ClientOfADualStackListenerAndNoOther(String entry) throws IOException {
        try (TestBalancer balancer = balancer("{\"deny\": [\"%s\"]}".formatted(entry))) {
            assertDenied(balancer, Talk.IPV4);
            assertThat(backend.accepted()).isZero();
            assertPermitted(balancer, Talk.IPV6);
        }
    }

    @Test
    void deniesAnIpv6Client() throws IOException {
        try (TestBalancer balancer = balancer("{\"deny\": [\"cidr:::/64\"]}")) {
            assertDenied(balancer, Talk.IPV6);
            assertPermitted(balancer, Talk.IPV4);
        }
    }

    @Test
    void withAnAllowListDeniesEveryoneElse() throws IOException {
        try (TestBalancer balancer = balancer("{\"allow\": [\"cidr:127.0.0.0/8\"]}")) {
            assertPermitted(balancer, Talk.IPV4);
            assertDenied(balancer, Talk.IPV6);
        }
    }

    @Test
    void denyWinsOverAllow() throws IOException {
        String both = "{\"allow\": [\"cidr:127.0.0.0/8\", \"ip:::1\"], \"deny\": [\"ip:127.0.0.1\"]}";
        try (TestBalancer balancer = balancer(both)) {
            assertDenied(balancer, Talk.IPV4);
            assertPermitted(balancer, Talk.IPV6);
        }
    }
}

package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.proxyprotocol.ProxyHeaderEncoder;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many connections may be open, and that a slot is free again after each. */
final class CapsTest {
    private static final byte[] SHOP = Hello.to("shop.example.com").bytes();
    private static final byte[] BLOG = Hello.to("blog.example.com").bytes();

    private final FakeBackend backend = FakeBackend.start(new Behaviour.Named("web-1"));
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        backend.close();
    }

    private TestBalancer.Setup setup() {
        return TestBalancer.with().backend("web-1", backend.port());
    }

    /** A connection that is served and stays open. */
    private Socket open(TestBalancer balancer, InetAddress to, byte[]... sent) throws IOException {
        Socket client = balancer.connect(to);
        clients.add(client);
        assertThat(Talk.greet(client, Talk.join(sent))).contains("web-1");
        return client;
    }

    private static void assertOverrun(TestBalancer balancer, InetAddress to, byte[]... sent) throws IOException {
        try (Socket client = balancer.connect(to)) {
            assertThat(Talk.greet(client, Talk.join(sent))).isEmpty();
        }
    }

    private static void end(TestBalancer balancer, Socket client) throws IOException {
        int before = balancer.engine().openConnections();
        client.close();
        await().until(() -> balancer.engine().openConnections() < before);
    }

    @Test
    void ofAllConnections() throws IOException {
        try (TestBalancer balancer = setup().top("\"max_connections\": 2").start()) {
            Socket first = open(balancer, Talk.IPV4, SHOP);
            open(balancer, Talk.IPV6, SHOP);

            for (int i = 1; i <= 3; i++) {
                try (Socket over = balancer.connect()) { // without a word: it is not read either
                    assertThat(Talk.endsSilently(over)).isTrue();
                }
                balancer.awaitOutcome(Outcome.TOO_MANY_CONNECTIONS, i);
            }
            end(balancer, first);
            open(balancer, Talk.IPV4, SHOP);
            assertThat(balancer.engine().admission().open()).isEqualTo(2);
        }
    }

    @Test
    void ofOneLoadBalancerDoesNotTouchAnother() throws IOException {
        String blog = """
                {"name": "blog", "hosts": ["blog.example.com"],
                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%,
                   "target_protocol": "https", "target_port": 443, "tls_passthrough": true}],
                 "backends": [{"name": "web-1", "address": "127.0.0.1", "port": %d}]}
                """.formatted(backend.port());
        try (TestBalancer balancer =
                setup().lb("\"max_connections\": 1").also(blog).start()) {
            Socket first = open(balancer, Talk.IPV4, SHOP);

            assertOverrun(balancer, Talk.IPV4, SHOP);
            balancer.awaitOutcome(Outcome.LOAD_BALANCER_FULL, 1);
            open(balancer, Talk.IPV4, BLOG);
            end(balancer, first);
            open(balancer, Talk.IPV4, SHOP);
        }
    }

    @Test
    void ofOneClientDoesNotTouchAnother() throws IOException {
        try (TestBalancer balancer =
                setup().listener("\"max_connections_per_client\": 2").start()) {
            Socket first = open(balancer, Talk.IPV4, SHOP);
            open(balancer, Talk.IPV4, SHOP);

            assertOverrun(balancer, Talk.IPV4, SHOP);
            balancer.awaitOutcome(Outcome.TOO_MANY_FROM_CLIENT, 1);
            open(balancer, Talk.IPV6, SHOP);
            end(balancer, first);
            open(balancer, Talk.IPV4, SHOP);
            assertOverrun(balancer, Talk.IPV4, SHOP);
        }
    }

    @Test
    void ofOneClientCountTheSource64OfAProxyHeader() throws IOException {
        TestBalancer.Setup setup = setup().listener(
                        "\"max_connections_per_client\": 1, \"accept_proxy_protocol\": true",
                        "\"trusted_proxies\": [\"127.0.0.1\"]");
        try (TestBalancer balancer = setup.start()) {
            Socket first = open(balancer, Talk.IPV4, from("2001:db8:0:1::1"), SHOP);

            assertOverrun(balancer, Talk.IPV4, from("2001:db8:0:1:ffff::2"), SHOP);
            balancer.awaitOutcome(Outcome.TOO_MANY_FROM_CLIENT, 1);
            open(balancer, Talk.IPV4, from("2001:db8:0:2::1"), SHOP);
            end(balancer, first);
            open(balancer, Talk.IPV4, from("2001:db8:0:1::3"), SHOP);
        }
    }

    @Test
    void areFreeAgainAfterARefusal() throws IOException {
        TestBalancer.Setup setup = setup().listener("\"max_connections_per_client\": 1")
                .top("\"max_connections\": 1")
                .lb("\"max_connections\": 1");
        try (TestBalancer balancer = setup.start()) {
            for (int i = 1; i <= 5; i++) {
                try (Socket unknown = balancer.connect()) {
                    unknown.getOutputStream().write(BLOG);
                    unknown.shutdownOutput();
                    assertThat(unknown.getInputStream().readAllBytes()).hasSize(7);
                }
                balancer.awaitOutcome(Outcome.NO_LOAD_BALANCER, i);
                await().until(() -> balancer.engine().openConnections() == 0);
            }
            open(balancer, Talk.IPV4, SHOP);
        }
    }

    private static byte[] from(String source) {
        return ProxyHeaderEncoder.v1(new InetSocketAddress(source, 1234), new InetSocketAddress("2001:db8::1", 443));
    }
}

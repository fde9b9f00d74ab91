package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.e2e.TlsBackend;
import fairlead.e2e.TlsClient;
import fairlead.health.BackendStatus.Condition;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;

/**
 * A balancer in the middle of its work, with its dashboard: {@code shop} with two backends that serve different certificates
 * and one that is down, {@code blog} without backends, and some connections.
 */
public final class Scene implements AutoCloseable {
    static final TestCertificate FIRST = TestCertificate.of("web-1", "shop.example.com");
    static final TestCertificate SECOND = TestCertificate.of("web-2", "shop.example.com");

    private final TestAdmin admin;
    private final int port;
    private final TlsBackend first;
    private final TlsBackend second;
    private final List<SSLSocket> clients = new ArrayList<>();

    private Scene(TestAdmin admin, int port, TlsBackend first, TlsBackend second) {
        this.admin = admin;
        this.port = port;
        this.first = first;
        this.second = second;
    }

    /** Both backends have been looked at, and the third is known to be down. */
    public static Scene start() throws IOException {
        return start(FIRST, SECOND);
    }

    static Scene start(TestCertificate one, TestCertificate other) throws IOException {
        TlsBackend first = TlsBackend.echo(one);
        TlsBackend second = TlsBackend.echo(other);
        int port = FreePort.pick();
        TestAdmin admin = TestAdmin.start(config(port, first.port(), second.port()));
        Scene scene = new Scene(admin, port, first, second);
        Awaitility.await("checks and certificates")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    assertThat(admin.engine().certificates()).hasSize(2);
                    assertThat(admin.engine().backends())
                            .extracting(backend -> backend.condition())
                            .containsExactly(Condition.UP, Condition.UP, Condition.DOWN);
                    assertThat(admin.engine().findings()).isNotEmpty();
                });
        return scene;
    }

    private static String config(int port, int first, int second) {
        return """
                {"access_log": {"output": "off"},
                 "listeners": [{"port": %1$d, "address": "127.0.0.1"}],
                 "load_balancers": [
                   {"name": "shop", "hosts": ["shop.example.com"],
                    "forwarding_rules": [{"entry_protocol": "https", "entry_port": %1$d, "target_protocol": "https",
                                          "target_port": 443, "tls_passthrough": true}],
                    "algorithm": "round_robin", "backend_drain_timeout_seconds": 90,
                    "health_check": {"protocol": "tls", "check_interval_seconds": 5},
                    "backends": [{"name": "web-1", "address": "127.0.0.1", "port": %2$d},
                                 {"name": "web-2", "address": "127.0.0.1", "port": %3$d, "weight": 2},
                                 {"name": "web-3", "address": "127.0.0.1", "port": %4$d}]},
                   {"name": "blog", "hosts": ["blog.example.com"],
                    "forwarding_rules": [{"entry_protocol": "https", "entry_port": %1$d, "target_protocol": "https",
                                          "target_port": 443, "tls_passthrough": true}],
                    "backends": []}]}
                """.formatted(port, first, second, FreePort.pick());
    }

    public TestAdmin admin() {
        return admin;
    }

    /** A client whose connection stays open; it has sent something and got it back. */
    public SSLSocket client() throws IOException {
        return client("http/1.1");
    }

    /** The same, of a client that offers one more protocol beside h2. */
    SSLSocket client(String alpn) throws IOException {
        SSLSocket client = connect(alpn);
        clients.add(client);
        client.getOutputStream().write(new byte[10_000]);
        assertThat(client.getInputStream().readNBytes(10_000)).hasSize(10_000);
        return client;
    }

    /** A client trusts one certificate alone, and may get to the backend with the other one. */
    private SSLSocket connect(String alpn) throws IOException {
        for (int i = 0; i < 20; i++) {
            try {
                return TlsClient.connect(port, "shop.example.com", FIRST, "TLSv1.3", "h2", alpn);
            } catch (SSLHandshakeException e) {
                // again, and to the next backend
            }
        }
        throw new AssertionError("no turn of the first backend in 20");
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        for (SSLSocket client : clients) {
            client.close();
        }
        admin.close();
        first.close();
        second.close();
    }
}

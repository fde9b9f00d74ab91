package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.admin.Passing;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is told of a backend whose certificate nobody trusts, and which is for another host as well. */
final class FindingsApiTest {
    private ServerSocket server;
    private Passing passing;

    private static String secure(int port) {
        return """
            {"name": "secure", "hosts": ["secure.example.com"], "health_check": {"protocol": "tls"},
             "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%, "target_protocol": "https",
                                   "target_port": 443, "tls_passthrough": true}],
             "backends": [{"name": "tls-1", "address": "127.0.0.1", "port": %d}]}
            """.formatted(port);
    }

    @BeforeEach
    void start() throws IOException {
        server = TestCertificate.of("secure", "secure.example.com", "other.example.com")
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::shakeHands);
        passing = Passing.start(setup -> setup.also(secure(server.getLocalPort())));
    }

    @AfterEach
    void stop() throws IOException {
        passing.close();
        server.close();
    }

    private void shakeHands() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // the next
            }
        }
    }

    private int count(String path, String name) throws Exception {
        return passing.get(path).get(name).size();
    }

    @Test
    void certificatesAreToldOfInFull() throws Exception {
        await().untilAsserted(() ->
                assertThat(count("/api/v1/certificates", "certificates")).isEqualTo(1));
        JsonNode one = passing.get("/api/v1/certificates").get("certificates").get(0);
        assertThat(one.get("load_balancer").asString()).isEqualTo("secure");
        assertThat(one.get("backend").asString()).isEqualTo("tls-1");
        assertThat(one.get("host").asString()).isEqualTo("secure.example.com");
        assertThat(one.get("names").size()).isEqualTo(2);
        assertThat(one.get("subject").asString()).contains("CN=secure");
        assertThat(one.get("chain").asString()).isEqualTo("self_signed");
        assertThat(one.get("fingerprint").asString()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(Instant.parse(one.get("not_after").asString())).isAfter(Instant.now());
        assertThat(one.get("days_left").asLong()).isNotNegative();
        assertThat(one.get("tls_version").asString()).startsWith("TLSv1.");
        assertThat(count("/api/v1/certificates?load_balancer=shop", "certificates"))
                .isZero();
    }

    @Test
    void theStatusOfABackendHasItsCheckAndItsCertificate() throws Exception {
        await().untilAsserted(() ->
                assertThat(count("/api/v1/certificates", "certificates")).isEqualTo(1));
        JsonNode backend = passing.get("/api/v1/load_balancers/secure")
                .get("status")
                .get("backends")
                .get(0);
        assertThat(backend.get("certificate").get("days_left").asLong()).isBetween(28L, 30L);
        assertThat(backend.get("last_check").get("passed").asBoolean()).isTrue();
        assertThat(backend.get("last_check").get("latency_seconds").asDouble()).isPositive();
        assertThat(backend.get("last_check").has("failure")).isFalse();
        assertThat(backend.get("bytes_in").asLong()).isZero();
        assertThat(backend.has("drain_ends_at")).isFalse();
    }

    @Test
    void findingsAreToldInTheShapeThatIsDocumented() throws Exception {
        String path = "/api/v1/findings?load_balancer=secure&kind=self_signed";
        await().untilAsserted(() -> assertThat(count(path, "findings")).isEqualTo(1));
        JsonNode one = passing.get(path).get("findings").get(0);
        assertThat(one.propertyNames())
                .contains("kind", "severity", "load_balancer", "host", "message", "first_seen")
                .isSubsetOf("kind", "severity", "load_balancer", "backend", "host", "message", "first_seen");
        assertThat(one.get("severity").asString()).isIn("critical", "warning", "notice");
        assertThat(one.get("message").asString()).contains("tls-1");
        assertThat(Instant.parse(one.get("first_seen").asString())).isBeforeOrEqualTo(Instant.now());
        assertThat(count("/api/v1/findings?load_balancer=nobody", "findings")).isZero();
        assertThat(passing.admin().get("/api/v1/findings?severity=mild").statusCode())
                .isEqualTo(400);
    }
}

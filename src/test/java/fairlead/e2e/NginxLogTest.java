package fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import fairlead.support.TestCertificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nginx, which logs all that it can, has to say after as many checks as an hour brings at the usual pace. */
final class NginxLogTest {
    private static final TestCertificate SHOP = TestCertificate.of("log", "*.shop.example.com");
    private static final int CHECKS = 360; // an hour's worth at one every 10 s
    private static final int HOSTS = 40; // each looked at once by the certificate watch
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The fixture's own connection, which finds out whether nginx listens, is the one that says nothing. */
    private static final Predicate<String> HANDSHAKE = Pattern.compile(
                    "SSL_do_handshake|SSL handshaking|SSL_read|SSL_shutdown|SSL_write")
            .asPredicate();

    private static final Predicate<String> ERROR =
            Pattern.compile("\\[(warn|error|crit|alert|emerg)]").asPredicate();

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void checksAndLooksAtCertificatesLeaveNoComplaint(String protocol) throws Exception {
        String hosts = IntStream.range(0, HOSTS)
                .mapToObj(i -> "\"h" + i + ".shop.example.com\"")
                .collect(Collectors.joining(", "));
        try (Server nginx = nginx(protocol)) {
            try (TestBalancer balancer = TestBalancer.with()
                    .hosts(hosts)
                    .backend("tls", nginx.port())
                    .lb(often("tls"))
                    .also(otherLoadBalancer(nginx.port()))
                    .start()) {
                Awaitility.await("checks").atMost(LIMIT).untilAsserted(() -> {
                    assertThat(balancer.engine().certificates()).hasSize(HOSTS + 1);
                    assertThat(nginx.accessLog()).hasSizeGreaterThanOrEqualTo(CHECKS);
                    assertThat(accepted(nginx)).isGreaterThanOrEqualTo(2 * CHECKS);
                });
                assertThat(Judged.states(balancer)).containsExactly("up", "up");
            }
            List<String> lines = nginx.log().lines().toList();
            System.out.printf(
                    "nginx with %s | %d connections, %d https checks | %d lines at info, handshake errors: %s%n",
                    protocol, accepted(nginx), nginx.accessLog().size(), lines.size(), complaints(lines));
            assertThat(lines).filteredOn(ERROR).isEmpty();
            assertThat(complaints(lines)).isEmpty();
            assertThat(nginx.accessLog())
                    .allMatch(line -> line.endsWith(" " + protocol + " 200 Fairlead-health-check"));
        }
    }

    /** Handshakes that went wrong, other than the one that the fixture did not begin. */
    private static List<String> complaints(List<String> lines) {
        return lines.stream().filter(HANDSHAKE).skip(1).toList();
    }

    /** The number that nginx gave to the latest connection with a request. */
    private static int accepted(Server nginx) throws Exception {
        List<String> lines = nginx.accessLog();
        return lines.isEmpty()
                ? 0
                : Integer.parseInt(lines.getLast().substring(0, lines.getLast().indexOf(' ')));
    }

    private static String often(String protocol) {
        return """
                "health_check": {"protocol": "%s", "check_interval_seconds": 0.02, "response_timeout_seconds": 5}""".formatted(protocol);
    }

    private static String otherLoadBalancer(int port) {
        return """
                {"name": "https", "hosts": ["shop.shop.example.com"], "backends": [{"name": "https", "address": "127.0.0.1", "port": %d}],
                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%,
                   "target_protocol": "https", "target_port": 443, "tls_passthrough": true}], %s}""".formatted(port, often("https"));
    }

    private static Server nginx(String protocol) throws Exception {
        return Server.nginxWith("""
                listen 127.0.0.1:%%PORT%% ssl http2;
                ssl_certificate %s;
                ssl_certificate_key %s;
                ssl_protocols %s;
                return 200 "fine";
                """.formatted(SHOP.certificateFile(), SHOP.keyFile(), protocol));
    }
}

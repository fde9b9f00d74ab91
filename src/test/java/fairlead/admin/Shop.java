package fairlead.admin;

import fairlead.e2e.TlsBackend;
import fairlead.e2e.TlsClient;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;

/** The config of a load balancer {@code shop}, for {@code shop.example.com} on an https port of the loopback address. */
final class Shop {
    static final String HOST = "shop.example.com";
    static final TestCertificate CERTIFICATE = TestCertificate.of("shop", HOST);

    private final int https = FreePort.pick();
    private final int http = FreePort.pick();

    int https() {
        return https;
    }

    /** A port that only a rule of the test's own would listen on. */
    int http() {
        return http;
    }

    /** As on a new machine. */
    static String nothing() {
        return """
                {"access_log": {"output": "off"}, "load_balancers": []}
                """;
    }

    /** With these backends, {@code web-1} and so on, which are checked each second. */
    String config(TlsBackend... backends) {
        String list = IntStream.range(0, backends.length)
                .mapToObj(i -> "{\"name\": \"web-%d\", \"address\": \"127.0.0.1\", \"port\": %d}"
                        .formatted(i + 1, Arrays.asList(backends).get(i).port()))
                .collect(Collectors.joining(", "));
        return """
                {"access_log": {"output": "off"},
                 "listeners": [{"port": %1$d, "address": "127.0.0.1"}],
                 "load_balancers": [
                   {"name": "shop", "hosts": ["shop.example.com"],
                    "forwarding_rules": [{"entry_protocol": "https", "entry_port": %1$d, "target_protocol": "https",
                                          "target_port": 443, "tls_passthrough": true}],
                    "backend_drain_timeout_seconds": 5,
                    "health_check": {"protocol": "tls", "check_interval_seconds": 1, "response_timeout_seconds": 1,
                                     "healthy_threshold": 1},
                    "backends": [%2$s]}]}
                """.formatted(https, list);
    }

    /** A client whose handshake is done. */
    SSLSocket client() throws IOException {
        return TlsClient.connect(https, HOST, CERTIFICATE, "TLSv1.3");
    }
}

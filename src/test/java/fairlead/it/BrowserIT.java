package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.e2e.Server;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import fairlead.support.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chromium opens a page by http, and ends on the https page that a backend serves through passthrough. */
final class BrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final TestCertificate SHOP = TestCertificate.of("web-1", "shop.example.com");
    private static final String TO_NOBODY_ELSE = "--host-resolver-rules=MAP * 127.0.0.1";

    @TempDir
    private Path profile;

    private final int httpPort = FreePort.pick();
    private final int httpsPort = FreePort.pick();

    @Test
    void theRedirectLeadsToTheBackendsPage() throws Exception {
        String chromium = Tools.requireBrowser();
        try (Server nginx = nginx();
                FairleadProcess fairlead = FairleadProcess.serve(config(nginx.port()))) {
            long start = System.nanoTime();
            Tools.Ran browser =
                    Tools.run(LIMIT, command(chromium, "http://shop.example.com:" + httpPort + "/cart?item=7"));
            assertThat(browser.output())
                    .contains("<p>https HTTP/2.0 shop.example.com:" + httpsPort + " /cart?item=7 navigate</p>");
            assertThat(browser.exit()).isZero();
            fairlead.await(
                    "log",
                    () -> assertThat(fairlead.stdout().lines())
                            .anyMatch(line -> line.contains(" shop redirected ")
                                    && line.contains(" method=GET host=shop.example.com path=/cart status=307 "))
                            .anyMatch(line -> line.contains(" shop.example.com shop/web-1 completed ")));
            System.out.printf(
                    "Chromium from http to the page on https in %d ms:%n%s",
                    (System.nanoTime() - start) / 1_000_000, fairlead.stdout());
        }
    }

    private List<String> command(String chromium, String address) {
        List<String> command = new ArrayList<>(List.of(chromium, "--headless", "--no-sandbox", "--disable-gpu"));
        command.addAll(List.of("--disable-quic", "--no-first-run", "--disable-background-networking"));
        command.addAll(List.of("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"));
        command.addAll(List.of("--ignore-certificate-errors", TO_NOBODY_ELSE, "--user-data-dir=" + profile));
        command.addAll(List.of("--dump-dom", address));
        return command;
    }

    private String config(int backendPort) {
        return """
                {"access_log": {"http_path": "path"},
                 "load_balancers": [{
                   "name": "shop", "hosts": ["shop.example.com"],
                   "forwarding_rules": [
                     {"entry_protocol": "https", "entry_port": %d, "target_protocol": "https", "target_port": %d, "tls_passthrough": true},
                     {"entry_protocol": "http", "entry_port": %d, "target_protocol": "http", "target_port": 80}],
                   "redirect_http_to_https": true,
                   "health_check": {"protocol": "none"},
                   "backends": [{"name": "web-1", "address": "127.0.0.1"}]}]}
                """.formatted(httpsPort, backendPort, httpPort);
    }

    private static Server nginx() throws Exception {
        return Server.nginxWith("""
                listen 127.0.0.1:%%PORT%% ssl http2;
                ssl_certificate %s;
                ssl_certificate_key %s;
                default_type text/html;
                return 200 "<p>$scheme $server_protocol $http_host $request_uri $http_sec_fetch_mode</p>\\n";
                """.formatted(SHOP.certificateFile(), SHOP.keyFile()));
    }
}

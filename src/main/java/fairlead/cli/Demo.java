package fairlead.cli;

import com.sun.net.httpserver.HttpsServer;
import fairlead.admin.store.ConfigStore;
import fairlead.config.ConfigFile;
import fairlead.proxy.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CountDownLatch;

/** {@code demo}: two HTTPS backends and Fairlead before them, on the loopback address, with nothing to set up. */
final class Demo {
    private static final int HTTPS = 8443; // the ports that are tried first
    private static final int HTTP = 8081;
    private static final int ADMIN = 8080;

    int run() {
        CountDownLatch stopping = new CountDownLatch(1);
        Signals.on(stopping::countDown, "TERM", "INT"); // first, for it leaves a directory behind if it is killed
        try (DemoCertificate certificate = DemoCertificate.make("shop.localhost", "*.apps.localhost")) {
            HttpsServer blue = DemoBackend.start("blue", certificate);
            HttpsServer green = DemoBackend.start("green", certificate);
            int https = freePort(HTTPS);
            int http = freePort(HTTP);
            Path file = Files.writeString(
                    certificate.directory().resolve("fairlead.json"),
                    config(
                            https,
                            http,
                            freePort(ADMIN),
                            blue.getAddress().getPort(),
                            green.getAddress().getPort(),
                            certificate.pem()));
            ConfigFile.Result.Valid loaded = switch (ConfigFile.load(file)) {
                case ConfigFile.Result.Valid valid -> valid;
                case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
            };
            Engine engine = Engine.start(loaded.config());
            Dashboard dashboard = Dashboard.start(file, engine, new ConfigStore(file, loaded, engine));
            System.out.println(welcome(https, http, certificate.pem(), dashboard));
            stopping.await();
            dashboard.close();
            engine.close();
            blue.stop(0);
            green.stop(0);
            return Main.OK;
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            System.err.println("The demo could not start: " + e.getMessage());
            return Main.CANNOT_START;
        }
    }

    private static String config(int https, int http, int admin, int blue, int green, Path pem) {
        return """
                {
                  "admin": {"port": %6$d},
                  "listeners": [{"port": %1$d, "address": "127.0.0.1"}, {"port": %5$d, "address": "127.0.0.1"}],
                  "load_balancers": [
                    {
                      "name": "shop",
                      "hosts": ["shop.localhost"],
                      "forwarding_rules": [
                        {"entry_protocol": "https", "entry_port": %1$d,
                         "target_protocol": "https", "target_port": %2$d, "tls_passthrough": true},
                        {"entry_protocol": "http", "entry_port": %5$d, "target_protocol": "http", "target_port": 80}],
                      "redirect_http_to_https": true,
                      "backends": [
                        {"name": "blue", "address": "127.0.0.1", "port": %2$d},
                        {"name": "green", "address": "127.0.0.1", "port": %3$d}],
                      "health_check": {"protocol": "https", "verify_certificate": true, "ca_file": "%4$s"}
                    },
                    {
                      "name": "apps",
                      "hosts": ["*.apps.localhost"],
                      "forwarding_rules": [
                        {"entry_protocol": "https", "entry_port": %1$d,
                         "target_protocol": "https", "target_port": %3$d, "tls_passthrough": true}],
                      "backends": [{"name": "green", "address": "127.0.0.1"}],
                      "health_check": {"ca_file": "%4$s"}
                    }
                  ]
                }
                """.formatted(https, blue, green, pem, http, admin);
    }

    private static String welcome(int https, int http, Path pem, Dashboard dashboard) {
        return """

                Fairlead is running on https://127.0.0.1:%1$d, with two backends, blue and green, behind it.
                They have the certificate and the key; Fairlead has neither. Try, in another terminal:

                  curl --cacert %2$s --resolve shop.localhost:%1$d:127.0.0.1 https://shop.localhost:%1$d/
                  curl --cacert %2$s --resolve any.apps.localhost:%1$d:127.0.0.1 https://any.apps.localhost:%1$d/

                The first goes to the load balancer "shop" (blue and green in turn), the second to "apps", whose
                host is *.apps.localhost (green alone). Plain HTTP is sent on to HTTPS:

                  curl -i http://127.0.0.1:%3$d/cart -H 'Host: shop.localhost'

                Every connection is shown here as it ends. Ctrl-C stops. See and change all of it in the dashboard; this
                link lets one browser in, within 15 minutes:

                  %4$s
                """.formatted(https, pem, http, dashboard.firstLogin().orElseGet(dashboard::url));
    }

    private static int freePort(int preferred) throws IOException {
        for (int port : new int[] {preferred, 0}) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                if (port == 0) {
                    throw e;
                }
            }
        }
        throw new AssertionError("the last round returns or throws");
    }
}

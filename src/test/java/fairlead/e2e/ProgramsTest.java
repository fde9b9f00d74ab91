package fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import fairlead.proxy.TestBalancer;
import fairlead.support.TestCertificate;
import fairlead.support.Tools;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code curl} and {@code openssl} as clients, the JDK, {@code openssl} and nginx as servers. */
final class ProgramsTest {
    private static final TestCertificate SHOP = TestCertificate.of("web-1", "shop.example.com");
    private static final TestCertificate OTHER = TestCertificate.of("web-2", "shop.example.com");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Nested
    class Curl {

        @ParameterizedTest
        @CsvSource({
            "--http1.1, 1.2, HTTP/1.1 TLSv1.2",
            "--http1.1, 1.3, HTTP/1.1 TLSv1.3",
            "--http2,   1.2, HTTP/2.0 TLSv1.2",
            "--http2,   1.3, HTTP/2.0 TLSv1.3"
        })
        void speaksWithNginx(String protocol, String version, String seen) throws Exception {
            try (Server nginx = Server.nginx(SHOP);
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", nginx.port()).start()) {
                Tools.Ran curl = curl(balancer, "127.0.0.1", protocol, "--tlsv" + version, "--tls-max", version);
                assertThat(curl.exit()).as(curl.output()).isZero();
                assertThat(curl.output()).startsWith("nginx " + seen + " 127.0.0.1 ");
            }
        }

        @Test
        void speaksWithTheJdksHttpsServer() throws Exception {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(SHOP.serverContext()));
            server.createContext("/", exchange -> {
                byte[] body = "from the JDK".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("web-1", server.getAddress().getPort())
                    .start()) {
                Tools.Ran curl = curl(balancer, "127.0.0.1");
                assertThat(curl.output()).isEqualTo("from the JDK");
            } finally {
                server.stop(0);
            }
        }

        @Test
        void doesNotAcceptTheCertificateOfAnotherBackend() throws Exception {
            try (Server nginx = Server.nginx(OTHER);
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", nginx.port()).start()) {
                assertThat(curl(balancer, "127.0.0.1").exit()).isEqualTo(60); // cannot be verified
            }
        }
    }

    @Nested
    class ProxyProtocol {

        @ParameterizedTest
        @CsvSource({"v1,127.0.0.1", "v2,127.0.0.1", "v1,::1", "v2,::1"})
        void tellsNginxTheClientsAddress(String version, String client) throws Exception {
            try (Server nginx = Server.nginxBehindProxyProtocol(SHOP);
                    TestBalancer balancer = TestBalancer.with()
                            .backend("web-1", nginx.port())
                            .lb("\"proxy_protocol\": \"" + version + "\"")
                            .start()) {
                Tools.Ran curl = curl(balancer, client, "-w", "%{local_port}");
                assertThat(curl.exit()).as(curl.output()).isZero();
                List<String> lines = curl.output().lines().toList();
                String[] seen = lines.get(0).split(" ", -1); // nginx, HTTP/2.0, TLSv1.3, address, port
                assertThat(InetAddress.getByName(seen[3])).isEqualTo(InetAddress.getByName(client));
                assertThat(seen[4]).isEqualTo(lines.get(1));
            }
        }
    }

    @Nested
    class Openssl {

        @ParameterizedTest
        @ValueSource(strings = {"1_2", "1_3"})
        void seesTheCertificateOfTheBackend(String version) throws Exception {
            try (TlsBackend first = TlsBackend.echo(SHOP);
                    TlsBackend second = TlsBackend.echo(OTHER);
                    TestBalancer balancer = TestBalancer.with()
                            .backend("web-1", first.port())
                            .backend("web-2", second.port())
                            .start()) {
                List<String> seen = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    String output = sClient(balancer, "-tls" + version, "-alpn", "h2");
                    assertThat(output).contains("ALPN protocol: h2", "TLSv" + version.replace('_', '.'));
                    seen.add(fingerprint(output));
                }
                assertThat(seen)
                        .containsExactlyInAnyOrder(
                                TlsClient.fingerprint(SHOP.certificate()), TlsClient.fingerprint(OTHER.certificate()));
            }
        }

        @Test
        void isToldByAnAlertThatNobodyHasTheName() throws Exception {
            try (TlsBackend backend = TlsBackend.echo(SHOP);
                    TestBalancer balancer = TestBalancer.with()
                            .hosts("\"other.example.com\"")
                            .backend("web-1", backend.port())
                            .start()) {
                assertThat(sClient(balancer)).contains("unrecognized name", "SSL alert number 112");
            }
        }

        @ParameterizedTest
        @CsvSource({"1.2,TLSv1.2", "1.3,TLSv1.3"})
        void servesCurl(String version, String seen) throws Exception {
            try (Server openssl = Server.openssl(SHOP);
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", openssl.port()).start()) {
                Tools.Ran curl = curl(balancer, "127.0.0.1", "--tlsv" + version, "--tls-max", version);
                assertThat(curl.exit()).as(curl.output()).isZero();
                assertThat(curl.output()).contains("s_server", seen);
            }
        }
    }

    /** Asks for a page through the balancer at this address, and trusts the certificate of SHOP alone. */
    private static Tools.Ran curl(TestBalancer balancer, String address, String... options) throws Exception {
        String host = "shop.example.com:" + balancer.port();
        String resolved = address.contains(":") ? "[" + address + "]" : address;
        List<String> command = new ArrayList<>(List.of(Tools.require("curl"), "-sS", "--noproxy", "*"));
        command.addAll(List.of("--cacert", SHOP.certificateFile().toString(), "--resolve", host + ":" + resolved));
        command.addAll(List.of(options));
        command.add("https://" + host + "/");
        return Tools.run(LIMIT, command);
    }

    /** What {@code openssl s_client} says about the session; its input ends at once, and so does it. */
    private static String sClient(TestBalancer balancer, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(Tools.require("openssl"), "s_client", "-connect"));
        command.addAll(List.of("127.0.0.1:" + balancer.port(), "-servername", "shop.example.com"));
        command.addAll(List.of(options));
        return Tools.run(LIMIT, command).output();
    }

    private static String fingerprint(String output) throws Exception {
        int begin = output.indexOf("-----BEGIN CERTIFICATE-----");
        return TlsClient.fingerprint((X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(output.substring(begin).getBytes(StandardCharsets.US_ASCII))));
    }
}

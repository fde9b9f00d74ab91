package fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.proxy.TestBalancer;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own TLS at both ends. */
final class JdkTlsTest {
    private static final TestCertificate SHOP = TestCertificate.of("web-1", "shop.example.com");
    private static final TestCertificate BLOG = TestCertificate.of("web-2", "*.blog.example.com");
    private static final long LARGE = 64 << 20;

    @Nested
    class TwoLoadBalancersWithCertificatesOfTheirOwn {

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void presentTheCertificateOfTheBackendBehindTheName(String version) throws IOException {
            try (TlsBackend shop = TlsBackend.echo(SHOP);
                    TlsBackend blog = TlsBackend.echo(BLOG);
                    TestBalancer balancer = balancer(shop, blog);
                    SSLSocket toShop = TlsClient.connect(balancer.port(), "shop.example.com", SHOP, version);
                    SSLSocket toBlog = TlsClient.connect(balancer.port(), "my.blog.example.com", BLOG, version)) {
                assertThat(TlsClient.fingerprint(toShop))
                        .isEqualTo(TlsClient.fingerprint(SHOP.certificate()))
                        .isNotEqualTo(TlsClient.fingerprint(BLOG.certificate()));
                assertThat(TlsClient.fingerprint(toBlog)).isEqualTo(TlsClient.fingerprint(BLOG.certificate()));
                assertThat(toShop.getSession().getProtocol()).isEqualTo(version);
                echo(toShop);
                echo(toBlog);
            }
        }

        @Test
        void refuseAnUnknownNameWithAnAlertThatTheClientUnderstands() throws IOException {
            try (TlsBackend shop = TlsBackend.echo(SHOP);
                    TlsBackend blog = TlsBackend.echo(BLOG);
                    TestBalancer balancer = balancer(shop, blog)) {
                assertThatThrownBy(() -> TlsClient.connect(balancer.port(), "blog.example.com", BLOG, "TLSv1.3"))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("unrecognized_name");
            }
        }

        private TestBalancer balancer(TlsBackend shop, TlsBackend blog) {
            return TestBalancer.with()
                    .backend("web-1", shop.port())
                    .also("""
                            {"name": "blog", "hosts": ["*.blog.example.com"],
                             "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%,
                               "target_protocol": "https", "target_port": %d, "tls_passthrough": true}],
                             "backends": [{"name": "web-2", "address": "127.0.0.1"}]}
                            """.formatted(blog.port()))
                    .start();
        }
    }

    @Nested
    class Alpn {

        @ParameterizedTest
        @CsvSource({"TLSv1.2,h2", "TLSv1.2,http/1.1", "TLSv1.3,h2", "TLSv1.3,http/1.1"})
        void isAgreedBetweenClientAndBackend(String version, String protocol) throws IOException {
            try (TlsBackend backend = TlsBackend.echo(SHOP);
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start();
                    SSLSocket client =
                            TlsClient.connect(balancer.port(), "shop.example.com", SHOP, version, "spdy/3", protocol)) {
                assertThat(client.getApplicationProtocol()).isEqualTo(protocol);
                echo(client);
            }
        }
    }

    @Nested
    class Bulk {

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void is64MiBEachWayAtTheSameTimeAndNotABitDiffers(String version) throws IOException {
            CompletableFuture<Transfer> atBackend = new CompletableFuture<>();
            TlsBackend.Behaviour exchange = socket -> {
                atBackend.complete(Transfer.bothWays(socket, LARGE, 1));
                socket.getInputStream().read(); // until the client closes
            };
            try (TlsBackend backend = TlsBackend.start(SHOP, exchange);
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start();
                    SSLSocket client = TlsClient.connect(balancer.port(), "shop.example.com", SHOP, version)) {
                Transfer atClient = Transfer.bothWays(client, LARGE, 2);
                Transfer other = atBackend.orTimeout(30, TimeUnit.SECONDS).join();
                assertThat(atClient.received()).isEqualTo(other.sent());
                assertThat(other.received()).isEqualTo(atClient.sent());
                assertThat(atClient.sent()).isNotEqualTo(other.sent());
            }
        }
    }

    private static void echo(SSLSocket socket) throws IOException {
        byte[] question = "is anybody there?".getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(question);
        assertThat(socket.getInputStream().readNBytes(question.length)).isEqualTo(question);
    }
}

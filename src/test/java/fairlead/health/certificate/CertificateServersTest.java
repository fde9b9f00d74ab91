package fairlead.health.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Findings;
import fairlead.health.finding.StateFile;
import fairlead.health.probe.TlsClient;
import fairlead.pool.Pool;
import fairlead.stats.EventLog;
import fairlead.support.TestCertificate;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The watch and real TLS, over sockets. */
final class CertificateServersTest {
    private final Findings findings = new Findings(new EventLog(), new StateFile());

    @Test
    void whatServersShowIsSeenAndJudged() throws IOException {
        try (Server one = new Server(TestCertificate.of("one", "shop.example.com"));
                Server another = new Server(TestCertificate.of("another", "blog.example.com"));
                CertificateWatch watch =
                        new CertificateWatch(findings, TlsClient::shakeHands, Duration.ofMillis(200))) {
            Config config = Certificates.parse("""
                    {"load_balancers": [{"name": "shop", "hosts": ["shop.example.com"],
                      "backends": [{"name": "web-1", "address": "127.0.0.1", "port": %d},
                                   {"name": "web-2", "address": "127.0.0.1", "port": %d}],
                      "forwarding_rules": [{"entry_protocol": "https", "entry_port": 443,
                        "target_protocol": "https", "target_port": 443, "tls_passthrough": true}]}]}""".formatted(one.port(), another.port()));
            LoadBalancerConfig shop = config.loadBalancers().getFirst();
            watch.watch(config, Map.of("shop", Pool.of(shop, name -> List.of(), Optional.empty(), 0)));
            await().until(() ->
                    kinds().containsAll(List.of(Kind.CERTIFICATES_DIFFER, Kind.HOST_NOT_COVERED, Kind.SELF_SIGNED)));
            assertThat(watch.served())
                    .extracting(ServedCertificate::subject, ServedCertificate::version, ServedCertificate::alpn)
                    .containsExactly(
                            tuple("CN=one", "TLSv1.3", Optional.of("h2")),
                            tuple("CN=another", "TLSv1.3", Optional.of("h2")));
        }
    }

    private List<Kind> kinds() {
        return findings.all().stream().map(Finding::kind).toList();
    }

    /** Shakes hands and waits for the end. */
    private static final class Server implements Closeable {
        private final SSLServerSocket socket;
        private final AtomicInteger gone = new AtomicInteger(); // clients, or in the end this server

        Server(TestCertificate certificate) throws IOException {
            socket = (SSLServerSocket) certificate
                    .serverContext()
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            Thread.ofVirtual().name("tls server").start(this::serve);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (SSLSocket client = (SSLSocket) socket.accept()) {
                    client.setSoTimeout(2_000);
                    client.startHandshake();
                    long unused = client.getInputStream().skip(Long.MAX_VALUE);
                } catch (IOException e) {
                    gone.incrementAndGet();
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

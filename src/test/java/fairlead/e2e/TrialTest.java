package fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.Cidr;
import fairlead.health.certificate.ServedCertificate;
import fairlead.health.probe.Visit;
import fairlead.proxy.TestBalancer;
import fairlead.proxy.Trial;
import fairlead.proxy.TrialReport;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real connections through the listeners of a running engine, and what is told of them. */
final class TrialTest {
    private static final TestCertificate SHOP = TestCertificate.of("web-1", "shop.example.com");
    private static final Optional<String> HOST = Optional.of("shop.example.com");
    private static final List<String> ALPN = List.of("h2", "http/1.1");

    private static TrialReport run(TestBalancer balancer, Optional<String> host) {
        return Trial.run(balancer.engine(), balancer.port(), Optional.empty(), host, ALPN)
                .orElseThrow();
    }

    private static Optional<Outcome> outcome(TrialReport report) {
        return report.end().map(ConnectionRecord::outcome);
    }

    @Test
    void whereNothingListensThereIsNone() throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestBalancer balancer = TestBalancer.with().start()) {
            assertThat(Trial.run(balancer.engine(), stranger.getLocalPort(), Optional.empty(), HOST, ALPN))
                    .isEmpty();
            assertThat(Trial.run(
                            balancer.engine(), balancer.port(), Optional.of(Cidr.literal("192.0.2.1")), HOST, ALPN))
                    .isEmpty();
        }
    }

    @Nested
    class ThroughTls {

        @Test
        void tellsWhoServedItAndWithWhatCertificate() throws IOException {
            try (TlsBackend backend = TlsBackend.echo(SHOP);
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start()) {
                TrialReport report = run(balancer, HOST);

                assertThat(report.served()).isTrue();
                assertThat(report.listener()).isEqualTo(":" + balancer.port());
                assertThat(report.visit().failure()).isEmpty();
                assertThat(report.visit().connect()).isPresent();
                assertThat(report.visit().answer().orElseThrow()).isLessThan(Duration.ofSeconds(10));
                Visit.Tls tls = report.visit().tls().orElseThrow();
                assertThat(tls.handshake().version()).isEqualTo("TLSv1.3");
                assertThat(tls.handshake().alpn()).contains("h2");
                assertThat(tls.cipher()).startsWith("TLS_");
                ConnectionRecord end = report.end().orElseThrow();
                assertThat(end.loadBalancer()).contains("shop");
                assertThat(end.backend()).contains("web-1");
                assertThat(end.upstream()).contains("127.0.0.1:" + backend.port());
                ServedCertificate certificate = report.certificate().orElseThrow();
                assertThat(certificate.names()).containsExactly("shop.example.com");
                assertThat(certificate.covers("shop.example.com")).isTrue();
                assertThat(certificate.covers("other.example.com")).isFalse();
                assertThat(report.objection().orElseThrow()).contains("self-signed");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "other.example.com, unrecognized_name, NO_LOAD_BALANCER",
            "<script>, decode_error, HELLO_MALFORMED",
            "192.0.2.1, decode_error, HELLO_MALFORMED",
        })
        void namesTheAlertWhenItIsRefused(String host, String alert, Outcome outcome) throws IOException {
            try (TestBalancer balancer = TestBalancer.with().start()) {
                TrialReport report = run(balancer, Optional.of(host));

                assertThat(report.served()).isFalse();
                assertThat(report.visit().alert()).contains(alert);
                assertThat(report.visit().failure()).contains("TLS handshake failed: alert " + alert);
                assertThat(outcome(report)).contains(outcome);
            }
        }

        @Test
        void namesALongServerNameAsMalformed() throws IOException {
            try (TestBalancer balancer = TestBalancer.with().start()) {
                TrialReport report = run(balancer, Optional.of("a".repeat(300)));

                assertThat(outcome(report)).contains(Outcome.HELLO_MALFORMED);
            }
        }

        @Test
        void tellsThatNoBackendCanBeReached() {
            try (TestBalancer balancer =
                    TestBalancer.with().backend("web-1", FreePort.pick()).start()) {
                TrialReport report = run(balancer, HOST);

                assertThat(report.visit().alert()).contains("internal_error");
                assertThat(outcome(report)).contains(Outcome.BACKEND_UNREACHABLE);
                assertThat(report.end().flatMap(ConnectionRecord::loadBalancer)).contains("shop");
                assertThat(report.end().flatMap(ConnectionRecord::detail).orElseThrow())
                        .startsWith("web-1: ");
            }
        }

        @Test
        void isSubjectToTheFirewall() {
            try (TestBalancer balancer = TestBalancer.with()
                    .lb("\"firewall\": {\"deny\": [\"cidr:127.0.0.0/8\"]}")
                    .start()) {
                TrialReport report = run(balancer, HOST);

                assertThat(outcome(report)).contains(Outcome.FIREWALL_DENIED);
                assertThat(report.visit().failure().orElseThrow()).contains("the server");
            }
        }

        @Test
        void sendsAPROXYHeaderWhereOneIsDue() throws IOException {
            String trusting = "\"accept_proxy_protocol\": true, \"trusted_proxies\": [\"127.0.0.1\"]";
            try (TlsBackend backend = TlsBackend.echo(SHOP);
                    TestBalancer balancer = TestBalancer.with()
                            .listener(trusting)
                            .backend("web-1", backend.port())
                            .start()) {
                TrialReport report = run(balancer, HOST);

                assertThat(report.served()).isTrue();
                assertThat(report.end().flatMap(ConnectionRecord::backend)).contains("web-1");
            }
        }

        @Test
        void isOverWhenTheBackendDoesNotMindTheGoodbye() throws IOException {
            TlsBackend.Behaviour deaf = socket -> {
                while (!socket.isClosed() && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(10_000_000);
                }
            };
            try (TlsBackend backend = TlsBackend.start(SHOP, deaf);
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start()) {
                TrialReport report = run(balancer, HOST);

                assertThat(report.served()).isTrue();
                assertThat(report.end().flatMap(ConnectionRecord::backend)).contains("web-1");
                Awaitility.await()
                        .untilAsserted(() ->
                                assertThat(balancer.engine().openConnections()).isZero());
            }
        }
    }

    @Nested
    class ThroughHttp {

        @Test
        void showsTheRedirect() {
            try (TestBalancer balancer = TestBalancer.with().redirecting(443).start()) {
                TrialReport report = run(balancer, HOST);

                assertThat(report.served()).isTrue();
                assertThat(report.visit().response())
                        .contains(new Visit.Response(307, Optional.of("https://shop.example.com/")));
                assertThat(outcome(report)).contains(Outcome.REDIRECTED);
            }
        }

        @Test
        void showsTheStatusOfAHostThatIsNotServed() {
            try (TestBalancer balancer = TestBalancer.with().redirecting(443).start()) {
                TrialReport report = run(balancer, Optional.of("other.example.com"));

                assertThat(report.visit().response()).contains(new Visit.Response(404, Optional.empty()));
                assertThat(report.served()).isFalse();
                assertThat(outcome(report)).contains(Outcome.NO_LOAD_BALANCER);
            }
        }
    }

    @Nested
    class ThroughTcp {

        @Test
        void tellsWhichBackendItReached() throws IOException {
            try (ServerSocket backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                    TestBalancer balancer = TestBalancer.with()
                            .tcp()
                            .backend("db-1", backend.getLocalPort())
                            .start()) {
                Thread.ofVirtual().start(() -> acceptAndClose(backend));
                TrialReport report = run(balancer, Optional.empty());

                assertThat(report.served()).isTrue();
                assertThat(report.end().flatMap(ConnectionRecord::backend)).contains("db-1");
            }
        }

        private static void acceptAndClose(ServerSocket backend) {
            try (Socket accepted = backend.accept()) {
                accepted.getOutputStream().write('x');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

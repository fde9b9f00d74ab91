package fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.certificate.ServedCertificate;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.probe.Pki;
import fairlead.proxy.TestBalancer;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine says of servers as they are met, each within a few checks. */
final class RealBackendsTest {
    private static final String HOST = "shop.example.com";
    private static final String FROM = "20250101000000Z";
    private static final String UNTIL = "20990101000000Z";

    private static final String VERIFY = "\"verify_certificate\": true";
    private static final String LOCATIONS = """
            location = /healthz { return 200 "fine"; }
            location = /busy { return 503; }
            location = /moved { return 302 /healthz; }
            location / { return 404; }
            """;

    private static Pki pki;
    private static Pki.Issued good;

    @BeforeAll
    static void issue() throws IOException {
        pki = new Pki();
        good = pki.withRoot(pki.issue("good", List.of(HOST), FROM, UNTIL));
    }

    @AfterAll
    static void end() {
        pki.close();
    }

    @Nested
    class Tls {

        @ParameterizedTest
        @CsvSource({"TLSv1.2, TLSv1.2", "TLSv1.3, TLSv1.3", "TLSv1.2 TLSv1.3, TLSv1.3"})
        void nginxIsUp(String protocols, String spoken) throws Exception {
            try (Server nginx = nginx("ssl", good, "ssl_protocols " + protocols + ";");
                    TestBalancer balancer = checked("tls", nginx.port())) {
                Judged.await("nginx with " + protocols, balancer, List.of("up"));
                assertThat(balancer.engine().certificates())
                        .extracting(ServedCertificate::version)
                        .containsExactly(spoken);
            }
        }

        @Test
        void opensslIsUp() throws Exception {
            try (Server openssl = openssl(good);
                    TestBalancer balancer = checked("tls", openssl.port())) {
                Judged.await("openssl s_server", balancer, List.of("up"));
            }
        }

        @Test
        void aServerWithAnExpiredCertificateIsUpAndSaidToBeExpired() throws Exception {
            try (Server nginx = nginx("ssl", expired(), "");
                    TestBalancer balancer = checked("tls", nginx.port())) {
                Judged.await("nginx with an expired certificate", balancer, List.of("up"), Kind.CERTIFICATE_EXPIRED);
                assertThat(Judged.text(balancer, Kind.CERTIFICATE_EXPIRED)).contains("expired on 2025-02-01", "renew");
            }
        }

        @Test
        void aPoolWithAnotherCertificateOnOneServerIsUpAndSaidToDiffer() throws Exception {
            Pki.Issued another = pki.withRoot(pki.issue("another", List.of(HOST), FROM, UNTIL));
            try (Server first = nginx("ssl", good, "");
                    Server second = nginx("ssl", good, "");
                    Server odd = nginx("ssl", another, "");
                    TestBalancer balancer = checked("tls", first.port(), second.port(), odd.port())) {
                Judged.await(
                        "three nginx, one with another certificate",
                        balancer,
                        List.of("up", "up", "up"),
                        Kind.CERTIFICATES_DIFFER);
                assertThat(Judged.text(balancer, Kind.CERTIFICATES_DIFFER))
                        .contains("web-3 with", "unlike web-1, web-2 with", "install the same one");
            }
        }

        @Test
        void aServerThatNeverAnswersIsDown() throws Exception {
            try (RawBackend silent = RawBackend.start(socket -> {});
                    TestBalancer balancer = checked("tls", silent.port())) {
                Judged.await(
                        "accepts and never answers", balancer, List.of("down: TLS handshake failed: no answer in 1 s"));
            }
        }

        @Test
        void aServerThatAnswersTooLateIsDown() throws Exception {
            CountDownLatch over = new CountDownLatch(1);
            try (RawBackend late = RawBackend.start(socket -> answerLate(socket, over));
                    TestBalancer balancer = checked("tls", late.port())) {
                Judged.await(
                        "shakes hands after 1.5 s", balancer, List.of("down: TLS handshake failed: no answer in 1 s"));
            } finally {
                over.countDown();
            }
        }

        @Test
        void aServerThatClosesAtOnceIsDown() throws Exception {
            try (RawBackend closing = RawBackend.start(socket -> {
                        int unused = socket.getInputStream().read();
                        socket.close();
                    });
                    TestBalancer balancer = checked("tls", closing.port())) {
                Judged.awaitMatching(
                        "closes when the hello comes",
                        balancer,
                        "down: TLS handshake failed: the server (closed|reset) the connection");
            }
        }

        @Test
        void aServerWithTls11AloneIsDownAndSaidToBeOld() throws Exception {
            try (Server openssl = openssl(good, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
                    TestBalancer balancer = checked("tls", openssl.port())) {
                Judged.await(
                        "openssl s_server -tls1_1",
                        balancer,
                        List.of("down: TLS handshake failed: the server speaks only TLS 1.1 or older"),
                        Kind.OLD_TLS);
            }
        }

        @Test
        void aServerThatStopsIsDownAndUpWhenItIsBack() throws Exception {
            int port = FreePort.pick();
            String directives = directives("ssl", good, "");
            try (TestBalancer balancer = checked("tls", port)) {
                Judged.await("nobody listens", balancer, List.of("down: connect refused"));
                try (Server nginx = Server.nginxAt(port, directives)) {
                    Judged.await("nginx that came at port " + nginx.port(), balancer, List.of("up"));
                }
                Judged.await("nginx that went", balancer, List.of("down: connect refused"));
            }
        }
    }

    @Nested
    class ProxyProtocol {

        @ParameterizedTest
        @ValueSource(strings = {"v1", "v2"})
        void aServerThatNeedsTheHeaderIsUpWithIt(String version) throws Exception {
            try (Server nginx = nginx("ssl proxy_protocol", good, "");
                    TestBalancer balancer = checked("tls", "\"proxy_protocol\": \"" + version + "\"", nginx.port())) {
                Judged.await("nginx that needs PROXY, checked with " + version, balancer, List.of("up"));
            }
        }

        @Test
        void aServerThatNeedsTheHeaderIsDownWithout() throws Exception {
            try (Server nginx = nginx("ssl proxy_protocol", good, "");
                    TestBalancer balancer = checked("tls", nginx.port())) {
                Judged.awaitMatching(
                        "nginx that needs PROXY, checked without",
                        balancer,
                        "down: TLS handshake failed: the server (closed|reset) the connection");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"v1", "v2"})
        void aServerThatRefusesTheHeaderIsDownWithIt(String version) throws Exception {
            try (Server nginx = nginx("ssl", good, "");
                    TestBalancer balancer = checked("tls", "\"proxy_protocol\": \"" + version + "\"", nginx.port())) {
                Judged.await(
                        "nginx that refuses PROXY, checked with " + version,
                        balancer,
                        List.of("down: TLS handshake failed: what came is not TLS but HTTP"));
            }
        }

        @Test
        void checksHaveTheirOwnSwitch() throws Exception {
            try (Server nginx = nginx("ssl", good, "");
                    TestBalancer balancer = TestBalancer.with()
                            .backend("web-1", nginx.port())
                            .lb("\"proxy_protocol\": \"v2\"", Judged.check("tls", "\"proxy_protocol\": \"off\""))
                            .start()) {
                Judged.await("nginx that refuses PROXY, traffic with v2, checked without", balancer, List.of("up"));
            }
        }
    }

    @Nested
    class Http {

        @ParameterizedTest
        @CsvSource({"/healthz, up", "/busy, down: HTTP 503", "/nowhere, down: HTTP 404", "/moved, up"})
        void nginxIsJudgedByItsStatus(String path, String state) throws Exception {
            try (Server nginx = Server.nginxWith("listen 127.0.0.1:%PORT%;" + LOCATIONS);
                    TestBalancer balancer = TestBalancer.with()
                            .tcp()
                            .backend("web-1", nginx.port())
                            .lb(Judged.check("http", "\"path\": \"" + path + "\""))
                            .start()) {
                Judged.await("nginx asked for " + path, balancer, List.of(state));
            }
        }

        @Test
        void aServerThatAnswersTheRequestTooLateIsDown() throws Exception {
            CountDownLatch over = new CountDownLatch(1);
            TestCertificate certificate = TestCertificate.of("late", HOST);
            try (TlsBackend late = TlsBackend.start(certificate, socket -> respondLate(socket, over));
                    TestBalancer balancer = checked("https", late.port())) {
                Judged.await(
                        "responds after 1.5 s", balancer, List.of("down: HTTP: no answer in 1 s"), Kind.SELF_SIGNED);
            } finally {
                over.countDown();
            }
        }

        private static void respondLate(SSLSocket socket, CountDownLatch over) throws IOException {
            try {
                boolean unused = over.await(1500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Nested
    class Verified {

        @Test
        void aTrustedCertificateIsUp() throws Exception {
            is("up", good, authority());
        }

        @Test
        void aCertificateOfAnAuthorityThatNobodyKnowsIsDown() throws Exception {
            is("down: certificate not trusted: CN=Shop Root is not a known authority", good, VERIFY);
        }

        @Test
        void anExpiredCertificateIsDown() throws Exception {
            is("down: certificate expired on 2025-02-01", expired(), authority(), Kind.CERTIFICATE_EXPIRED);
        }

        @Test
        void aCertificateForAnotherHostIsDown() throws Exception {
            Pki.Issued other = pki.withRoot(pki.issue("other", List.of("blog.example.com"), FROM, UNTIL));
            is("down: certificate is not for " + HOST, other, authority(), Kind.HOST_NOT_COVERED);
        }

        private static void is(String state, Pki.Issued certificate, String trust, Kind... findings) throws Exception {
            try (Server nginx = nginx("ssl", certificate, "");
                    TestBalancer balancer = checked("https", trust + ", \"path\": \"/healthz\"", nginx.port())) {
                Judged.await("nginx with a certificate that is verified", balancer, List.of(state), findings);
            }
        }

        private static String authority() {
            return VERIFY + ", \"ca_file\": \"" + pki.root() + "\"";
        }
    }

    private static TestBalancer checked(String protocol, int... ports) {
        return start(Judged.check(protocol), ports);
    }

    private static TestBalancer checked(String protocol, String member, int port) {
        return start(Judged.check(protocol, member), port);
    }

    private static TestBalancer start(String check, int... ports) {
        TestBalancer.Setup setup = TestBalancer.with().lb(check);
        for (int i = 0; i < ports.length; i++) {
            setup.backend("web-" + (i + 1), ports[i]);
        }
        return setup.start();
    }

    private static Server nginx(String listen, Pki.Issued certificate, String more) throws IOException {
        return Server.nginxWith(directives(listen, certificate, more));
    }

    private static String directives(String listen, Pki.Issued certificate, String more) {
        return "listen 127.0.0.1:%PORT% " + listen + ";\nssl_certificate " + certificate.chain()
                + ";\nssl_certificate_key " + certificate.key() + ";\n" + more + LOCATIONS;
    }

    private static Server openssl(Pki.Issued certificate, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("-cert", certificate.chain().toString()));
        command.addAll(List.of("-cert_chain", certificate.chain().toString()));
        command.addAll(List.of("-key", certificate.key().toString()));
        command.addAll(List.of(options));
        return Server.openssl(command.toArray(String[]::new));
    }

    private static void answerLate(Socket socket, CountDownLatch over) throws Exception {
        boolean unused = over.await(1500, TimeUnit.MILLISECONDS);
        TestCertificate certificate = TestCertificate.of("late", HOST);
        try (SSLSocket tls =
                (SSLSocket) certificate.serverContext().getSocketFactory().createSocket(socket, null, 0, true)) {
            tls.setUseClientMode(false);
            tls.startHandshake();
        }
    }

    private static Pki.Issued expired() throws IOException {
        return pki.withRoot(pki.issue("expired", List.of(HOST), FROM, "20250201000000Z"));
    }
}

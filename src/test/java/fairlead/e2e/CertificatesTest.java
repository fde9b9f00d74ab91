package fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import fairlead.health.probe.Pki;
import fairlead.proxy.TestBalancer;
import fairlead.stats.Event;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine finds out about certificates that nginx serves. */
final class CertificatesTest {
    private static final String HOST = "shop.example.com";
    private static final String FROM = "20250101000000Z";
    private static final String UNTIL = "20990101000000Z";
    private static final DateTimeFormatter OPENSSL =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    @TempDir
    private static Path directory;

    private static Pki pki;

    @BeforeAll
    static void open() {
        pki = new Pki();
    }

    @AfterAll
    static void close() {
        pki.close();
    }

    @Test
    void aHostThatTheCertificateDoesNotCoverIsFound() throws Exception {
        try (Server nginx = nginx(issue("narrow", HOST));
                TestBalancer balancer = TestBalancer.with()
                        .hosts("\"shop.example.com\", \"blog.example.com\"")
                        .backend("web-1", nginx.port())
                        .lb(Judged.check("tls"))
                        .start()) {
            Judged.await("a host is not covered", balancer, List.of("up"), Kind.HOST_NOT_COVERED);
            assertThat(Judged.text(balancer, Kind.HOST_NOT_COVERED))
                    .startsWith("blog.example.com is not covered by the certificate on web-1")
                    .contains(HOST);
        }
    }

    @Test
    void aNameBelowAWildcardIsAskedForOnceClientsHaveAskedForItTwice() throws Exception {
        TestCertificate wildcard = TestCertificate.of("wildcard", "*.shop.example.com");
        Pki.Issued files = new Pki.Issued(wildcard.certificateFile(), wildcard.keyFile());
        try (Server nginx = nginx(files)) {
            TestBalancer.Setup setup = TestBalancer.with()
                    .hosts("\"*.shop.example.com\"")
                    .backend("web-1", nginx.port())
                    .lb(Judged.check("tls"));
            try (TestBalancer balancer = setup.start()) {
                Judged.await("a wildcard that nobody has asked for", balancer, List.of("up"), Kind.SELF_SIGNED);
                for (int i = 0; i < 2; i++) {
                    SSLSocket client = TlsClient.connect(balancer.port(), "a.b.shop.example.com", wildcard, "TLSv1.3");
                    client.close();
                }
                balancer.engine().apply(setup.on(balancer.port()).config()); // does not wait for the next look
                Judged.await(
                        "a wildcard, and clients that ask for a deeper name",
                        balancer,
                        List.of("up"),
                        Kind.SELF_SIGNED,
                        Kind.HOST_NOT_COVERED);
                assertThat(Judged.text(balancer, Kind.HOST_NOT_COVERED)).startsWith("a.b.shop.example.com is not");
            }
        }
    }

    @Test
    void aCertificateForTheHostsOfTwoLoadBalancersOnOnePortIsFound() throws Exception {
        Pki.Issued both = issue("both", HOST, "blog.example.com");
        try (Server shop = nginx(both);
                Server blog = nginx(both);
                TestBalancer balancer = TestBalancer.with()
                        .backend("web-1", shop.port())
                        .lb(Judged.check("tls"))
                        .also("""
                                {"name": "blog", "hosts": ["blog.example.com"],
                                 "backends": [{"name": "blog-1", "address": "127.0.0.1", "port": %d}],
                                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%,
                                   "target_protocol": "https", "target_port": 443, "tls_passthrough": true}], %s}
                                """.formatted(blog.port(), Judged.check("tls")))
                        .start()) {
            Judged.await(
                    "one certificate for two load balancers over HTTP/2",
                    balancer,
                    List.of("up", "up"),
                    Kind.COALESCING,
                    Kind.COALESCING);
            assertThat(balancer.engine().findings())
                    .extracting(Finding::loadBalancer)
                    .containsExactlyInAnyOrder(Optional.of("shop"), Optional.of("blog"));
        }
    }

    @Test
    void aLeafWithoutItsIntermediateIsFound() throws Exception {
        Pki.Issued issued = pki.issue("alone", List.of(HOST), FROM, UNTIL);
        String chain = Files.readString(issued.chain());
        Path leaf = directory.resolve("leaf.pem");
        String end = "-----END CERTIFICATE-----\n";
        Files.writeString(leaf, chain.substring(0, chain.indexOf(end) + end.length()));
        try (Server nginx = nginx(new Pki.Issued(leaf, issued.key()));
                TestBalancer balancer = TestBalancer.with()
                        .backend("web-1", nginx.port())
                        .lb(Judged.check("tls"))
                        .start()) {
            Judged.await("a leaf without its intermediate", balancer, List.of("up"), Kind.CHAIN_INCOMPLETE);
            assertThat(Judged.text(balancer, Kind.CHAIN_INCOMPLETE))
                    .contains("CN=Shop Intermediate", "serve fullchain.pem");
        }
    }

    @Test
    void aCertificateThatExpiresInFiveDaysIsFound() throws Exception {
        Pki.Issued issued = pki.withRoot(pki.issue(
                "soon", List.of(HOST), FROM, OPENSSL.format(Instant.now().plus(Duration.ofHours(125)))));
        try (Server nginx = nginx(issued);
                TestBalancer balancer = TestBalancer.with()
                        .backend("web-1", nginx.port())
                        .lb(Judged.check("tls"))
                        .start()) {
            Judged.await("expires in 5 days", balancer, List.of("up"), Kind.CERTIFICATE_EXPIRES);
            assertThat(Judged.text(balancer, Kind.CERTIFICATE_EXPIRES)).contains("expires in 5 days, on ");
            assertThat(balancer.engine().findings())
                    .extracting(Finding::severity)
                    .containsExactly(Severity.WARNING);
        }
    }

    @Test
    void aRenewalIsFoundWhereItIsMissingUntilItIsEverywhere() throws Exception {
        Pki.Issued old = issue("old", HOST);
        Pki.Issued renewed = issue("renewed", HOST);
        int first = FreePort.pick();
        int second = FreePort.pick();
        List<String> up = List.of("up", "up");
        try (TestBalancer balancer = TestBalancer.with()
                .backend("web-1", first)
                .backend("web-2", second)
                .lb(Judged.check("tls"))
                .start()) {
            try (Server stays = Server.nginxAt(second, directives(old))) {
                try (Server changes = Server.nginxAt(first, directives(old))) {
                    Judged.await(
                            "ports %d and %d before a renewal".formatted(changes.port(), stays.port()), balancer, up);
                }
                try (Server changed = Server.nginxAt(first, directives(renewed))) {
                    Judged.await("renewed on port " + changed.port(), balancer, up, Kind.CERTIFICATES_DIFFER);
                    assertThat(Judged.text(balancer, Kind.CERTIFICATES_DIFFER)).contains("web-1 with", "web-2 with");
                }
            }
            try (Server one = Server.nginxAt(first, directives(renewed));
                    Server other = Server.nginxAt(second, directives(renewed))) {
                Judged.await("renewed on ports %d and %d".formatted(one.port(), other.port()), balancer, up);
            }
            assertThat(balancer.engine().events().latest().stream()
                            .map(Event::kind)
                            .filter(kind -> kind.word().startsWith("finding_")))
                    .containsExactlyInAnyOrder(Event.Kind.FINDING_RAISED, Event.Kind.FINDING_CLEARED);
        }
    }

    private static Server nginx(Pki.Issued certificate) throws IOException {
        return Server.nginxWith(directives(certificate));
    }

    private static String directives(Pki.Issued certificate) {
        return """
                listen 127.0.0.1:%%PORT%% ssl http2;
                ssl_certificate %s;
                ssl_certificate_key %s;
                ssl_protocols TLSv1.2 TLSv1.3;
                return 200 "fine";
                """.formatted(certificate.chain(), certificate.key());
    }

    private static Pki.Issued issue(String name, String... hosts) throws IOException {
        return pki.withRoot(pki.issue(name, List.of(hosts), FROM, UNTIL));
    }
}

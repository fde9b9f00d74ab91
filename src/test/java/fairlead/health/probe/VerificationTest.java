package fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.HealthCheckConfig.Protocol;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of real servers, and what a verifying check says of them. */
final class VerificationTest {
    private static Pki pki;
    private static Pki.Issued shop;

    @BeforeAll
    static void makeAuthority() throws IOException {
        pki = new Pki();
        shop = pki.issue("shop", Checking.HOST);
    }

    @AfterAll
    static void removeAuthority() {
        if (pki != null) {
            pki.close();
        }
    }

    @Nested
    class Dates {

        @Test
        void sayWhenACertificateExpired() throws IOException {
            Pki.Issued expired = pki.issue("expired", Checking.HOST, "20250101000000Z", "20260102000000Z");
            CheckOutcome outcome = verified(expired, pki.root());
            assertThat(outcome.failure()).contains("certificate expired on 2026-01-02");
            assertThat(outcome.handshake().orElseThrow().chain()).hasSize(2);
        }

        @Test
        void areOfNoInterestToACheckThatDoesNotVerify() throws IOException {
            Pki.Issued expired = pki.issue("expired2", Checking.HOST, "20250101000000Z", "20260102000000Z");
            try (Program server = Program.openssl(expired.chain(), expired.key())) {
                assertThat(Checking.by(Protocol.TLS).result(server.address())).isEqualTo("passed");
            }
        }

        @Test
        void sayWhenACertificateBegins() throws IOException {
            Pki.Issued early = pki.issue("early", Checking.HOST, "20980102000000Z", "20990102000000Z");
            assertThat(verified(early, pki.root()).failure()).contains("certificate is not valid before 2098-01-02");
        }
    }

    @Nested
    class Names {

        @ParameterizedTest
        @CsvSource({
            "shop.example.com, true",
            "SHOP.example.COM, true",
            "*.example.com, true",
            "*.shop.example.com, false",
            "*.com, false",
            "other.example.com, false",
            "example.com, false",
            "'', false" // the common name does not count
        })
        void mustBeAmongTheAlternativeNames(String dnsName, boolean passes) throws IOException {
            Pki.Issued leaf = pki.issue("shop.example.com", dnsName);
            assertThat(verified(leaf, pki.root()).failure())
                    .isEqualTo(passes ? Optional.empty() : Optional.of("certificate is not for shop.example.com"));
        }

        @Test
        void doNotMatterWhenNoneIsAskedFor() throws IOException {
            Pki.Issued other = pki.issue("other", "other.example.com");
            try (Program server = Program.openssl(other.chain(), other.key())) {
                assertThat(Checking.by(Protocol.TLS)
                                .verifying(pki.root())
                                .host(Optional.empty())
                                .result(server.address()))
                        .isEqualTo("passed");
            }
        }
    }

    @Nested
    class Issuers {

        @Test
        void areThoseOfTheFile() throws IOException {
            assertThat(verified(shop, pki.root()).failure()).isEmpty();
        }

        @Test
        void mayBeOneOfManyInTheFile() throws IOException {
            Path both = pki.file("both.pem");
            Path other = TestCertificate.of("web-1", Checking.HOST).certificateFile();
            Files.writeString(both, Files.readString(other) + "# ours\n" + Files.readString(pki.root()));
            assertThat(verified(shop, both).failure()).isEmpty();
        }

        @Test
        void areNotAmongJavas() throws IOException {
            try (Program server = Program.openssl(shop.chain(), shop.key())) {
                CheckOutcome outcome = Checking.by(Protocol.HTTPS).verifying().run(server.address());
                assertThat(outcome.failure())
                        .contains("certificate not trusted: CN=Shop Root is not a known authority");
                assertThat(outcome.handshake()).isPresent();
            }
        }

        @Test
        void areNamedWhenTheChainDoesNotLeadToThem() throws IOException {
            Path leafAlone = pki.file("shop.pem");
            assertThat(verified(new Pki.Issued(leafAlone, shop.key()), pki.root())
                            .failure())
                    .contains("certificate not trusted: CN=Shop Intermediate is not a known authority");
        }

        @Test
        void areMissingFromASelfSignedCertificate() throws IOException {
            TestCertificate self = TestCertificate.of("web-1", Checking.HOST);
            Pki.Issued served = new Pki.Issued(self.certificateFile(), self.keyFile());
            assertThat(verified(served, pki.root()).failure()).contains("certificate not trusted: it is self-signed");
            assertThat(verified(served, self.certificateFile()).failure()).isEmpty();
        }

        @Test
        void areReadAgainWhenTheFileChanges() throws IOException {
            Path file = pki.file("changing.pem");
            Files.copy(TestCertificate.of("web-1", Checking.HOST).certificateFile(), file);
            assertThat(verified(shop, file).failure()).isPresent();
            Files.copy(pki.root(), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(verified(shop, file).failure()).isEmpty();
        }
    }

    @Nested
    class File {

        @Test
        void isMissed() throws IOException {
            Path file = pki.file("missing.pem");
            assertThat(verified(shop, file).failure())
                    .contains("cannot read ca_file " + file + ": there is no such file");
        }

        @ParameterizedTest
        @CsvSource({
            "'', it holds no certificate in PEM",
            "-----BEGIN CERTIFICATE-----, it holds something that is no certificate in PEM",
        })
        void mustHoldCertificates(String content, String reason) throws IOException {
            Path file = Files.writeString(pki.file("damaged.pem"), content);
            assertThat(verified(shop, file).failure()).contains("cannot read ca_file " + file + ": " + reason);
        }

        @Test
        void mayNotBeEndless() throws IOException {
            assertThat(verified(shop, Path.of("/dev/zero")).failure())
                    .contains("cannot read ca_file /dev/zero: it is larger than 4 MiB");
        }
    }

    @Test
    void theChainIsSeenAsServed() throws IOException {
        try (Program server = Program.openssl(shop.chain(), shop.key())) {
            Handshake handshake = TlsClient.shakeHands(
                    server.address(), Optional.of(Checking.HOST), ProxyProtocol.OFF, Duration.ofSeconds(20));
            assertThat(handshake.chain())
                    .extracting(
                            certificate -> certificate.getSubjectX500Principal().getName())
                    .containsExactly("CN=shop", "CN=Shop Intermediate");
        }
    }

    private static CheckOutcome verified(Pki.Issued served, Path caFile) throws IOException {
        try (Program server = Program.openssl(served.chain(), served.key())) {
            return Checking.by(Protocol.TLS).verifying(caFile).run(server.address());
        }
    }
}

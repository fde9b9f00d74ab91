package fairlead.health.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.probe.Handshake;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServedCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ec, EC P-256", "rsa:2048, RSA 2048", "ed25519, Ed25519"})
    void namesTheKey(String openssl, String word) {
        X509Certificate leaf = TestAuthority.root(directory, "root").leafWith(openssl, "/CN=leaf", "shop.example.com");
        assertThat(served(leaf).key()).isEqualTo(word);
    }

    @Test
    void saysWhatTheCertificateSays() {
        X509Certificate leaf = TestAuthority.root(directory, "root").leaf("shop.example.com");
        ServedCertificate served = served(leaf);
        assertThat(served.subject()).isEqualTo("CN=leaf");
        assertThat(served.issuer()).isEqualTo("CN=root");
        assertThat(served.names()).containsExactly("shop.example.com");
        assertThat(served.serial()).isEqualTo(leaf.getSerialNumber().toString(16));
        assertThat(served.notAfter()).isEqualTo(leaf.getNotAfter().toInstant());
        assertThat(served.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(served.shortFingerprint()).matches("([0-9A-F]{2}:){3}[0-9A-F]{2}");
        assertThat(served.version()).isEqualTo("TLSv1.3");
        assertThat(served.alpn()).contains("h2");
    }

    @Test
    void aHostileSubjectIsPrintableAndBounded() {
        String long64 = "x".repeat(64);
        X509Certificate leaf = TestAuthority.root(directory, "root")
                .leafWith(
                        "ec",
                        "/CN=a\u001b[2J\u202e/OU=%s/O=%s/L=%s/ST=%s".formatted(long64, long64, long64, long64),
                        "shop.example.com");
        assertThat(served(leaf).subject()).matches("[ -~]{1,203}").endsWith("...");
    }

    @Test
    void theTimeOfTheSightAloneMakesNoDifference() {
        ServedCertificate served = served(TestAuthority.root(directory, "root").leaf("shop.example.com"));
        ServedCertificate later = served.again(served.host(), "TLSv1.3", Optional.of("h2"), NOW.plusSeconds(60));
        assertThat(later.isAs(served)).isTrue();
        assertThat(later.again(served.host(), "TLSv1.2", Optional.of("h2"), NOW).isAs(served))
                .isFalse();
        assertThat(later.again(served.host(), "TLSv1.3", Optional.empty(), NOW).isAs(served))
                .isFalse();
    }

    private static ServedCertificate served(X509Certificate leaf) {
        return ServedCertificate.of(
                "shop",
                "web-1",
                Optional.of("shop.example.com"),
                new Handshake("TLSv1.3", Optional.of("h2"), List.of(leaf)),
                Chain.COMPLETE,
                NOW);
    }
}

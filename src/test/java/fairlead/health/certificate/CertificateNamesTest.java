package fairlead.health.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateNamesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "shop.example.com, shop.example.com, true",
        "shop.example.com, blog.example.com, false",
        "shop.example.com, a.shop.example.com, false",
        "*.example.com, shop.example.com, true",
        "*.example.com, example.com, false",
        "*.example.com, a.shop.example.com, false",
        "*.shop.example.com, a.shop.example.com, true",
        "s*.example.com, shop.example.com, false",
        "*, localhost, false",
        "*, example.com, false",
        "*.com, example.com, true",
        "?.example.com, a.example.com, false"
    })
    void aWildcardStandsForOneWholeLabel(String name, String host, boolean covered) {
        assertThat(CertificateNames.cover(List.of("other.example.net", name), host))
                .isEqualTo(covered);
    }

    @Test
    void theCommonNameDoesNotCount() {
        X509Certificate certificate = TestAuthority.root(directory, "root").leafWith("ec", "/CN=shop.example.com");
        assertThat(CertificateNames.of(certificate)).isEmpty();
    }

    @Test
    void namesAreInLowerCaseAndAllOfHundredsAreRead() {
        String[] many = IntStream.range(0, 300)
                .mapToObj("Host-%d.Example.com"::formatted)
                .toArray(String[]::new);
        List<String> names =
                CertificateNames.of(TestAuthority.root(directory, "root").leaf(many));
        assertThat(names).hasSize(300).contains("host-0.example.com", "host-299.example.com");
    }

    @Test
    void whatDoesNotPrintIsReplaced() {
        List<String> names =
                CertificateNames.of(TestAuthority.root(directory, "root").leaf("evil\u0007\u001b[31m.example.com"));
        assertThat(names).containsExactly("evil??[31m.example.com");
    }
}

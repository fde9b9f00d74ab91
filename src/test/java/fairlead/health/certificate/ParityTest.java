package fairlead.health.certificate;

import static fairlead.health.certificate.Certificates.served;
import static fairlead.health.certificate.Certificates.valid;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ParityTest {
    private static final String NEW = "AA:AA:AA:AA:AA:AA";
    private static final String OLD = "BB:BB:BB:BB:BB:BB";
    private static final String THIRD = "CC:CC:CC:CC:CC:CC";

    @Test
    void theSameEverywhereIsFine() {
        assertThat(differences(served("web-1", "a.example.com", NEW), served("web-2", "a.example.com", NEW)))
                .isEmpty();
    }

    @Test
    void differentHostsMayHaveDifferentOnes() {
        assertThat(differences(served("web-1", "a.example.com", NEW), served("web-1", "b.example.com", OLD)))
                .isEmpty();
    }

    @Test
    void theOneThatDiffersFromMostIsNamedFirst() {
        assertThat(differences(
                        served("web-1", "a.example.com", NEW),
                        valid(served("web-2", "a.example.com", OLD), Duration.ofDays(-80), Duration.ofDays(9)),
                        served("web-3", "a.example.com", NEW)))
                .singleElement()
                .satisfies(draft -> {
                    assertThat(draft.key())
                            .isEqualTo(new Finding.Key(
                                    Kind.CERTIFICATES_DIFFER,
                                    Optional.of("shop"),
                                    Optional.empty(),
                                    Optional.of("a.example.com")));
                    assertThat(draft.text())
                            .isEqualTo("different certificates are served for a.example.com: "
                                    + "web-2 with BB:BB:BB:BB (valid until 2026-12-02) "
                                    + "unlike web-1, web-3 with AA:AA:AA:AA (valid until 2027-01-22): "
                                    + "install the same one on every backend");
                });
    }

    @Test
    void withoutAMajorityBothSidesAreNamed() {
        assertThat(differences(served("web-1", "a.example.com", NEW), served("web-2", "a.example.com", OLD)))
                .singleElement()
                .satisfies(draft -> assertThat(draft.text())
                        .contains("web-1 with AA:AA:AA:AA", "web-2 with BB:BB:BB:BB")
                        .doesNotContain("unlike"));
    }

    @Test
    void hostsWithTheSameDifferenceAreOneFinding() {
        assertThat(differences(
                        served("web-1", "a.example.com", NEW),
                        served("web-2", "a.example.com", OLD),
                        served("web-1", "b.example.com", NEW),
                        served("web-2", "b.example.com", OLD)))
                .singleElement()
                .satisfies(draft -> assertThat(draft.text()).contains("for a.example.com, b.example.com:"));
    }

    @Test
    void hostsWithAnotherDifferenceAreAnotherFinding() {
        assertThat(differences(
                        served("web-1", "a.example.com", NEW),
                        served("web-2", "a.example.com", OLD),
                        served("web-1", "b.example.com", THIRD),
                        served("web-2", "b.example.com", OLD)))
                .extracting(draft -> draft.key().host())
                .containsExactly(Optional.of("a.example.com"), Optional.of("b.example.com"));
    }

    @Test
    void withoutAHostTheyAreComparedToo() {
        assertThat(differences(served("web-1", "", NEW), served("web-2", "", OLD)))
                .singleElement()
                .satisfies(draft -> {
                    assertThat(draft.key().host()).isEmpty();
                    assertThat(draft.text()).startsWith("different certificates are served: web-1");
                });
    }

    private static List<Draft> differences(ServedCertificate... served) {
        return Parity.differences(new Sightings("shop", List.of(served)));
    }
}

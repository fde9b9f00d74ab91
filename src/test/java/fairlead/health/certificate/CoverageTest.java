package fairlead.health.certificate;

import static fairlead.health.certificate.Certificates.config;
import static fairlead.health.certificate.Certificates.loadBalancer;
import static fairlead.health.certificate.Certificates.naming;
import static fairlead.health.certificate.Certificates.served;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CoverageTest {

    @Nested
    class OfAnExactHost {
        @Test
        void isThereByNameOrByWildcard() {
            assertThat(gaps(
                            "shop.example.com www.example.com",
                            naming(served("web-1", "shop.example.com", "AA"), "x.example.org", "shop.example.com"),
                            naming(served("web-1", "www.example.com", "BB"), "*.example.com")))
                    .isEmpty();
        }

        @Test
        void isMissing() {
            assertThat(gaps(
                            "shop.example.com",
                            naming(served("web-1", "shop.example.com", "AA"), "blog.example.com"),
                            naming(served("web-2", "shop.example.com", "AA"), "blog.example.com")))
                    .singleElement()
                    .satisfies(draft -> {
                        assertThat(draft.key())
                                .isEqualTo(new Finding.Key(
                                        Kind.HOST_NOT_COVERED,
                                        Optional.of("shop"),
                                        Optional.empty(),
                                        Optional.of("shop.example.com")));
                        assertThat(draft.severity()).isEqualTo(Severity.CRITICAL);
                        assertThat(draft.text())
                                .isEqualTo("shop.example.com is not covered by the certificate on web-1, web-2, "
                                        + "which is for blog.example.com: "
                                        + "get one that names shop.example.com, or remove the host");
                    });
        }

        @Test
        void isMissingOnOneBackendOnly() {
            assertThat(gaps(
                            "shop.example.com",
                            served("web-1", "shop.example.com", "AA"),
                            naming(served("web-2", "shop.example.com", "BB"), "blog.example.com")))
                    .singleElement()
                    .satisfies(draft -> assertThat(draft.text()).contains("the certificate on web-2,"));
        }

        @Test
        void isMissingWhenThereAreNoNamesAtAll() {
            assertThat(gaps("shop.example.com", naming(served("web-1", "shop.example.com", "AA"))))
                    .singleElement()
                    .satisfies(draft -> assertThat(draft.text()).contains("for no name at all"));
        }

        @Test
        void isSaidInAShortSentenceHoweverManyNamesThereAre() {
            String[] names = IntStream.range(0, 500)
                    .mapToObj("n%d.example.org"::formatted)
                    .toArray(String[]::new);
            assertThat(gaps("shop.example.com", naming(served("web-1", "shop.example.com", "AA"), names)))
                    .singleElement()
                    .satisfies(draft ->
                            assertThat(draft.text()).hasSizeLessThan(300).contains("and 496 more"));
        }
    }

    @Nested
    class OfNamesBelowAWildcard {
        private final ServedCertificate covered =
                naming(served("web-1", "a.shop.example.com", "AA"), "*.shop.example.com");
        private final ServedCertificate tooDeep =
                naming(served("web-1", "x.a.shop.example.com", "AA"), "*.shop.example.com");

        @Test
        void isThere() {
            assertThat(gaps("*.shop.example.com", covered)).isEmpty();
        }

        @Test
        void isMissingForSomeWhichMayBeNamesThatSomebodyMadeUp() {
            assertThat(gaps("*.shop.example.com", covered, tooDeep))
                    .singleElement()
                    .satisfies(draft -> {
                        assertThat(draft.key().host()).contains("*.shop.example.com");
                        assertThat(draft.severity()).isEqualTo(Severity.NOTICE);
                        assertThat(draft.text()).startsWith("x.a.shop.example.com is not covered");
                    });
        }

        @Test
        void isMissingForAll() {
            assertThat(gaps("*.shop.example.com", tooDeep))
                    .singleElement()
                    .satisfies(draft -> assertThat(draft.severity()).isEqualTo(Severity.WARNING));
        }

        @Test
        void isOneFindingForAnyNumberOfNames() {
            ServedCertificate[] many = IntStream.range(0, 64)
                    .mapToObj(i -> naming(served("web-1", "n%d.shop.example.com".formatted(i), "AA"), "other.example"))
                    .toArray(ServedCertificate[]::new);
            assertThat(gaps("*.shop.example.com", many))
                    .singleElement()
                    .satisfies(draft -> assertThat(draft.text()).contains("and 60 more are not covered"));
        }
    }

    @Test
    void aCatchAllClaimsNoHostThatCouldBeUncovered() {
        assertThat(gaps("", naming(served("web-1", "shop.example.com", "AA"), "blog.example.com")))
                .isEmpty();
    }

    private static List<Draft> gaps(String hosts, ServedCertificate... served) {
        return Coverage.gaps(
                config(loadBalancer("shop", hosts, 443, "10.0.0.1 10.0.0.2"))
                        .loadBalancers()
                        .getFirst(),
                new Sightings("shop", List.of(served)));
    }
}

package fairlead.health.certificate;

import static fairlead.health.certificate.Certificates.NOW;
import static fairlead.health.certificate.Certificates.config;
import static fairlead.health.certificate.Certificates.judged;
import static fairlead.health.certificate.Certificates.loadBalancer;
import static fairlead.health.certificate.Certificates.served;
import static fairlead.health.certificate.Certificates.valid;
import static fairlead.health.certificate.Certificates.with;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.Config;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateFindingsTest {
    private static final Config SHOP =
            config(loadBalancer("shop", "shop.example.com www.example.com", 443, "10.0.0.1 10.0.0.2"));
    private static final ServedCertificate GOOD = served("web-1", "shop.example.com", "AA:AA:AA:AA:AA");

    @Test
    void aGoodCertificateIsNoFinding() {
        assertThat(judged(SHOP, GOOD)).isEmpty();
    }

    @Test
    void nothingSeenIsNoFinding() {
        assertThat(judged(SHOP)).isEmpty();
    }

    @Nested
    class Time {
        @ParameterizedTest(name = "{0} hours left: {1} {2}")
        @CsvSource({
            "505, , ",
            "504, CERTIFICATE_EXPIRES, NOTICE",
            "169, CERTIFICATE_EXPIRES, NOTICE",
            "168, CERTIFICATE_EXPIRES, WARNING",
            "25, CERTIFICATE_EXPIRES, WARNING",
            "24, CERTIFICATE_EXPIRES, CRITICAL",
            "0, CERTIFICATE_EXPIRES, CRITICAL",
            "-1, CERTIFICATE_EXPIRED, CRITICAL"
        })
        void isRunningOut(int hours, Kind kind, Severity severity) {
            List<Draft> found = judged(SHOP, valid(GOOD, Duration.ofDays(-60), Duration.ofHours(hours)));
            if (kind == null) {
                assertThat(found).isEmpty();
            } else {
                assertThat(found).singleElement().satisfies(draft -> {
                    assertThat(draft.key().kind()).isEqualTo(kind);
                    assertThat(draft.severity()).isEqualTo(severity);
                });
            }
        }

        @Test
        void theSentenceSaysWhenAndWhatToDo() {
            assertThat(judged(SHOP, valid(GOOD, Duration.ofDays(-60), Duration.ofDays(5))))
                    .singleElement()
                    .extracting(Draft::text)
                    .isEqualTo("the certificate for shop.example.com on web-1 expires in 5 days, on 2026-11-28: "
                            + "renew it and have the server load the new one");
        }

        @Test
        void hasNotBegun() {
            assertThat(judged(SHOP, valid(GOOD, Duration.ofMinutes(5), Duration.ofDays(60))))
                    .singleElement()
                    .satisfies(draft -> {
                        assertThat(draft.key().kind()).isEqualTo(Kind.CERTIFICATE_NOT_YET_VALID);
                        assertThat(draft.severity()).isEqualTo(Severity.CRITICAL);
                        assertThat(draft.text()).contains("2026-11-23");
                    });
        }

        @Test
        void canBeAbsurd() {
            ServedCertificate absurd = valid(
                    GOOD,
                    Duration.between(NOW, Instant.parse("9999-12-31T23:59:59Z")),
                    Duration.between(NOW, Instant.parse("0001-01-01T00:00:00Z")));
            assertThat(judged(SHOP, absurd))
                    .extracting(draft -> draft.key().kind())
                    .containsExactly(Kind.CERTIFICATE_NOT_YET_VALID, Kind.CERTIFICATE_EXPIRED);
        }
    }

    @Nested
    class OneCertificateInManyPlaces {
        private final Duration fiveDays = Duration.ofDays(5);
        private final Duration past = Duration.ofDays(-60);

        @Test
        void isOneFindingThatNamesNoSingleBackend() {
            List<Draft> found = judged(
                    SHOP,
                    valid(GOOD, past, fiveDays),
                    valid(served("web-1", "www.example.com", GOOD.fingerprint()), past, fiveDays),
                    valid(served("web-2", "shop.example.com", GOOD.fingerprint()), past, fiveDays),
                    valid(served("web-2", "www.example.com", GOOD.fingerprint()), past, fiveDays));
            assertThat(found).singleElement().satisfies(draft -> {
                assertThat(draft.key().backend()).isEmpty();
                assertThat(draft.key().host()).contains("shop.example.com");
                assertThat(draft.text())
                        .contains("the certificate for shop.example.com, www.example.com on web-1, web-2 expires");
            });
        }

        @Test
        void isAFindingOfTheBackendThatHasItAlone() {
            List<Draft> found =
                    judged(SHOP, GOOD, valid(served("web-2", "shop.example.com", "BB:BB:BB:BB:BB"), past, fiveDays));
            assertThat(found)
                    .filteredOn(draft -> draft.key().kind() == Kind.CERTIFICATE_EXPIRES)
                    .singleElement()
                    .satisfies(draft -> assertThat(draft.key().backend()).contains("web-2"));
        }

        @Test
        void listsOnlyAFewOfManyBackends() {
            ServedCertificate[] many = IntStream.range(0, 200)
                    .mapToObj(i -> with(served("web-" + i, "shop.example.com", "AA:AA"), Chain.INCOMPLETE))
                    .toArray(ServedCertificate[]::new);
            assertThat(judged(SHOP, many))
                    .singleElement()
                    .satisfies(draft -> assertThat(draft.text())
                            .contains("on web-0, web-1, web-2, web-3 and 196 more comes without"));
        }
    }

    @Nested
    class TheChain {
        @Test
        void isIncomplete() {
            assertThat(judged(SHOP, with(GOOD, Chain.INCOMPLETE)))
                    .singleElement()
                    .satisfies(draft -> {
                        assertThat(draft.key().kind()).isEqualTo(Kind.CHAIN_INCOMPLETE);
                        assertThat(draft.severity()).isEqualTo(Severity.WARNING);
                        assertThat(draft.text()).contains("fullchain.pem", "health_check.ca_file", "CN=R3");
                    });
        }

        @Test
        void isIncompleteOnOneBackendOnly() {
            assertThat(judged(
                            SHOP,
                            GOOD,
                            with(served("web-2", "shop.example.com", GOOD.fingerprint()), Chain.INCOMPLETE)))
                    .singleElement()
                    .satisfies(draft -> assertThat(draft.key().backend()).contains("web-2"));
        }

        @Test
        void isTheCertificateItself() {
            assertThat(judged(SHOP, with(GOOD, Chain.SELF_SIGNED)))
                    .singleElement()
                    .satisfies(draft -> {
                        assertThat(draft.key().kind()).isEqualTo(Kind.SELF_SIGNED);
                        assertThat(draft.severity()).isEqualTo(Severity.NOTICE);
                    });
        }
    }

    @Test
    void aBackendThatSpeaksOnlyOldTlsIsAFindingOfItsOwn() {
        assertThat(CertificateFindings.of(SHOP, SHOP.loadBalancers().getFirst(), List.of(), List.of("web-2"), NOW))
                .singleElement()
                .satisfies(draft -> {
                    assertThat(draft.key())
                            .isEqualTo(new Finding.Key(
                                    Kind.OLD_TLS, Optional.of("shop"), Optional.of("web-2"), Optional.empty()));
                    assertThat(draft.text()).startsWith("web-2 speaks only TLS 1.1 or older");
                });
    }
}

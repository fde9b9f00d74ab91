package fairlead.admin.page;

import fairlead.health.certificate.ServedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How long a certificate is still valid. */
public record CertificateLife(Instant notAfter, long days) {
    private static final int SOON = 21;
    private static final int VERY_SOON = 7;

    static CertificateLife of(Instant notAfter) {
        return new CertificateLife(
                notAfter, Duration.between(Instant.now(), notAfter).toDays());
    }

    static Optional<CertificateLife> shortest(List<ServedCertificate> certificates) {
        return certificates.stream()
                .map(ServedCertificate::notAfter)
                .min(Comparator.naturalOrder())
                .map(CertificateLife::of);
    }

    /** The class of its badge. */
    public String badge() {
        return days < VERY_SOON ? "bad" : days < SOON ? "warn" : "ok";
    }

    /** {@code 42 days}. */
    public String text() {
        return notAfter.isBefore(Instant.now()) ? "expired" : Words.plural(days, "day");
    }
}

package fairlead.health.certificate;

import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with the certificates of one load balancer, judged by what was seen of them and nothing else. What
 * concerns one certificate is said once, however many backends and hosts it serves.
 */
final class CertificateFindings {
    private static final Duration NOTICE = Duration.ofDays(21);
    private static final Duration WARNING = Duration.ofDays(7);
    private static final Duration CRITICAL = Duration.ofDays(1);

    private CertificateFindings() {}

    /**
     * Everything that is wrong.
     *
     * @param config with every other load balancer, whose hosts a certificate may cover too
     * @param oldTls the backends that speak nothing newer than TLS 1.1
     */
    static List<Draft> of(
            Config config,
            LoadBalancerConfig loadBalancer,
            List<ServedCertificate> served,
            Collection<String> oldTls,
            Instant now) {
        Sightings seen = new Sightings(loadBalancer.name(), served);
        List<Draft> drafts = new ArrayList<>();
        seen.byCertificate(any -> true).forEach(same -> drafts.addAll(validity(seen, same, now)));
        seen.byCertificate(one -> one.chain() == Chain.INCOMPLETE).forEach(same -> drafts.add(incomplete(seen, same)));
        seen.byCertificate(one -> one.chain() == Chain.SELF_SIGNED).forEach(same -> drafts.add(selfSigned(seen, same)));
        oldTls.forEach(backend -> drafts.add(oldTls(loadBalancer.name(), backend)));
        drafts.addAll(Parity.differences(seen));
        drafts.addAll(Coverage.gaps(loadBalancer, seen));
        drafts.addAll(Coalescing.risks(config, loadBalancer, seen));
        return drafts;
    }

    private static List<Draft> validity(Sightings seen, List<ServedCertificate> same, Instant now) {
        ServedCertificate certificate = same.getFirst();
        String what = Sightings.theCertificate(same);
        List<Draft> drafts = new ArrayList<>();
        if (certificate.notBefore().isAfter(now)) {
            drafts.add(new Draft(
                    seen.key(Kind.CERTIFICATE_NOT_YET_VALID, same),
                    Severity.CRITICAL,
                    "%s is not valid before %s: install one that is valid now, or set the clock of this machine right"
                            .formatted(what, Sightings.day(certificate.notBefore()))));
        }
        Duration left = Duration.between(now, certificate.notAfter());
        if (left.isNegative()) {
            drafts.add(new Draft(
                    seen.key(Kind.CERTIFICATE_EXPIRED, same),
                    Severity.CRITICAL,
                    "%s expired on %s: renew it and have the server load the new one"
                            .formatted(what, Sightings.day(certificate.notAfter()))));
        } else if (left.compareTo(NOTICE) <= 0) {
            drafts.add(new Draft(
                    seen.key(Kind.CERTIFICATE_EXPIRES, same),
                    urgency(left),
                    "%s expires %s, on %s: renew it and have the server load the new one"
                            .formatted(what, in(left), Sightings.day(certificate.notAfter()))));
        }
        return drafts;
    }

    private static Severity urgency(Duration left) {
        if (left.compareTo(CRITICAL) <= 0) {
            return Severity.CRITICAL;
        }
        return left.compareTo(WARNING) <= 0 ? Severity.WARNING : Severity.NOTICE;
    }

    private static String in(Duration left) {
        return left.toDays() < 2 ? "in %d hours".formatted(left.toHours()) : "in %d days".formatted(left.toDays());
    }

    private static Draft incomplete(Sightings seen, List<ServedCertificate> same) {
        return new Draft(
                seen.key(Kind.CHAIN_INCOMPLETE, same),
                Severity.WARNING,
                "%s comes without the certificates that lead from its issuer (%s) to an authority that clients know: serve fullchain.pem, or name the CA in health_check.ca_file"
                        .formatted(
                                Sightings.theCertificate(same), same.getFirst().issuer()));
    }

    private static Draft selfSigned(Sightings seen, List<ServedCertificate> same) {
        return new Draft(
                seen.key(Kind.SELF_SIGNED, same),
                Severity.NOTICE,
                "%s is self-signed, of which browsers warn: get one from an authority, or name it in health_check.ca_file"
                        .formatted(Sightings.theCertificate(same)));
    }

    private static Draft oldTls(String loadBalancer, String backend) {
        return new Draft(
                new Finding.Key(Kind.OLD_TLS, Optional.of(loadBalancer), Optional.of(backend), Optional.empty()),
                Severity.WARNING,
                "%s speaks only TLS 1.1 or older, which browsers refuse: turn on TLS 1.2 and 1.3 there"
                        .formatted(backend));
    }
}

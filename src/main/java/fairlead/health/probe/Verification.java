package fairlead.health.probe;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges the certificate a backend served as a client would: its dates, its issuer, its names. The dates come first, as an
 * expired certificate is not trusted either, and that would say less.
 */
public final class Verification {
    private static final int DNS_NAME = 2;

    private Verification() {}

    /**
     * Why a client would refuse it, in words; empty when it would not.
     *
     * @param caFile with the authorities; those that Java trusts without one
     * @param serverName it must be for, if any
     */
    public static Optional<String> objection(
            List<X509Certificate> chain, Optional<String> caFile, Optional<String> serverName, Instant now) {
        try {
            require(chain, Authorities.of(caFile), serverName, now);
            return Optional.empty();
        } catch (CheckFailed e) {
            return Optional.of(e.reason());
        }
    }

    /**
     * @param serverName it must be for, if any
     * @throws CheckFailed when a client would refuse it
     */
    static void require(List<X509Certificate> chain, Authorities authorities, Optional<String> serverName, Instant now)
            throws CheckFailed {
        X509Certificate leaf = chain.getFirst();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw CheckFailed.because("certificate expired on " + day(leaf.getNotAfter()));
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            throw CheckFailed.because("certificate is not valid before " + day(leaf.getNotBefore()));
        }
        authorities.requireIssued(chain);
        if (serverName.isPresent() && !isFor(leaf, serverName.orElseThrow())) {
            throw CheckFailed.because("certificate is not for " + serverName.orElseThrow());
        }
    }

    /** By its subject alternative names alone; a wildcard stands for one label (RFC 9525 section 6.3). */
    private static boolean isFor(X509Certificate leaf, String serverName) {
        String name = serverName.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        String wildcard = dot < 0 ? name : "*" + name.substring(dot);
        for (List<?> entry : alternativeNames(leaf)) {
            if (entry.get(0).equals(DNS_NAME) && entry.get(1) instanceof String dns) {
                String covered = dns.toLowerCase(Locale.ROOT);
                if (covered.equals(name) || covered.equals(wildcard)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Collection<List<?>> alternativeNames(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static LocalDate day(Date date) {
        return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
    }
}

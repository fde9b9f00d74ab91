package fairlead.health.certificate;

import fairlead.health.probe.Authorities;
import fairlead.health.probe.CheckFailed;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** The certificates at which a chain may end: those that the JDK trusts, and those of a load balancer's own file. */
final class KnownAuthorities {
    private static final KnownAuthorities USUAL = new KnownAuthorities(List.of());

    private final Map<X500Principal, List<X509Certificate>> own;

    private KnownAuthorities(Collection<X509Certificate> own) {
        this.own = bySubject(own);
    }

    /** The JDK's, and these. */
    static KnownAuthorities with(Collection<X509Certificate> own) {
        return new KnownAuthorities(own);
    }

    /** The JDK's, and those in a PEM file; one that cannot be read adds none, of which the checks complain. */
    static KnownAuthorities with(Optional<String> file) {
        return file.isEmpty() ? USUAL : new KnownAuthorities(read(file));
    }

    /** Whether this is one of them, or was issued by one. */
    boolean know(X509Certificate certificate) {
        return isAmong(own, certificate) || isAmong(Usual.BY_SUBJECT, certificate);
    }

    private static boolean isAmong(Map<X500Principal, List<X509Certificate>> authorities, X509Certificate certificate) {
        return authorities
                        .getOrDefault(certificate.getSubjectX500Principal(), List.of())
                        .contains(certificate)
                || authorities.getOrDefault(certificate.getIssuerX500Principal(), List.of()).stream()
                        .anyMatch(authority -> Chain.isIssuedBy(certificate, authority));
    }

    private static Map<X500Principal, List<X509Certificate>> bySubject(Collection<X509Certificate> certificates) {
        return certificates.stream().collect(Collectors.groupingBy(X509Certificate::getSubjectX500Principal));
    }

    /** Read when a chain asks for it, and not when the config is applied: it takes a while. */
    private static final class Usual {
        private static final Map<X500Principal, List<X509Certificate>> BY_SUBJECT = bySubject(read(Optional.empty()));
    }

    private static Collection<X509Certificate> read(Optional<String> file) {
        try {
            return Authorities.of(file).certificates();
        } catch (CheckFailed e) {
            return List.of();
        }
    }
}

package fairlead.health.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How far the certificates that a server sends lead a client that knows only the usual authorities. */
public enum Chain {
    /** To an authority that clients may know, or to a root that the server sends along. */
    COMPLETE,
    /** To a certificate whose issuer is neither sent nor known. */
    INCOMPLETE,
    /** Nowhere: the server's certificate is its own issuer, and not known. */
    SELF_SIGNED;

    private static final int LONGEST = 10;

    /** The word by which it is known outside: {@code self_signed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Follows the links from the leaf, each a name and a signature. The order in which the others were sent does not
     * matter, as it does not to clients (RFC 8446 section 4.4.2).
     */
    static Chain of(List<X509Certificate> served, KnownAuthorities authorities) {
        Set<X509Certificate> left = new HashSet<>(served.subList(0, Math.min(served.size(), LONGEST)));
        X509Certificate leaf = served.getFirst();
        Optional<X509Certificate> next = Optional.of(leaf);
        while (next.isPresent()) {
            X509Certificate at = next.get();
            if (authorities.know(at)) {
                return COMPLETE;
            }
            if (isIssuedBy(at, at)) {
                return at.equals(leaf) ? SELF_SIGNED : COMPLETE;
            }
            left.remove(at);
            next = left.stream().filter(issuer -> isIssuedBy(at, issuer)).findFirst();
        }
        return INCOMPLETE;
    }

    /** Whether name and signature say so; false for keys and signatures that nobody knows. */
    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}

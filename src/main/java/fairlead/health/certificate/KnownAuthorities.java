package fairlead.health.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/** The certificates at which a chain may end: those that the JDK trusts, and those of a load balancer's own file. */
final class KnownAuthorities {
    private static final int LARGEST = 4 << 20; // bytes of a file

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
        return file.isEmpty() ? USUAL : new KnownAuthorities(read(Path.of(file.get())));
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
        private static final Map<X500Principal, List<X509Certificate>> BY_SUBJECT = bySubject(system());
    }

    private static List<X509Certificate> system() {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init((KeyStore) null);
            return Arrays.stream(managers.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            return List.of();
        }
    }

    private static List<X509Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] pem = in.readNBytes(LARGEST);
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return List.of();
        }
    }
}

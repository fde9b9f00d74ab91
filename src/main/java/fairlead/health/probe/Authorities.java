package fairlead.health.probe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who may issue a backend's certificate: the authorities Java trusts, or those of a file. Shared by all threads. A file is
 * read again only when it has changed, as each of many checks asks for it.
 */
public final class Authorities {
    private static final int LARGEST_FILE = 4 << 20;
    private static final int MOST_FILES = 64;
    private static final ConcurrentHashMap<String, Loaded> FILES = new ConcurrentHashMap<>();

    /** What JSSE calls the key exchange of TLS 1.3: it has no say in the certificate. */
    private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

    private record Loaded(FileTime modified, long size, Authorities authorities) {}

    /** Loaded when first asked for. */
    private static final class OfJava {
        private static final Authorities TRUSTED = load(null);
    }

    private final X509TrustManager manager;

    private Authorities(X509TrustManager manager) {
        this.manager = manager;
    }

    /**
     * Those of a PEM file, or of the system without one.
     *
     * @throws CheckFailed when the file is no good
     */
    public static Authorities of(Optional<String> caFile) throws CheckFailed {
        return caFile.isPresent() ? ofFile(caFile.orElseThrow()) : OfJava.TRUSTED;
    }

    /** Their own certificates. */
    public List<X509Certificate> certificates() {
        return List.of(manager.getAcceptedIssuers());
    }

    /**
     * Accepts a chain, the leaf first, that leads from one of them to a leaf made for a TLS server.
     *
     * @throws CheckFailed when it does not
     */
    void requireIssued(List<X509Certificate> chain) throws CheckFailed {
        try {
            manager.checkServerTrusted(chain.toArray(X509Certificate[]::new), ANY_KEY_EXCHANGE);
        } catch (CertificateException | RuntimeException e) { // the JDK may stumble over what a peer sends
            throw CheckFailed.because("certificate not trusted: " + why(e, chain));
        }
    }

    private static String why(Exception e, List<X509Certificate> chain) {
        List<Throwable> causes = Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(8)
                .toList();
        if (causes.stream().noneMatch(CertPathBuilderException.class::isInstance)) {
            return Reason.of(causes.getLast());
        }
        X509Certificate leaf = chain.getFirst();
        if (leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal())) {
            return "it is self-signed";
        }
        return Reason.printable(chain.getLast().getIssuerX500Principal().getName()) + " is not a known authority";
    }

    private static Authorities ofFile(String caFile) throws CheckFailed {
        try {
            Path path = Path.of(caFile);
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            Loaded before = FILES.get(caFile);
            if (before != null && before.size == now.size() && before.modified.equals(now.lastModifiedTime())) {
                return before.authorities;
            }
            Loaded loaded = new Loaded(now.lastModifiedTime(), now.size(), read(path));
            if (FILES.size() >= MOST_FILES) {
                FILES.clear(); // of configs that are gone, most likely
            }
            FILES.put(caFile, loaded);
            return loaded.authorities;
        } catch (IOException | CertificateException | RuntimeException e) {
            throw CheckFailed.because("cannot read ca_file %s: %s".formatted(Reason.printable(caFile), whyNot(e)));
        }
    }

    private static Authorities read(Path path) throws IOException, CertificateException {
        byte[] pem;
        try (InputStream in = Files.newInputStream(path)) {
            pem = in.readNBytes(LARGEST_FILE + 1);
        }
        if (pem.length > LARGEST_FILE) {
            throw new IOException("it is larger than %d MiB".formatted(LARGEST_FILE >> 20));
        }
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        if (found.isEmpty()) {
            throw new IOException("it holds no certificate in PEM");
        }
        return load(keyStore(found));
    }

    private static KeyStore keyStore(Collection<? extends Certificate> certificates) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int i = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority " + i++, certificate);
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Those in the store, or the system's for null. */
    private static Authorities load(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Stream.of(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(manager -> new Authorities((X509TrustManager) manager))
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot verify certificates", e);
        }
    }

    private static String whyNot(Exception e) {
        return switch (e) {
            case NoSuchFileException unused -> "there is no such file";
            case AccessDeniedException unused -> "access denied";
            case CertificateException unused -> "it holds something that is no certificate in PEM";
            default -> Reason.of(e);
        };
    }
}

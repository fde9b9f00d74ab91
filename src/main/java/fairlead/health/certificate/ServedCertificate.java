package fairlead.health.certificate;

import fairlead.health.finding.Printable;
import fairlead.health.probe.Handshake;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that a backend showed for a host, and how. A peer chose every text in it: they are printable ASCII and
 * bounded, nothing more.
 *
 * @param host the name that was asked for; empty when none was
 * @param names what it is for: DNS names and IP addresses
 * @param serial hexadecimal
 * @param fingerprint SHA-256 of the whole certificate, bytes in hexadecimal with colons between
 * @param key {@code EC P-256}, {@code RSA 2048}
 * @param version {@code TLSv1.3}
 * @param alpn what the backend chose of {@code h2} and {@code http/1.1}
 */
public record ServedCertificate(
        String loadBalancer,
        String backend,
        Optional<String> host,
        String subject,
        List<String> names,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        String fingerprint,
        String key,
        Chain chain,
        String version,
        Optional<String> alpn,
        Instant seenAt) {

    private static final int LONGEST = 200;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    public ServedCertificate {
        names = List.copyOf(names);
    }

    /**
     * What a handshake showed.
     *
     * @param caFile with authorities that are known beside the usual ones
     */
    public static ServedCertificate of(
            String loadBalancer,
            String backend,
            Optional<String> host,
            Handshake handshake,
            Optional<String> caFile,
            Instant seenAt) {
        Chain chain = Chain.of(handshake.chain(), KnownAuthorities.with(caFile));
        return of(loadBalancer, backend, host, handshake, chain, seenAt);
    }

    /** What a handshake showed, whose chain has been looked at. */
    static ServedCertificate of(
            String loadBalancer,
            String backend,
            Optional<String> host,
            Handshake handshake,
            Chain chain,
            Instant seenAt) {
        X509Certificate leaf = handshake.chain().getFirst();
        return new ServedCertificate(
                loadBalancer,
                backend,
                host,
                Printable.of(leaf.getSubjectX500Principal().getName(), LONGEST),
                CertificateNames.of(leaf),
                Printable.of(leaf.getIssuerX500Principal().getName(), LONGEST),
                serial(leaf.getSerialNumber()),
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(),
                fingerprint(leaf),
                key(leaf.getPublicKey()),
                chain,
                handshake.version(),
                handshake.alpn().map(protocol -> Printable.of(protocol, LONGEST)),
                seenAt);
    }

    /** The same certificate, shown for another host or another time. */
    ServedCertificate again(Optional<String> otherHost, String version, Optional<String> alpn, Instant at) {
        return new ServedCertificate(
                loadBalancer,
                backend,
                otherHost,
                subject,
                names,
                issuer,
                serial,
                notBefore,
                notAfter,
                fingerprint,
                key,
                chain,
                version,
                alpn,
                at);
    }

    /** Whether nothing but the time of the sight differs. */
    boolean isAs(ServedCertificate other) {
        return equals(other.again(other.host, other.version, other.alpn, seenAt));
    }

    /** Whether it is for this host. */
    public boolean covers(String name) {
        return CertificateNames.cover(names, name);
    }

    /** Enough of the fingerprint for people to tell two certificates apart. */
    String shortFingerprint() {
        return fingerprint.substring(0, Math.min(fingerprint.length(), 11));
    }

    private static String serial(BigInteger serial) {
        return Printable.of(serial.toString(16), LONGEST);
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return COLONS.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256, and what was parsed has an encoding", e);
        }
    }

    private static String key(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            case ECPublicKey ec -> curve(ec.getParams());
            case EdECPublicKey ed -> ed.getParams().getName();
            default -> Printable.of(key.getAlgorithm(), LONGEST);
        };
    }

    /** The NIST curves by the name that everybody uses. */
    private static String curve(ECParameterSpec curve) {
        int size = curve.getCurve().getField().getFieldSize();
        return curve.toString().contains("NIST P-" + size) ? "EC P-" + size : "EC " + size;
    }
}

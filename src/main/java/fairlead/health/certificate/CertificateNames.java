package fairlead.health.certificate;

import fairlead.health.finding.Printable;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The names a certificate is for. Only subject alternative names count: clients no longer look at the common name
 * (RFC 9525 section 2).
 */
final class CertificateNames {
    private static final int DNS = 2; // X509Certificate.getSubjectAlternativeNames
    private static final int IP = 7;
    private static final int LONGEST = 253;

    private CertificateNames() {}

    /** DNS names and IP addresses, in lower case; those of a certificate that is malformed there are none. */
    static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().flatMap(CertificateNames::name).toList();
        } catch (CertificateParsingException | RuntimeException e) {
            return List.of();
        }
    }

    /** Whether a host is one of the names. A wildcard is a whole first label and stands for one (RFC 9525 section 6.3). */
    static boolean cover(Collection<String> names, String host) {
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
    }

    private static Stream<String> name(List<?> typeAndName) {
        boolean wanted = typeAndName.get(0) instanceof Integer type && (type == DNS || type == IP);
        return wanted && typeAndName.get(1) instanceof String text
                ? Stream.of(Printable.of(text, LONGEST).toLowerCase(Locale.ROOT))
                : Stream.empty();
    }
}

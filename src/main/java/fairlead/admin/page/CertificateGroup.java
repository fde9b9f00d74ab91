package fairlead.admin.page;

import fairlead.health.certificate.Chain;
import fairlead.health.certificate.ServedCertificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the backends of one load balancer serve for one host.
 *
 * @param host empty when none was asked for
 * @param same whether all of them serve the same certificate
 */
public record CertificateGroup(String loadBalancer, Optional<String> host, boolean same, List<Row> rows) {

    public CertificateGroup {
        rows = List.copyOf(rows);
    }

    /**
     * The certificate of one backend.
     *
     * @param names that it is for
     * @param chain in words, or empty when there is nothing to say about it
     */
    public record Row(
            String backend,
            String subject,
            String names,
            String issuer,
            CertificateLife life,
            String fingerprint,
            String key,
            String chain,
            String protocol,
            Instant seenAt) {

        /** The beginning of the fingerprint, which is enough to tell two apart. */
        public String shortFingerprint() {
            return fingerprint.substring(0, Math.min(fingerprint.length(), 23));
        }
    }

    /** In the order in which they come. */
    static List<CertificateGroup> of(List<ServedCertificate> certificates) {
        record Place(String loadBalancer, Optional<String> host) {}
        Map<Place, List<ServedCertificate>> groups = new LinkedHashMap<>();
        for (ServedCertificate served : certificates) {
            groups.computeIfAbsent(new Place(served.loadBalancer(), served.host()), unused -> new ArrayList<>())
                    .add(served);
        }
        return groups.entrySet().stream()
                .map(group -> of(group.getKey().loadBalancer(), group.getKey().host(), group.getValue()))
                .toList();
    }

    private static CertificateGroup of(String loadBalancer, Optional<String> host, List<ServedCertificate> served) {
        long different =
                served.stream().map(ServedCertificate::fingerprint).distinct().count();
        return new CertificateGroup(
                loadBalancer,
                host,
                different == 1,
                served.stream().map(CertificateGroup::row).toList());
    }

    private static Row row(ServedCertificate served) {
        return new Row(
                served.backend(),
                served.subject(),
                String.join(", ", served.names()),
                served.issuer(),
                CertificateLife.of(served.notAfter()),
                served.fingerprint(),
                served.key(),
                chain(served.chain()),
                served.version() + served.alpn().map(alpn -> ", " + alpn).orElse(""),
                served.seenAt());
    }

    private static String chain(Chain chain) {
        return switch (chain) {
            case COMPLETE -> "";
            case INCOMPLETE -> "Chain incomplete";
            case SELF_SIGNED -> "Self-signed";
        };
    }
}

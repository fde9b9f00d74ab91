package fairlead.health.certificate;

import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import fairlead.health.finding.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether all backends of a load balancer serve the same certificate. Where they do not, what a client gets depends on
 * the backend that it happens to reach, and a renewal was forgotten somewhere.
 */
final class Parity {
    private Parity() {}

    /** One finding for all the hosts about which the backends disagree in the same way. */
    static List<Draft> differences(Sightings seen) {
        Map<Map<String, String>, List<ServedCertificate>> ways = new LinkedHashMap<>();
        for (List<ServedCertificate> host : seen.byHost().values()) {
            Map<String, String> way = host.stream()
                    .collect(Collectors.toMap(ServedCertificate::backend, ServedCertificate::fingerprint, (a, b) -> a));
            if (way.values().stream().distinct().count() > 1) {
                ways.computeIfAbsent(way, key -> new ArrayList<>()).addAll(host);
            }
        }
        return ways.values().stream().map(way -> draft(seen, way)).toList();
    }

    private static Draft draft(Sightings seen, List<ServedCertificate> way) {
        List<List<ServedCertificate>> sides =
                new ArrayList<>(new Sightings(seen.loadBalancer(), way).byCertificate(any -> true));
        sides.sort(Comparator.comparingInt(List::size));
        boolean majority = sides.getLast().size() > sides.get(sides.size() - 2).size();
        List<String> said = new ArrayList<>();
        for (List<ServedCertificate> side : majority ? sides.subList(0, sides.size() - 1) : sides) {
            said.add("%s with %s".formatted(Sightings.backends(side), which(side)));
        }
        String rest = majority
                ? " unlike %s with %s".formatted(Sightings.backends(sides.getLast()), which(sides.getLast()))
                : "";
        return new Draft(
                new Finding.Key(
                        Kind.CERTIFICATES_DIFFER,
                        Optional.of(seen.loadBalancer()),
                        Optional.empty(),
                        way.getFirst().host()),
                Severity.WARNING,
                "different certificates are served%s: %s%s: install the same one on every backend"
                        .formatted(Sightings.forHosts(way), Printable.few(said), rest));
    }

    private static String which(Collection<ServedCertificate> side) {
        ServedCertificate certificate = side.iterator().next();
        return "%s (valid until %s)".formatted(certificate.shortFingerprint(), Sightings.day(certificate.notAfter()));
    }
}

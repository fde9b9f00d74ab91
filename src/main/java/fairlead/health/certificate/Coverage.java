package fairlead.health.certificate;

import fairlead.config.LoadBalancerConfig;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import fairlead.health.finding.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the certificates are for the hosts of their load balancer. Which names below a wildcard host exist, clients
 * say, and anybody can say anything: those make one finding for the wildcard, and a mild one when others are covered.
 */
final class Coverage {
    private Coverage() {}

    static List<Draft> gaps(LoadBalancerConfig loadBalancer, Sightings seen) {
        HostMatch match = HostMatch.among(loadBalancer.hosts());
        Map<String, List<ServedCertificate>> byHost = new LinkedHashMap<>();
        for (ServedCertificate one : seen.all()) {
            one.host()
                    .flatMap(match::best)
                    .ifPresent(host -> byHost.computeIfAbsent(host, key -> new ArrayList<>())
                            .add(one));
        }
        List<Draft> drafts = new ArrayList<>();
        byHost.forEach((host, asked) -> {
            List<ServedCertificate> bare =
                    asked.stream().filter(one -> !covers(one)).toList();
            if (!bare.isEmpty()) {
                drafts.add(draft(loadBalancer.name(), host, bare, asked.size()));
            }
        });
        return drafts;
    }

    private static Draft draft(String loadBalancer, String host, List<ServedCertificate> bare, int asked) {
        List<String> names = bare.getFirst().names();
        List<String> hosts =
                bare.stream().map(one -> one.host().orElseThrow()).distinct().toList();
        return new Draft(
                new Finding.Key(Kind.HOST_NOT_COVERED, Optional.of(loadBalancer), Optional.empty(), Optional.of(host)),
                severity(host.startsWith("*."), bare.size() == asked),
                "%s %s not covered by the certificate on %s, which is for %s: get one that names %s, or remove the host"
                        .formatted(
                                Printable.few(hosts),
                                hosts.size() == 1 ? "is" : "are",
                                Sightings.backends(bare),
                                names.isEmpty() ? "no name at all" : Printable.few(names),
                                host));
    }

    private static Severity severity(boolean wildcard, boolean every) {
        if (!wildcard) {
            return Severity.CRITICAL;
        }
        return every ? Severity.WARNING : Severity.NOTICE;
    }

    private static boolean covers(ServedCertificate certificate) {
        return certificate.covers(certificate.host().orElseThrow());
    }
}

package fairlead.health.certificate;

import fairlead.config.BackendConfig;
import fairlead.config.Config;
import fairlead.config.ForwardingRule;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import fairlead.health.finding.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether browsers may take the wrong connection. One that speaks HTTP/2 sends requests for every host that the
 * certificate covers and that has the same address over the connection it has (RFC 9113 section 9.1.1), and a balancer
 * that passes TLS through cannot see that they belong to another load balancer.
 */
final class Coalescing {
    private Coalescing() {}

    static List<Draft> risks(Config config, LoadBalancerConfig loadBalancer, Sightings seen) {
        Collection<List<ServedCertificate>> overHttp2 =
                seen.byCertificate(one -> one.alpn().equals(Optional.of("h2")));
        List<Draft> drafts = new ArrayList<>();
        for (LoadBalancerConfig other : config.loadBalancers()) {
            if (!other.name().equals(loadBalancer.name())) {
                sharedPort(loadBalancer, other)
                        .flatMap(port -> risk(claimed(config, port), loadBalancer, other, port, overHttp2))
                        .ifPresent(drafts::add);
            }
        }
        return drafts;
    }

    private static Optional<Draft> risk(
            HostMatch claimed,
            LoadBalancerConfig from,
            LoadBalancerConfig to,
            int port,
            Collection<List<ServedCertificate>> overHttp2) {
        Set<String> hosts = new LinkedHashSet<>();
        List<ServedCertificate> risky = new ArrayList<>();
        for (List<ServedCertificate> same : overHttp2) {
            List<String> covered = to.hosts().stream()
                    .filter(host -> covers(same.getFirst(), host, claimed))
                    .toList();
            if (!covered.isEmpty()) {
                hosts.addAll(covered);
                risky.addAll(same);
            }
        }
        if (risky.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Draft(
                new Finding.Key(
                        Kind.COALESCING,
                        Optional.of(from.name()),
                        Optional.empty(),
                        Optional.of(hosts.iterator().next())),
                Severity.WARNING,
                "%s also covers %s of the load balancer %s on port %d, so that browsers may send its requests to %s over HTTP/2: give %s and %s separate certificates"
                        .formatted(
                                Sightings.theCertificate(risky),
                                Printable.few(List.copyOf(hosts)),
                                to.name(),
                                port,
                                from.name(),
                                from.name(),
                                to.name())));
    }

    /** Whether the certificate is good for a host of another load balancer, or for names that come to it by a wildcard. */
    private static boolean covers(ServedCertificate certificate, String host, HostMatch claimed) {
        if (!host.startsWith("*.")) {
            return CertificateNames.cover(certificate.names(), host);
        }
        return certificate.names().stream()
                .anyMatch(name ->
                        HostMatch.takes(host, name) && claimed.best(name).equals(Optional.of(host)));
    }

    /** An entry port on which both are reached at the same address, though by different servers. */
    private static Optional<Integer> sharedPort(LoadBalancerConfig one, LoadBalancerConfig other) {
        for (ForwardingRule rule : passthrough(one)) {
            for (ForwardingRule its : passthrough(other)) {
                if (meet(rule, its) && !servers(one, rule).equals(servers(other, its))) {
                    return Optional.of(rule.entryPort());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean meet(ForwardingRule one, ForwardingRule other) {
        return one.entryPort() == other.entryPort()
                && (one.listenerAddress().isEmpty()
                        || other.listenerAddress().isEmpty()
                        || one.listenerAddress().equals(other.listenerAddress()));
    }

    private static Set<String> servers(LoadBalancerConfig loadBalancer, ForwardingRule rule) {
        return loadBalancer.backends().stream()
                .map(backend -> server(backend, rule))
                .collect(Collectors.toSet());
    }

    private static String server(BackendConfig backend, ForwardingRule rule) {
        return backend.address().text() + ' ' + backend.port().orElse(rule.targetPort());
    }

    private static HostMatch claimed(Config config, int port) {
        return HostMatch.among(config.loadBalancers().stream()
                .filter(any -> passthrough(any).stream().anyMatch(rule -> rule.entryPort() == port))
                .flatMap(any -> any.hosts().stream())
                .toList());
    }

    private static List<ForwardingRule> passthrough(LoadBalancerConfig loadBalancer) {
        return loadBalancer.forwardingRules().stream()
                .filter(ForwardingRule::tlsPassthrough)
                .toList();
    }
}

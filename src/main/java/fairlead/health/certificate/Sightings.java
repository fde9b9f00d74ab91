package fairlead.health.certificate;

import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Printable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was last seen of a load balancer's certificates, and how sentences speak of it.
 *
 * @param all one for each backend and host, in the order in which a person would list them
 */
record Sightings(String loadBalancer, List<ServedCertificate> all) {
    Sightings {
        all = List.copyOf(all);
    }

    /** What the backends serve for each host. */
    Map<Optional<String>, List<ServedCertificate>> byHost() {
        return grouped(all, ServedCertificate::host);
    }

    /** The sightings of each certificate, of those wanted. */
    Collection<List<ServedCertificate>> byCertificate(Predicate<ServedCertificate> wanted) {
        return grouped(all.stream().filter(wanted).toList(), ServedCertificate::fingerprint)
                .values();
    }

    /**
     * The key of a finding about one certificate: its first host, and its first backend unless every backend serves it
     * for that host. No two certificates have the same.
     */
    Finding.Key key(Kind kind, List<ServedCertificate> same) {
        ServedCertificate first = same.getFirst();
        boolean everywhere =
                all.stream().filter(other -> other.host().equals(first.host())).allMatch(same::contains);
        return new Finding.Key(
                kind,
                Optional.of(loadBalancer),
                everywhere ? Optional.empty() : Optional.of(first.backend()),
                first.host());
    }

    /** {@code the certificate for shop.example.com on web-1, web-2}. */
    static String theCertificate(List<ServedCertificate> same) {
        return "the certificate%s on %s".formatted(forHosts(same), backends(same));
    }

    static String backends(Collection<ServedCertificate> some) {
        return Printable.few(
                some.stream().map(ServedCertificate::backend).distinct().toList());
    }

    /** {@code  for shop.example.com}, and nothing when no host was asked for. */
    static String forHosts(Collection<ServedCertificate> some) {
        List<String> hosts =
                some.stream().flatMap(one -> one.host().stream()).distinct().toList();
        return hosts.isEmpty() ? "" : " for " + Printable.few(hosts);
    }

    static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    private static <K> Map<K, List<ServedCertificate>> grouped(
            List<ServedCertificate> some, Function<ServedCertificate, K> by) {
        return some.stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
    }
}

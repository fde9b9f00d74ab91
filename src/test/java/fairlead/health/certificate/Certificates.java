package fairlead.health.certificate;

import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sightings of certificates without certificates, and the configs in which they are judged. */
public final class Certificates {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private Certificates() {}

    /** A good certificate that is for this host, as {@code shop}'s web-1 serves it; what it is called tells it from others. */
    static ServedCertificate served(String backend, String host, String fingerprint) {
        return new ServedCertificate(
                "shop",
                backend,
                host.isEmpty() ? Optional.empty() : Optional.of(host),
                "CN=leaf",
                host.isEmpty() ? List.of("other.example.com") : List.of(host),
                "CN=R3",
                "1",
                NOW.minus(Duration.ofDays(30)),
                NOW.plus(Duration.ofDays(60)),
                fingerprint,
                "EC P-256",
                Chain.COMPLETE,
                "TLSv1.3",
                Optional.of("http/1.1"),
                NOW);
    }

    static ServedCertificate naming(ServedCertificate of, String... names) {
        return copy(of, List.of(names), of.notBefore(), of.notAfter(), of.chain(), of.alpn());
    }

    static ServedCertificate valid(ServedCertificate of, Duration from, Duration to) {
        return copy(of, of.names(), NOW.plus(from), NOW.plus(to), of.chain(), of.alpn());
    }

    static ServedCertificate with(ServedCertificate of, Chain chain) {
        return copy(of, of.names(), of.notBefore(), of.notAfter(), chain, of.alpn());
    }

    static ServedCertificate overHttp2(ServedCertificate of) {
        return copy(of, of.names(), of.notBefore(), of.notAfter(), of.chain(), Optional.of("h2"));
    }

    /** A load balancer with a passthrough rule; hosts and backend addresses are separated by spaces. */
    public static String loadBalancer(String name, String hosts, int port, String addresses) {
        String backends = Arrays.stream(addresses.split(" ", -1))
                .map(address -> """
                        {"name": "web-%s", "address": "%s"}""".formatted(address.substring(address.lastIndexOf('.') + 1), address))
                .collect(Collectors.joining(", "));
        return """
                {"name": "%s", "hosts": [%s], "backends": [%s],
                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %d,
                                       "target_protocol": "https", "target_port": 443, "tls_passthrough": true}]}""".formatted(name, hosts.isEmpty() ? "" : '"' + hosts.replace(" ", "\", \"") + '"', backends, port);
    }

    public static Config config(String... loadBalancers) {
        return parse("{\"load_balancers\": [%s]}".formatted(String.join(", ", loadBalancers)));
    }

    static Config parse(String json) {
        return switch (ConfigFile.parse(json)) {
            case ConfigFile.Result.Valid valid -> valid.config();
            case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    /** What is found in the config's first load balancer. */
    static List<Finding.Draft> judged(Config config, ServedCertificate... served) {
        LoadBalancerConfig first = config.loadBalancers().getFirst();
        return CertificateFindings.of(config, first, List.of(served), List.of(), NOW);
    }

    private static ServedCertificate copy(
            ServedCertificate of,
            List<String> names,
            Instant notBefore,
            Instant notAfter,
            Chain chain,
            Optional<String> alpn) {
        return new ServedCertificate(
                of.loadBalancer(),
                of.backend(),
                of.host(),
                of.subject(),
                names,
                of.issuer(),
                of.serial(),
                notBefore,
                notAfter,
                of.fingerprint(),
                of.key(),
                chain,
                of.version(),
                alpn,
                of.seenAt());
    }
}

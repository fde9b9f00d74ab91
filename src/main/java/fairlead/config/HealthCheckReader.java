package fairlead.config;

import fairlead.config.HealthCheckConfig.Protocol;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads how the backends of one load balancer are checked. What a check has no use for is a problem: whoever wrote it
 * counts on something that does not happen.
 */
final class HealthCheckReader {

    private static final Scalar<Duration> SECONDS = new Scalar.Seconds();
    private static final Scalar<Long> THRESHOLD = new Scalar.Whole(1, 100);
    private static final List<String> EVERY_CHECK = List.of(
            "port",
            "check_interval_seconds",
            "response_timeout_seconds",
            "unhealthy_threshold",
            "healthy_threshold",
            "proxy_protocol");
    private static final int LONGEST_PATH = 2048;
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^#]]*"); // RFC 9110, 4.1: no fragment is ever sent
    private static final Pattern URL = Pattern.compile("(?i)https?:.*", Pattern.DOTALL);

    private final Elements<String> hosts;
    private final Elements<ForwardingRule> rules;
    private final CaFiles caFiles;
    private final HealthCheckConfig standard;

    HealthCheckReader(
            Elements<String> hosts, Elements<ForwardingRule> rules, ProxyProtocol proxyProtocol, CaFiles caFiles) {
        this.hosts = hosts;
        this.rules = rules;
        this.caFiles = caFiles;
        boolean encrypted = rules.values().stream().anyMatch(ForwardingRule::tlsPassthrough);
        this.standard = HealthCheckConfig.withDefaults(encrypted ? Protocol.TLS : Protocol.TCP, proxyProtocol);
    }

    /** What is checked when nothing is said. */
    HealthCheckConfig standard() {
        return standard;
    }

    HealthCheckConfig read(JsonObject json) {
        HealthCheckConfig check = new HealthCheckConfig(
                json.value("protocol", standard.protocol(), new Scalar.Word<>(Protocol.class)),
                json.port("port"),
                json.text("path", HealthCheckReader::path).orElse(standard.path()),
                json.text("host", HostNames::name),
                json.values("expected_status", standard.expectedStatus(), new Scalar.Status()),
                json.value("check_interval_seconds", standard.checkInterval(), SECONDS),
                json.value("response_timeout_seconds", standard.responseTimeout(), SECONDS),
                json.integer("unhealthy_threshold", standard.unhealthyThreshold(), THRESHOLD),
                json.integer("healthy_threshold", standard.healthyThreshold(), THRESHOLD),
                json.value("verify_certificate", standard.verifyCertificate(), new Scalar.Bool()),
                json.text("ca_file", caFiles::check),
                json.value("proxy_protocol", standard.proxyProtocol(), new Scalar.Word<>(ProxyProtocol.class)));
        if (json.isSound() && (json.has("protocol") || rules.complete())) {
            checkEffect(json, check);
        }
        return check;
    }

    private static String path(String text) {
        if (URL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "%s is a URL: write the path alone, such as \"/health\", and the name in \"host\""
                            .formatted(Quote.text(text)));
        }
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "must begin with \"/\", as \"/health\" does; found the string " + Quote.text(text));
        }
        if (text.length() > LONGEST_PATH) {
            throw new IllegalArgumentException(
                    "must have %d characters at most; found %d".formatted(LONGEST_PATH, text.length()));
        }
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException("%s has a space, a # or a character that is not ASCII: percent-encode it"
                    .formatted(Quote.text(text)));
        }
        return text;
    }

    private void checkEffect(JsonObject json, HealthCheckConfig check) {
        Protocol protocol = check.protocol();
        boolean http = protocol == Protocol.HTTP || protocol == Protocol.HTTPS;
        boolean tls = protocol == Protocol.TLS || protocol == Protocol.HTTPS;
        String found = Quote.text(Scalar.Word.word(protocol)) + (json.has("protocol") ? "" : ", the default here");
        Effect effect = new Effect(json, found);
        effect.require(protocol != Protocol.NONE, "\"tcp\", \"tls\", \"http\" or \"https\"", EVERY_CHECK);
        effect.require(tls || http, "\"tls\", \"http\" or \"https\"", List.of("host"));
        effect.require(http, "\"http\" or \"https\"", List.of("path", "expected_status"));
        effect.require(tls, "\"tls\" or \"https\"", List.of("verify_certificate"));
        boolean watched = protocol != Protocol.NONE && standard.protocol() == Protocol.TLS; // for incomplete chains
        effect.require(tls || watched, "\"tls\" or \"https\"", List.of("ca_file"));
        boolean named = check.host().isPresent() || hosts.values().stream().anyMatch(host -> !host.startsWith("*"));
        if (check.verifyCertificate() && hosts.complete() && !named) {
            json.problem(
                    "verify_certificate",
                    "needs a name that the certificate must be for, and hosts has no exact one: add \"host\" beside it");
        }
    }

    /** Which keys this protocol has a use for. */
    private record Effect(JsonObject json, String protocol) {

        void require(boolean used, String otherProtocols, List<String> keys) {
            if (!used) {
                json.problems(
                        keys,
                        "has no effect with protocol %s: remove this key, or make protocol %s"
                                .formatted(protocol, otherProtocols));
            }
        }
    }
}

package fairlead.config;

import fairlead.config.HttpConfig.AcmeChallenges;
import fairlead.config.HttpConfig.ForwardedHeaders;
import fairlead.config.LoadBalancerConfig.Algorithm;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import fairlead.config.LoadBalancerConfig.OnUnhealthy;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a load balancer, and checks what needs no look at the others. */
final class LoadBalancerReader {

    private static final Scalar<Boolean> BOOL = new Scalar.Bool();
    private static final Scalar<Long> CAP = new Scalar.Whole(0, Config.MOST_CONNECTIONS);
    private static final Scalar<Long> WAITING = new Scalar.Whole(0, QueueConfig.MOST_WAITING);
    private static final Scalar<Long> REDIRECT_STATUS = new Scalar.Choice(List.of(301L, 302L, 307L, 308L));
    private static final Scalar<Duration> SECONDS = new Scalar.Seconds();

    private final Names names = new Names("load balancer");
    private final CaFiles caFiles = new CaFiles();

    LoadBalancerDraft read(JsonObject json) {
        json.readInParts();
        json.require("name", "forwarding_rules", "backends");
        String name = json.text("name", names::add).orElse("");
        Elements<String> hosts = hosts(json);
        Elements<ForwardingRule> rules = json.objects("forwarding_rules", RuleReader::read);
        Elements<BackendConfig> backends = json.objects("backends", new BackendReader()::read);
        LoadBalancerConfig config = settings(json, name, hosts, rules, backends);
        checkHosts(json, hosts, rules);
        checkRedirect(json, config, rules);
        checkAcmeBackend(json, config, backends);
        return new LoadBalancerDraft(json.path(), config, hosts, rules);
    }

    private LoadBalancerConfig settings(
            JsonObject json,
            String name,
            Elements<String> hosts,
            Elements<ForwardingRule> rules,
            Elements<BackendConfig> backends) {
        ProxyProtocol proxyProtocol =
                json.value("proxy_protocol", ProxyProtocol.OFF, new Scalar.Word<>(ProxyProtocol.class));
        HealthCheckReader healthCheck = new HealthCheckReader(hosts, rules, proxyProtocol, caFiles);
        return new LoadBalancerConfig(
                name,
                hosts.values(),
                rules.values(),
                http(json),
                backends.values(),
                json.value("algorithm", Algorithm.ROUND_ROBIN, new Scalar.Word<>(Algorithm.class)),
                json.object("sticky_sessions", sticky -> stickySessions(sticky, rules))
                        .orElse(StickySessionsConfig.NONE),
                json.object("health_check", healthCheck::read).orElse(healthCheck.standard()),
                proxyProtocol,
                json.object("firewall", LoadBalancerReader::firewall).orElse(FirewallConfig.OPEN),
                json.value("connect_timeout_seconds", LoadBalancerConfig.DEFAULT_CONNECT_TIMEOUT, SECONDS),
                json.value("idle_timeout_seconds", LoadBalancerConfig.DEFAULT_IDLE_TIMEOUT, SECONDS),
                json.value("half_close_timeout_seconds", LoadBalancerConfig.DEFAULT_HALF_CLOSE_TIMEOUT, SECONDS),
                json.integer("max_connections", 0, CAP),
                json.value("all_unhealthy", AllUnhealthy.TRY_ANYWAY, new Scalar.Word<>(AllUnhealthy.class)),
                json.value("on_unhealthy", OnUnhealthy.KEEP, new Scalar.Word<>(OnUnhealthy.class)),
                json.object("queue", LoadBalancerReader::queue).orElse(QueueConfig.DEFAULT),
                json.value("slow_start_seconds", SECONDS),
                json.value("backend_drain_timeout_seconds", SECONDS),
                json.text("acme_backend", text -> text));
    }

    private static HttpConfig http(JsonObject json) {
        HttpConfig standard = HttpConfig.DEFAULT;
        return new HttpConfig(
                json.value("redirect_http_to_https", standard.redirect(), BOOL),
                json.integer("redirect_status", standard.redirectStatus(), REDIRECT_STATUS),
                json.port("public_https_port"),
                json.value("acme_challenges", standard.acmeChallenges(), new Scalar.Word<>(AcmeChallenges.class)),
                json.value("forwarded_headers", standard.forwardedHeaders(), new Scalar.Word<>(ForwardedHeaders.class)),
                json.value("response_timeout_seconds", standard.responseTimeout(), SECONDS));
    }

    private static Elements<String> hosts(JsonObject json) {
        Set<String> seen = new HashSet<>();
        return json.texts("hosts", text -> {
            String host = HostNames.parse(text);
            if (!seen.add(host)) {
                throw new IllegalArgumentException("%s is listed twice: remove it here".formatted(Quote.text(host)));
            }
            return host;
        });
    }

    private static StickySessionsConfig stickySessions(JsonObject json, Elements<ForwardingRule> rules) {
        StickySessionsConfig.Type type =
                json.value("type", StickySessionsConfig.Type.NONE, new Scalar.Word<>(StickySessionsConfig.Type.class));
        if (type == StickySessionsConfig.Type.COOKIES) {
            boolean encrypted = rules.values().stream().anyMatch(ForwardingRule::tlsPassthrough);
            json.problem(
                    "type",
                    encrypted
                            ? "\"cookies\" cannot work with tls_passthrough, as they are inside the encryption, which "
                                    + "Fairlead does not open: write \"source_ip\""
                            : "\"cookies\" is not supported: write \"source_ip\"");
        }
        return StickySessionsConfig.of(type);
    }

    private static QueueConfig queue(JsonObject json) {
        QueueConfig standard = QueueConfig.DEFAULT;
        return new QueueConfig(
                json.integer("max_waiting", standard.maxWaiting(), WAITING),
                json.value("timeout_seconds", standard.timeout(), SECONDS));
    }

    private static FirewallConfig firewall(JsonObject json) {
        return new FirewallConfig(
                json.texts("allow", Addresses::firewallEntry).values(),
                json.texts("deny", Addresses::firewallEntry).values());
    }

    private static void checkHosts(JsonObject json, Elements<String> hosts, Elements<ForwardingRule> rules) {
        if (rules.complete() && rules.isEmpty()) {
            json.problem("forwarding_rules", "must hold at least one rule; found an empty array");
        } else if (rules.complete()
                && !hosts.isEmpty()
                && rules.values().stream().allMatch(rule -> rule.entryProtocol() == Protocol.TCP)) {
            json.problem(
                    "hosts",
                    "cannot be told apart by tcp rules, which see no names: remove hosts, or make entry_protocol \"https\"");
        }
    }

    private static void checkRedirect(JsonObject json, LoadBalancerConfig config, Elements<ForwardingRule> rules) {
        if (!config.http().redirect() || !rules.complete()) {
            return;
        }
        if (rules.values().stream().noneMatch(rule -> rule.entryProtocol() == Protocol.HTTP)) {
            json.problem("redirect_http_to_https", "has nothing to redirect: add an http rule, or write false");
        } else if (config.http().publicHttpsPort().isEmpty()
                && rules.values().stream().noneMatch(ForwardingRule::tlsPassthrough)) {
            json.problem(
                    "redirect_http_to_https",
                    "has nowhere to redirect to: add an https rule, or set public_https_port");
        }
    }

    private static void checkAcmeBackend(JsonObject json, LoadBalancerConfig config, Elements<BackendConfig> backends) {
        config.acmeBackend().filter(wanted -> backends.complete()).ifPresent(wanted -> {
            var names = backends.values().stream().map(BackendConfig::name).toList();
            if (!names.contains(wanted)) {
                String remedy = Nearest.to(wanted, names)
                        .map(near -> "did you mean %s?".formatted(Quote.text(near)))
                        .orElse("write the name of one, or remove this key");
                json.problem("acme_backend", "%s is none of the backends: %s".formatted(Quote.text(wanted), remedy));
            }
        });
    }
}

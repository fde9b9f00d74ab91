package fairlead.config;

import fairlead.config.LoadBalancerConfig.Algorithm;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import fairlead.config.LoadBalancerConfig.OnUnhealthy;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Reads a load balancer, and checks what needs no look at the others. */
final class LoadBalancerReader {

    private static final Scalar<Long> CAP = new Scalar.Whole(0, Config.MOST_CONNECTIONS);
    private static final Scalar<Long> WAITING = new Scalar.Whole(0, QueueConfig.MOST_WAITING);
    private static final Scalar<Duration> SECONDS = new Scalar.Seconds();

    private final Names names = new Names("load balancer");
    private final CaFiles caFiles = new CaFiles();

    LoadBalancerDraft read(JsonObject json) {
        json.readInParts();
        json.require("name", "forwarding_rules", "backends");
        String name = json.text("name", names::add).orElse("");
        Elements<String> hosts = hosts(json);
        Elements<ForwardingRule> rules = json.objects("forwarding_rules", RuleReader::read);
        Elements<BackendConfig> backends = json.objects("backends", new BackendReader(rules)::read);
        HttpConfig http = new HttpReader(rules).read(json);
        LoadBalancerConfig config = settings(json, name, hosts, rules, http, backends);
        checkHosts(json, hosts, rules);
        checkAcmeBackend(json, config, backends);
        return new LoadBalancerDraft(json.path(), config, hosts, rules);
    }

    private LoadBalancerConfig settings(
            JsonObject json,
            String name,
            Elements<String> hosts,
            Elements<ForwardingRule> rules,
            HttpConfig http,
            Elements<BackendConfig> backends) {
        ProxyProtocol proxyProtocol =
                json.value("proxy_protocol", ProxyProtocol.OFF, new Scalar.Word<>(ProxyProtocol.class));
        HealthCheckReader healthCheck = new HealthCheckReader(hosts, rules, proxyProtocol, caFiles);
        return new LoadBalancerConfig(
                name,
                hosts.values(),
                rules.values(),
                http,
                backends.values(),
                json.value("algorithm", Algorithm.ROUND_ROBIN, new Scalar.Word<>(Algorithm.class)),
                json.object("sticky_sessions", new StickySessionsReader(rules, http)::read)
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

package fairlead.health;

import fairlead.config.ForwardingRule;
import fairlead.config.HealthCheckConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.Protocol;
import fairlead.pool.Backend;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Where checks of a load balancer's backends go and for which host they ask, when the config does not say. */
final class CheckPlan {
    private CheckPlan() {}

    /** The port of the check, or else where connections by the first passthrough rule go, or by the first of any kind. */
    static InetSocketAddress address(LoadBalancerConfig config, Backend backend) {
        return backend.address(rule(config), config.healthCheck());
    }

    /**
     * Whether what becomes of connections by this rule says something about the backend's health: whoever listens on
     * another port than the one checked, or stood for by the check's own, may be well while that is not, and the reverse.
     */
    static boolean isAbout(LoadBalancerConfig config, Backend backend, ForwardingRule rule) {
        if (config.healthCheck().protocol() == HealthCheckConfig.Protocol.NONE) {
            return rule.entryProtocol() != Protocol.HTTP || config.isHttpOnly();
        }
        InetSocketAddress at = backend.address(rule);
        return at.equals(address(config, backend)) || at.equals(backend.address(rule(config)));
    }

    private static ForwardingRule rule(LoadBalancerConfig config) {
        List<ForwardingRule> rules = config.forwardingRules();
        return rules.stream().filter(ForwardingRule::tlsPassthrough).findFirst().orElseGet(rules::getFirst);
    }

    /** The host of the check, or else one that clients ask for: an exact one, one seen lately, or a likely one. */
    static Optional<String> serverName(LoadBalancerConfig config, List<String> recentNames) {
        return config.healthCheck()
                .host()
                .or(() -> config.hosts().stream()
                        .filter(host -> !host.startsWith("*."))
                        .findFirst())
                .or(() -> recentNames.stream().findFirst())
                .or(() -> config.hosts().stream().findFirst().map(host -> "www" + host.substring(1)));
    }
}

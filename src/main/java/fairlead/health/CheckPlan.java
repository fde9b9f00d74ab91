package fairlead.health;

import fairlead.config.ForwardingRule;
import fairlead.config.LoadBalancerConfig;
import fairlead.pool.Backend;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Where checks of a load balancer's backends go and for which host they ask, when the config does not say. */
final class CheckPlan {
    private CheckPlan() {}

    /** The port of the check, or else where connections by the first passthrough rule go, or by the first of any kind. */
    static InetSocketAddress address(LoadBalancerConfig config, Backend backend) {
        List<ForwardingRule> rules = config.forwardingRules();
        ForwardingRule rule = rules.stream()
                .filter(ForwardingRule::tlsPassthrough)
                .findFirst()
                .orElseGet(rules::getFirst);
        return backend.address(rule, config.healthCheck());
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

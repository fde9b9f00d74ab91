package fairlead.admin.page;

import fairlead.config.ForwardingRule;
import fairlead.config.LoadBalancerConfig;
import java.util.stream.Collectors;

/**
 * What every tab of a load balancer begins with.
 *
 * @param hosts in words
 * @param ports its forwarding rules in words: {@code https:443, http:80}
 */
public record LoadBalancerHead(String name, State state, String hosts, String ports) {
    private static final int MOST = 3;

    public static LoadBalancerHead of(LoadBalancerConfig config, State state) {
        return new LoadBalancerHead(config.name(), state, hosts(config), ports(config));
    }

    /** Its entry in the navigation. */
    public String section() {
        return "load_balancer/" + name;
    }

    private static String hosts(LoadBalancerConfig config) {
        if (config.hosts().isEmpty()) {
            return "every host";
        }
        int more = config.hosts().size() - MOST;
        return config.hosts().stream().limit(MOST).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String ports(LoadBalancerConfig config) {
        return config.forwardingRules().stream()
                .map(LoadBalancerHead::port)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String port(ForwardingRule rule) {
        return rule.entryProtocol().word() + ":" + rule.entryPort();
    }
}

package fairlead.proxy;

import fairlead.config.ListenerConfig;
import java.util.List;

/**
 * A listener as the config has it now.
 *
 * @param traffic what it tells connections apart by: {@code tls}, {@code http} or {@code tcp}
 * @param loadBalancers that are reached through it, in the order of the config
 */
public record ListenerStatus(
        ListenAddress address, ListenerConfig settings, String traffic, List<String> loadBalancers) {

    public ListenerStatus {
        loadBalancers = List.copyOf(loadBalancers);
    }
}

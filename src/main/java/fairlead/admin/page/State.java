package fairlead.admin.page;

import fairlead.health.LoadBalancerState;

/**
 * How a load balancer stands as a whole, as the pages show it.
 *
 * @param word {@code No backends}
 * @param badge its class: {@code ok}
 */
public record State(String word, String badge) {

    static State of(LoadBalancerState state) {
        return switch (state) {
            case HEALTHY -> new State("Healthy", "ok");
            case ISSUE -> new State("Issue", "warn");
            case DOWN -> new State("Down", "bad");
            case NO_BACKENDS -> new State("No backends", "off");
        };
    }
}

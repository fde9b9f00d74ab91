package fairlead.admin.store;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of entry ports that no forwarding rule has. They would be a problem of the config, so they go together with
 * the last rule of their port: whoever removes a load balancer need not know of them.
 */
public final class UnusedListeners {
    private static final String LISTENERS = "listeners";

    private UnusedListeners() {}

    /** Removes them from the tree of a config that was valid before something else was removed from it. */
    public static void removeFrom(ObjectNode root) {
        if (root.has(LISTENERS)) {
            root.withArray(LISTENERS).removeIf(listener -> !isUsed(listener, root));
            if (root.path(LISTENERS).isEmpty()) {
                root.remove(LISTENERS);
            }
        }
    }

    private static boolean isUsed(JsonNode listener, JsonNode root) {
        return elements(root.path("load_balancers"))
                .flatMap(loadBalancer -> elements(loadBalancer.path("forwarding_rules")))
                .anyMatch(rule -> isOf(rule, listener));
    }

    private static boolean isOf(JsonNode rule, JsonNode listener) {
        JsonNode address = rule.path("listener_address");
        return rule.path("entry_port").equals(listener.path("port"))
                && (address.isMissingNode() || address.equals(listener.path("address")));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}

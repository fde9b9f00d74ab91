package fairlead.admin.page;

import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tree of a valid config, with ways to the places that forms change. Not safe for several threads. */
final class ConfigTree {
    private final ArrayNode loadBalancers;

    private ConfigTree(ArrayNode loadBalancers) {
        this.loadBalancers = loadBalancers;
    }

    static ConfigTree of(ObjectNode root) {
        return new ConfigTree(root.withArray("load_balancers"));
    }

    /** Of the load balancers, as they stand in the file. */
    List<String> names() {
        return names(loadBalancers);
    }

    List<String> backendNames(String loadBalancer) {
        return names(backends(loadBalancer));
    }

    ArrayNode backends(String loadBalancer) {
        return find(loadBalancers, loadBalancer).withArray("backends");
    }

    ObjectNode backend(String loadBalancer, String backend) {
        return find(backends(loadBalancer), backend);
    }

    void removeBackend(String loadBalancer, String backend) {
        ArrayNode backends = backends(loadBalancer);
        backends.remove(names(backends).indexOf(backend));
    }

    private static List<String> names(ArrayNode nodes) {
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> name(nodes.path(i)))
                .toList();
    }

    private static String name(JsonNode node) {
        return node.path("name").asString();
    }

    /** Somebody may have removed it since the page was drawn. */
    private static ObjectNode find(ArrayNode nodes, String name) {
        int index = names(nodes).indexOf(name);
        if (index < 0) {
            throw new NotFoundResponse("\"%s\" is not in the config any more".formatted(name));
        }
        return (ObjectNode) nodes.path(index);
    }
}

package fairlead.admin.api;

import fairlead.config.Nearest;
import fairlead.config.Quote;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One load balancer in the tree of a valid config.
 *
 * @param index where it is among the load balancers
 */
record LoadBalancerTree(ObjectNode root, int index) {
    private static final String LOAD_BALANCERS = "load_balancers";

    /** Ends the request with 404 when there is none of this name. */
    static LoadBalancerTree find(ObjectNode root, String name) {
        return new LoadBalancerTree(root, index(all(root), name, "load balancer"));
    }

    static ArrayNode all(ObjectNode root) {
        return root.withArray(LOAD_BALANCERS);
    }

    /** Ends the request with 404 when none of these has this name. */
    static int index(ArrayNode named, String name, String what) {
        List<String> names = names(named);
        int index = names.indexOf(name);
        if (index < 0) {
            throw ApiError.notFound(unknown(name, names, what));
        }
        return index;
    }

    /** {@code there is no backend "web1": did you mean "web-1"?} */
    static String unknown(String name, List<String> names, String what) {
        String remedy = Nearest.to(name, names)
                .map(near -> ": did you mean %s?".formatted(Quote.text(near)))
                .orElse("");
        return "there is no %s %s%s".formatted(what, Quote.text(name), remedy);
    }

    /** The names in their order; empty for what has none, which a client may have sent. */
    static List<String> names(ArrayNode named) {
        return IntStream.range(0, named.size())
                .mapToObj(i -> name(named.path(i)))
                .toList();
    }

    static String name(JsonNode named) {
        return named.path("name").asString("");
    }

    String name() {
        return name(tree());
    }

    /** All load balancers of the config. */
    ArrayNode all() {
        return all(root);
    }

    ObjectNode tree() {
        return (ObjectNode) all().path(index);
    }

    ArrayNode backends() {
        return tree().withArray("backends");
    }

    ArrayNode rules() {
        return tree().withArray("forwarding_rules");
    }

    /** Its place in the config: {@code load_balancers[2]}. */
    String path() {
        return LOAD_BALANCERS + '[' + index + ']';
    }

    /** The place of something within: {@code load_balancers[2].backends[0]}. */
    String path(String array, int element) {
        return path() + '.' + array + '[' + element + ']';
    }
}

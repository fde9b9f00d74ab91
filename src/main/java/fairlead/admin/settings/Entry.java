package fairlead.admin.settings;

import fairlead.admin.store.Document;
import fairlead.admin.store.UnusedListeners;
import fairlead.config.LoadBalancerConfig;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A load balancer in a document.
 *
 * @param index among the load balancers
 * @param tree as the file has it
 * @param config that was made of it
 */
public record Entry(int index, ObjectNode tree, LoadBalancerConfig config) {
    private static final String ALL = "load_balancers";

    /** The one with this name. */
    public static Optional<Entry> of(Document document, String name) {
        JsonNode tree = document.tree();
        var configs = document.config().loadBalancers();
        return IntStream.range(0, configs.size())
                .filter(index -> configs.get(index).name().equals(name))
                .mapToObj(index -> new Entry(index, (ObjectNode) tree.path(ALL).path(index), configs.get(index)))
                .findFirst();
    }

    /** The same place in another tree. */
    public ObjectNode in(ObjectNode document) {
        return (ObjectNode) document.path(ALL).path(index);
    }

    /** Takes it out of a document, and with it the settings of ports that nobody else listens on. */
    public void removeFrom(ObjectNode document) {
        if (document.path(ALL) instanceof ArrayNode all) {
            all.remove(index);
        }
        UnusedListeners.removeFrom(document);
    }

    /** Where it stands: {@code load_balancers[1]}. */
    public String path() {
        return ALL + "[" + index + "]";
    }

    /** What tells it from any other state of the same load balancer. */
    public String version() {
        return Document.hash(tree);
    }

    /** Whether another document has the same in the same place. */
    public boolean isIn(Document document) {
        return document.tree().path(ALL).path(index).equals(tree);
    }
}

package fairlead.admin.store;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What an element of an array in the config is known by, wherever in the array it stands. */
final class Identity {
    static final String NAME = "name";

    private Identity() {}

    /** The elements by their identity; empty for what is no array, or when two are known by the same. */
    static Optional<SequencedMap<String, JsonNode>> elements(JsonNode array) {
        if (!array.isArray()) {
            return Optional.empty();
        }
        SequencedMap<String, JsonNode> elements = new LinkedHashMap<>();
        for (JsonNode element : array) {
            Optional<String> identity = of(element);
            if (identity.isEmpty() || elements.putIfAbsent(identity.get(), element) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(elements);
    }

    /** The identities, in their order. */
    static JsonNode list(SequencedMap<String, JsonNode> elements) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        elements.keySet().forEach(names::add);
        return names;
    }

    private static Optional<String> of(JsonNode element) {
        if (element.isString() || element.isNumber()) {
            return Optional.of(element.asString());
        }
        if (element.path(NAME).isString()) {
            return Optional.of(element.path(NAME).stringValue());
        }
        if (element.has("entry_port")) {
            String rule = element.path("entry_protocol").asString("") + " "
                    + element.path("entry_port").asString("");
            return Optional.of(rule.strip() + at(element.path("listener_address")));
        }
        if (element.has("port")) {
            return Optional.of(element.path("port").asString("") + at(element.path("address")));
        }
        return Optional.empty();
    }

    private static String at(JsonNode address) {
        return address.isString() ? " at " + address.stringValue() : "";
    }
}

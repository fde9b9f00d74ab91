package fairlead.admin.settings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A key in an object, or in an object within that.
 *
 * @param around the key of the inner object; empty when there is none
 */
record Place(String around, String key) {

    static Place of(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? new Place("", path) : new Place(path.substring(0, dot), path.substring(dot + 1));
    }

    /** What stands there, or a missing node. */
    JsonNode in(JsonNode outer) {
        return around.isEmpty() ? outer.path(key) : outer.path(around).path(key);
    }

    /** The object that the key is in; a new one when it is not there. */
    ObjectNode object(ObjectNode outer) {
        if (around.isEmpty()) {
            return outer;
        }
        return outer.get(around) instanceof ObjectNode found ? found : JsonNodeFactory.instance.objectNode();
    }

    /** Keeps the object that the key is in, unless it is empty. */
    void keep(ObjectNode outer, ObjectNode object) {
        if (around.isEmpty()) {
            return;
        }
        if (object.isEmpty()) {
            outer.remove(around);
        } else {
            outer.set(around, object);
        }
    }
}

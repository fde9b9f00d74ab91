package fairlead.admin.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396): what is sent replaces what is there, null removes it, and objects are merged. */
final class MergePatch {
    private MergePatch() {}

    static void apply(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(member -> apply(target, member.getKey(), member.getValue()));
    }

    private static void apply(ObjectNode target, String key, JsonNode value) {
        if (value.isNull()) {
            target.remove(key);
        } else if (value instanceof ObjectNode patch) {
            ObjectNode within = target.get(key) instanceof ObjectNode present ? present : target.objectNode();
            target.set(key, within);
            apply(within, patch);
        } else {
            target.set(key, value);
        }
    }
}

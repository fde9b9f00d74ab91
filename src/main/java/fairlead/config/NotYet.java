package fairlead.config;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the config file can say and this version cannot do: refused with a sentence, never ignored. The reader knows all
 * of it already, so an entry is deleted here when the engine has learned it.
 *
 * @param place where it is said, with {@code []} for the elements of an array
 */
record NotYet(String place, String sentence) {

    static final List<NotYet> ENTRIES = List.of(
            new NotYet("admin", "the dashboard and the API are not supported in this version: remove this key"));

    static void refuse(JsonNode root, Problems problems) {
        ENTRIES.forEach(entry -> entry.visit(root, "", entry.steps(), problems));
    }

    private List<String> steps() {
        return List.of(place.replace("[]", ".[]").split("\\."));
    }

    private void visit(JsonNode node, String path, List<String> steps, Problems problems) {
        if (steps.isEmpty()) {
            problems.add(path, sentence);
            return;
        }
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        if (step.equals("[]")) {
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                visit(node.path(i), JsonPath.index(path, i), rest, problems);
            }
        } else if (node.has(step)) {
            visit(node.path(step), JsonPath.key(path, step), rest, problems);
        }
    }
}

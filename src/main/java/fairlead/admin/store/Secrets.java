package fairlead.admin.store;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What a config says that only those who may change it may know: with it, others could pass for Fairlead. */
public final class Secrets {
    static final Set<String> KEYS = Set.of("cookie_secret", "webhook_url");

    private static final String HIDDEN = "(hidden)";

    private Secrets() {}

    /** The text of a config without them; to the byte when it has none. */
    public static String hidden(String text) {
        Optional<JsonNode> tree = Document.tree(text);
        Optional<JsonNode> hidden = tree.map(Secrets::hidden);
        return hidden.equals(tree) ? text : hidden.map(Document::text).orElse("");
    }

    /** A copy of a config, or of a part of one, without them. */
    public static JsonNode hidden(JsonNode part) {
        JsonNode copy = part.deepCopy();
        hideIn(copy);
        return copy;
    }

    /** What changed, but not from and to which secrets. */
    public static Diff hidden(Diff diff) {
        return new Diff(diff.entries().stream().map(Secrets::hidden).toList());
    }

    private static Diff.Entry hidden(Diff.Entry entry) {
        boolean secret = KEYS.contains(
                entry.steps().isEmpty() ? "" : entry.steps().getLast().key());
        return new Diff.Entry(
                entry.steps(),
                entry.before().map(value -> secret ? StringNode.valueOf(HIDDEN) : hidden(value)),
                entry.after().map(value -> secret ? StringNode.valueOf(HIDDEN) : hidden(value)));
    }

    private static void hideIn(JsonNode node) {
        if (node instanceof ObjectNode object) {
            KEYS.stream().filter(object::has).forEach(key -> object.put(key, HIDDEN));
        }
        node.forEach(Secrets::hideIn);
    }
}

package fairlead.admin.page;

import fairlead.admin.store.Diff;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One place of the config that differs.
 *
 * @param before as JSON, if anything stood there
 * @param after the same of what stands there
 */
public record ChangeLine(String path, Optional<String> before, Optional<String> after) {

    static ChangeLine of(Diff.Entry entry) {
        return new ChangeLine(
                entry.path(),
                entry.before().map(JsonNode::toPrettyString),
                entry.after().map(JsonNode::toPrettyString));
    }
}

package fairlead.admin.api;

import fairlead.admin.store.Diff;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One place at which a config differs from another.
 *
 * @param path with names in place of numbers: {@code load_balancers[shop].backends[web-1].weight}
 * @param before absent when nothing stood there
 * @param after absent when nothing stands there
 */
record ChangeView(String path, Optional<JsonNode> before, Optional<JsonNode> after) {

    static List<ChangeView> of(Diff diff) {
        return diff.entries().stream()
                .map(entry -> new ChangeView(entry.path(), entry.before(), entry.after()))
                .toList();
    }
}

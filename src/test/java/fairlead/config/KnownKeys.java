package fairlead.config;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which keys the config reader knows, for tests elsewhere. */
public final class KnownKeys {
    private KnownKeys() {}

    /** In every object that is in the document: {@code load_balancers[].backends[].weight}. */
    public static Set<String> in(JsonNode document) {
        return ExampleTest.knownKeys(document);
    }
}

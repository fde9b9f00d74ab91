package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** That conf/example.json shows every option. */
class ExampleTest {

    private static final String STRANGE = "zzzzzzzz";
    private static final String LISTED = STRANGE + ": unknown key: the keys here are ";

    @Test
    void exampleMentionsEveryKeyThatIsSupported() throws IOException {
        JsonNode example = Document.JSON.readTree(Files.readString(ConfigFileTest.EXAMPLE));
        Set<String> mentioned = new TreeSet<>();
        forEachObject(example, "", (object, shape) -> {
            object.propertyNames().forEach(key -> mentioned.add(JsonPath.key(shape, key)));
        });

        Set<String> expected = knownKeys(example);
        assertThat(expected).hasSizeGreaterThan(40);
        assertThat(mentioned).containsAll(expected);
    }

    /** Asks the reader itself: it answers a key it does not know with those it does. */
    static Set<String> knownKeys(JsonNode document) {
        JsonNode copy = document.deepCopy();
        forEachObject(copy, "", (object, shape) -> object.put(STRANGE, 1));
        Set<String> known = new TreeSet<>();
        for (String problem : Document.problems(ConfigFile.parse(copy.toString()))) {
            int at = problem.indexOf(LISTED);
            assertThat(at).as(problem).isNotNegative();
            String shape = problem.substring(0, Math.max(0, at - 1)).replaceAll("\\[\\d+]", "[]");
            for (String key : problem.substring(at + LISTED.length()).split(", ", -1)) {
                known.add(JsonPath.key(shape, key));
            }
        }
        return known;
    }

    private static void forEachObject(JsonNode node, String shape, BiConsumer<ObjectNode, String> action) {
        node.properties()
                .forEach(entry -> forEachObject(entry.getValue(), JsonPath.key(shape, entry.getKey()), action));
        if (node.isArray()) {
            node.forEach(element -> forEachObject(element, shape + "[]", action));
        }
        if (node instanceof ObjectNode object) {
            action.accept(object, shape);
        }
    }
}

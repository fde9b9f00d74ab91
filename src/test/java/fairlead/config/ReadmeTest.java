package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** That README.md tells of the config file what the reader knows. */
class ReadmeTest {
    private static final String TOP = "Top level";

    @Test
    void referenceHasEveryKeyThatTheReaderKnowsAndNoOther() throws IOException {
        JsonNode example = Document.JSON.readTree(Files.readString(ConfigFileTest.EXAMPLE));

        assertThat(reference().keySet()).isEqualTo(ExampleTest.knownKeys(example));
    }

    @Test
    void everyConfigInItIsValid() {
        List<String> configs = Readme.blocks("json");

        assertThat(configs).hasSizeGreaterThan(1);
        assertThat(configs)
                .allSatisfy(config -> assertThat(ConfigFile.parse(config)).isInstanceOf(ConfigFile.Result.Valid.class));
    }

    /** The rows of the reference by the key they are about, written as a problem names it. */
    private static Map<String, String> reference() {
        Map<String, String> reference = new TreeMap<>();
        Readme.tables().forEach((heading, rows) -> {
            if (heading.equals(TOP) || heading.endsWith("[]")) {
                String prefix = heading.equals(TOP) ? "" : heading + ".";
                rows.forEach(row -> reference.put(prefix + row.get(0).replace("`", ""), String.join(" ", row)));
            }
        });
        return reference;
    }
}

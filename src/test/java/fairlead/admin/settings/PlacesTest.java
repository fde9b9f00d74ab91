package fairlead.admin.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacesTest {
    private static final String TEXT = """
            {
              "max_connections": 5,
              "strange key": {"x": 1},
              "load_balancers": [
                {
                  "name": "shop", "hosts": [
                    "a.example.com",
                    "b.example.com"
                  ],
                  "forwarding_rules": [{"entry_port": 1},
                    {"entry_port":
                      2}]
                },
                {
                  "name": "blog"
                }
              ]
            }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            max_connections                                    | 2
            ["strange key"].x                                  | 3
            load_balancers                                     | 4
            load_balancers[0]                                  | 5
            load_balancers[0].name                             | 6
            load_balancers[0].hosts[1]                         | 8
            load_balancers[0].forwarding_rules[0].entry_port   | 10
            load_balancers[0].forwarding_rules[1].entry_port   | 11
            load_balancers[1]                                  | 14
            load_balancers[1].name                             | 15
            """)
    void knowsTheLineOfEachPlace(String path, int line) {
        assertThat(Places.of(TEXT).line(path)).hasValue(line);
    }

    @Test
    void whatIsMissingStandsWhereItsObjectBegins() {
        assertThat(Places.of(TEXT).line("load_balancers[1].backends")).hasValue(14);
        assertThat(Places.of(TEXT).line("load_balancers[1].queue.max_waiting")).hasValue(14);
        assertThat(Places.of(TEXT).line("listeners")).isEmpty();
    }

    @Test
    void aMessageMayNameTheLine() {
        assertThat(Places.of("{").line("", "line 7, column 2: a comma is missing"))
                .hasValue(7);
        assertThat(Places.of("{").line("", "the file is empty")).isEmpty();
    }

    @Test
    void ofABrokenTextTheBeginningIsKnown() {
        assertThat(Places.of("{\n\"a\": 1,\n\"b\" 2}").line("a")).hasValue(2);
        assertThat(Places.of("").line("a")).isEmpty();
        assertThat(Places.of("[".repeat(5000)).line("a")).isEmpty();
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(Places.of("\ufeff{\n\"a\": 1}").line("a")).hasValue(2);
    }
}

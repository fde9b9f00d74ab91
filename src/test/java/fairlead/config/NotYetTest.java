package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotYetTest {

    @Test
    void refusesWhatTheEngineCannotDo() {
        assertThat(Document.minimal().with("admin", "{}").problems())
                .containsExactly("admin: the dashboard and the API are not supported in this version: remove this key");
    }

    /** What the reader does without the refusals, so that deleting one is all there is to do. */
    @Nested
    class BehindTheRefusals {

        private final Problems problems = new Problems();

        private Document everything() {
            return Document.minimal().with("admin", "{\"address\": \"::1\", \"port\": 9090}");
        }

        private Optional<Config> read(Document document) {
            return JsonObject.read(document.root(), "", problems, new ConfigReader(problems)::read);
        }

        @Test
        void isReadIntoTheRecords() {
            Config config = read(everything()).orElseThrow();
            assertThat(problems.inOrderFound()).isEmpty();
            assertThat(config.admin()).isEqualTo(new AdminConfig("::1", 9090));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "admin           | 8080  | must be an object in braces { }; found the number 8080",
                    "admin.address   | \"*\" | \"*\" is not an IP address: write \"::\" for all, IPv4 and IPv6",
                    "admin.port      | 0     | must be a whole number from 1 to 65535; found the number 0",
                    "admin.user      | 1     | unknown key: the keys here are address, port",
                })
        void isCheckedKeyByKey(String path, String value, String message) {
            read(everything().with(path, value));
            assertThat(problems.inOrderFound()).extracting(Problem::toString).containsExactly(path + ": " + message);
        }

        @Test
        void isRefusedOnceForEachEntry() {
            assertThat(everything().problems()).hasSize(NotYet.ENTRIES.size());
        }
    }
}

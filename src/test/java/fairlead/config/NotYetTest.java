package fairlead.config;

import static fairlead.config.Document.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotYetTest {

    private static final String HTTP = "http rules are not supported in this version: ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "admin | {} | the dashboard and the API are not supported in this version: remove this key",
                "listeners[0].http_header_timeout_seconds | 5 | " + HTTP + "remove this key",
                "load_balancers[0].redirect_http_to_https | true | " + HTTP + "write false, or remove this key",
                "load_balancers[0].redirect_status | 307 | " + HTTP + "remove this key",
                "load_balancers[0].public_https_port | 443 | " + HTTP + "remove this key",
            })
    void refusesWhatTheEngineCannotDo(String path, String value, String sentence) {
        assertThat(Document.minimal()
                        .with("listeners", "[{\"port\": 443}]")
                        .with(path, value)
                        .problems())
                .containsExactly(path + ": " + sentence);
    }

    @Test
    void refusesHttpRules() {
        assertThat(Document.minimal()
                        .with("load_balancers[0].forwarding_rules[1]", rule("http", 80))
                        .problems())
                .containsExactly("load_balancers[0].forwarding_rules[1].entry_protocol: " + HTTP + "remove this rule");
    }

    @Test
    void takesARedirectThatIsSwitchedOff() {
        assertThat(Document.minimal()
                        .with("load_balancers[0].redirect_http_to_https", "false")
                        .problems())
                .isEmpty();
    }

    /** What the reader does without the refusals, so that deleting one is all there is to do. */
    @Nested
    class BehindTheRefusals {

        private final Problems problems = new Problems();

        private Document everything() {
            return Document.minimal()
                    .with("admin", "{\"address\": \"::1\", \"port\": 9090}")
                    .with("listeners", "[{\"port\": 443, \"http_header_timeout_seconds\": 2}]")
                    .with("load_balancers[0].forwarding_rules[1]", rule("http", 80))
                    .with("load_balancers[0].redirect_http_to_https", "true")
                    .with("load_balancers[0].redirect_status", "308")
                    .with("load_balancers[0].public_https_port", "8443");
        }

        private Optional<Config> read(Document document) {
            return JsonObject.read(document.root(), "", problems, new ConfigReader(problems)::read);
        }

        private void finds(Document document, String problem) {
            read(document);
            assertThat(problems.inOrderFound()).extracting(Problem::toString).containsExactly(problem);
        }

        @Test
        void isReadIntoTheRecords() {
            Config config = read(everything()).orElseThrow();
            assertThat(problems.inOrderFound()).isEmpty();
            assertThat(config.admin()).isEqualTo(new AdminConfig("::1", 9090));
            assertThat(config.listeners().getFirst().httpHeaderTimeout()).isEqualTo(Duration.ofSeconds(2));
            LoadBalancerConfig shop = config.loadBalancers().getFirst();
            assertThat(shop.http().redirect()).isTrue();
            assertThat(shop.http().redirectStatus()).isEqualTo(308);
            assertThat(shop.http().publicHttpsPort()).hasValue(8443);
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
                    "listeners[0].http_header_timeout_seconds | 0 | must be a number of seconds from 0.001 to 604800 (7 days); found the number 0",
                    "load_balancers[0].redirect_http_to_https | 1 | must be true or false, without quotes; found the number 1",
                    "load_balancers[0].redirect_status | 303 | must be one of 301, 302, 307, 308; found the number 303",
                    "load_balancers[0].public_https_port | 0 | must be a whole number from 1 to 65535; found the number 0",
                })
        void isCheckedKeyByKey(String path, String value, String message) {
            finds(everything().with(path, value), path + ": " + message);
        }

        @Test
        void isCheckedForSomethingToRedirect() {
            finds(
                    everything().with("load_balancers[0].forwarding_rules", "[%s]".formatted(rule("https", 443))),
                    "load_balancers[0].redirect_http_to_https: has nothing to redirect: add an http rule, or write false");
        }

        @Test
        void isCheckedForSomewhereToRedirectTo() {
            Document document = everything()
                    .without("listeners")
                    .with("load_balancers[0].forwarding_rules", "[%s]".formatted(rule("http", 80)));
            assertThat(read(document)).isPresent();
            assertThat(problems.isEmpty()).isTrue();
            finds(
                    document.without("load_balancers[0].public_https_port"),
                    "load_balancers[0].redirect_http_to_https: "
                            + "has nowhere to redirect to: add an https rule, or set public_https_port");
        }

        @Test
        void isRefusedOnceForEachEntry() {
            assertThat(everything().problems()).hasSize(NotYet.ENTRIES.size());
        }
    }
}

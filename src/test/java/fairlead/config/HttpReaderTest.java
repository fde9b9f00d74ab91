package fairlead.config;

import static fairlead.config.Document.rule;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.HttpConfig.AcmeChallenges;
import fairlead.config.HttpConfig.ForwardedHeaders;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a config says about requests. */
class HttpReaderTest {

    private static final String LB = "load_balancers[0].";
    private static final String RULES = LB + "forwarding_rules";

    /** A load balancer of port 80 and 443. */
    private static Document both() {
        return Document.minimal().with(RULES + "[1]", rule("http", 80));
    }

    private static Document only(String protocol, int port) {
        return Document.minimal().with(LB + "hosts", "[]").with(RULES, "[%s]".formatted(rule(protocol, port)));
    }

    private static HttpConfig http(Document document) {
        return document.config().loadBalancers().getFirst().http();
    }

    @Test
    void forwardsWhenNothingElseIsSaid() {
        assertThat(http(both()))
                .isEqualTo(new HttpConfig(
                        false,
                        307,
                        OptionalInt.empty(),
                        AcmeChallenges.FORWARD,
                        ForwardedHeaders.X_FORWARDED,
                        Duration.ofMinutes(1)));
    }

    @Test
    void readsWhatIsWritten() {
        Document document = both().with(LB + "redirect_http_to_https", "true")
                .with(LB + "redirect_status", "308")
                .with(LB + "public_https_port", "8443")
                .with(LB + "acme_challenges", "\"off\"")
                .with(LB + "forwarded_headers", "\"both\"")
                .with(LB + "response_timeout_seconds", "2.5")
                .with(LB + "backends[0].http_port", "8080");

        assertThat(http(document))
                .isEqualTo(new HttpConfig(
                        true,
                        308,
                        OptionalInt.of(8443),
                        AcmeChallenges.OFF,
                        ForwardedHeaders.BOTH,
                        Duration.ofMillis(2500)));
        assertThat(document.config()
                        .loadBalancers()
                        .getFirst()
                        .backends()
                        .getFirst()
                        .httpPort())
                .hasValue(8080);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "redirect_http_to_https   | 1    | must be true or false, without quotes; found the number 1",
                "redirect_status          | 303  | must be one of 301, 302, 307, 308; found the number 303",
                "public_https_port        | 0    | must be a whole number from 1 to 65535; found the number 0",
                "acme_challenges          | true | must be one of \"forward\", \"off\"; found true",
                "forwarded_headers        | \"x-forwarded\" | must be one of \"off\", \"x_forwarded\", \"forwarded\", \"both\"; found the string \"x-forwarded\": did you mean \"x_forwarded\"?",
                "response_timeout_seconds | 0    | must be a number of seconds from 0.001 to 604800 (7 days); found the number 0",
                "backends[0].http_port    | 0    | must be a whole number from 1 to 65535; found the number 0",
            })
    void refusesAValueAndSaysWhatToWrite(String key, String value, String message) {
        assertThat(both().with(LB + key, value).problems()).containsExactly(LB + key + ": " + message);
    }

    @Nested
    class WithoutAnHttpRule {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "redirect_status | 308",
                    "public_https_port | 443",
                    "acme_challenges | \"forward\"",
                    "forwarded_headers | \"off\"",
                    "response_timeout_seconds | 60",
                    "backends[0].http_port | 80",
                })
        void whatOnlyHttpHasAUseForIsAProblem(String key, String value) {
            for (String protocol : new String[] {"https", "tcp"}) {
                assertThat(only(protocol, 443).with(LB + key, value).problems())
                        .containsExactly(
                                LB + key + ": has no effect without an http rule: remove this key, or add such a rule");
            }
        }

        @Test
        void aRedirectThatIsOffIsNone() {
            assertThat(Document.minimal()
                            .with(LB + "redirect_http_to_https", "false")
                            .problems())
                    .isEmpty();
        }

        @Test
        void aRedirectIsOneAndNotItsDetails() {
            assertThat(Document.minimal()
                            .with(LB + "redirect_http_to_https", "true")
                            .with(LB + "redirect_status", "301")
                            .with(LB + "public_https_port", "8443")
                            .problems())
                    .containsExactly(
                            LB + "redirect_http_to_https: has nothing to redirect: add an http rule, or write false");
        }

        @ParameterizedTest
        @ValueSource(strings = {"entry_port", "target_protocol"})
        void nothingIsSaidWhileARuleCannotBeRead(String key) {
            assertThat(Document.minimal()
                            .with(RULES + "[0]." + key, "null")
                            .with(LB + "redirect_http_to_https", "true")
                            .with(LB + "acme_challenges", "\"off\"")
                            .with(LB + "backends[0].http_port", "80")
                            .problems())
                    .singleElement()
                    .asString()
                    .startsWith(RULES + "[0]." + key);
        }
    }

    @Nested
    class ARedirect {

        @Test
        void needsSomewhereToLead() {
            assertThat(only("http", 80)
                            .with(LB + "redirect_http_to_https", "true")
                            .problems())
                    .containsExactly(LB + "redirect_http_to_https: has nowhere to redirect to: "
                            + "add an https rule, or set public_https_port");
            assertThat(only("http", 80)
                            .with(LB + "redirect_http_to_https", "true")
                            .with(LB + "public_https_port", "443")
                            .problems())
                    .isEmpty();
            assertThat(both().with(LB + "redirect_http_to_https", "true").problems())
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"redirect_status", "public_https_port"})
        void hasNoDetailsWhileItIsOff(String key) {
            String problem =
                    LB + key + ": has no effect unless redirect_http_to_https is true: set that, or remove this key";
            assertThat(both().with(LB + key, "301").problems()).containsExactly(problem);
            assertThat(both().with(LB + "redirect_http_to_https", "false")
                            .with(LB + key, "301")
                            .problems())
                    .containsExactly(problem);
        }

        @Test
        void leavesChallengesToForward() {
            assertThat(both().with(LB + "redirect_http_to_https", "true")
                            .with(LB + "acme_challenges", "\"forward\"")
                            .with(LB + "forwarded_headers", "\"forwarded\"")
                            .with(LB + "response_timeout_seconds", "5")
                            .with(LB + "backends[0].http_port", "8080")
                            .problems())
                    .isEmpty();
        }
    }
}

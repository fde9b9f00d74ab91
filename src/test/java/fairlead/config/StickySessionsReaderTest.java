package fairlead.config;

import static fairlead.config.Document.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickySessionsReaderTest {

    private static final String LB = "load_balancers[0].";
    private static final String STICKY = LB + "sticky_sessions";
    private static final String LONG = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm"; // 65
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static Document with(String sticky, String... rules) {
        return Document.minimal()
                .with(LB + "hosts", "[]")
                .with(LB + "forwarding_rules", List.of(rules).toString())
                .with(STICKY, sticky);
    }

    private static Document cookies() {
        return with("{\"type\": \"cookies\"}", rule("http", 80));
    }

    private static StickySessionsConfig read(Document document) {
        return document.config().loadBalancers().getFirst().stickySessions();
    }

    @Test
    void bySourceGoWithAnyAlgorithm() {
        assertThat(read(with("{\"type\": \"source_ip\"}", rule("https", 443))
                        .with(LB + "algorithm", "\"least_connections\"")))
                .isEqualTo(StickySessionsConfig.of(StickySessionsConfig.Type.SOURCE_IP));
    }

    @Nested
    class ByCookies {

        @Test
        void haveDefaults() {
            assertThat(read(cookies()))
                    .isEqualTo(new StickySessionsConfig(
                            StickySessionsConfig.Type.COOKIES, "FLB", Duration.ofMinutes(5), Optional.empty()));
        }

        @Test
        void areReadAsWritten() {
            assertThat(read(cookies()
                            .with(STICKY + ".cookie_name", "\"__shop.lb\"")
                            .with(STICKY + ".cookie_ttl_seconds", "1.5")
                            .with(STICKY + ".cookie_secret", '"' + SECRET + '"')))
                    .isEqualTo(new StickySessionsConfig(
                            StickySessionsConfig.Type.COOKIES,
                            "__shop.lb",
                            Duration.ofMillis(1500),
                            Optional.of(SECRET)));
        }

        @Test
        void goBesideEncryptionForTheRequestsThatAreSeen() {
            assertThat(with("{\"type\": \"cookies\"}", rule("https", 443), rule("http", 80), rule("tcp", 81))
                            .problems())
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"https", "http2"})
        void cannotBeSeenInsideTheEncryption(String protocol) {
            assertThat(with("{\"type\": \"cookies\"}", rule(protocol, 443), rule("tcp", 81))
                            .problems())
                    .containsExactly(STICKY + ".type: \"cookies\" cannot work with tls_passthrough, as they are "
                            + "inside the encryption, which Fairlead does not open: write \"source_ip\"");
        }

        @Test
        void cannotBeSeenByTcpRules() {
            assertThat(with("{\"type\": \"cookies\"}", rule("tcp", 443)).problems())
                    .containsExactly(STICKY + ".type: \"cookies\" cannot work with tcp rules, which read nothing: "
                            + "write \"source_ip\"");
        }

        @Test
        void cannotBeSeenOnceEveryRequestIsRedirected() {
            String problem =
                    STICKY + ".type: \"cookies\" cannot work with redirect_http_to_https, as every http request "
                            + "is answered with a redirect, and what follows is encrypted: write \"source_ip\"";
            assertThat(with("{\"type\": \"cookies\"}", rule("https", 443), rule("http", 80))
                            .with(LB + "redirect_http_to_https", "true")
                            .problems())
                    .containsExactly(problem);
            assertThat(cookies()
                            .with(LB + "redirect_http_to_https", "true")
                            .with(LB + "public_https_port", "443")
                            .problems())
                    .containsExactly(problem);
        }

        @Test
        void areNotRefusedWhileARuleCannotBeRead() {
            assertThat(with("{\"type\": \"cookies\"}", rule("https", 443), "{}").problems())
                    .noneMatch(problem -> problem.startsWith(STICKY));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type               | \"cookie\" | must be one of \"none\", \"source_ip\", \"cookies\"; found the string \"cookie\": did you mean \"cookies\"?",
                "cookie_name        | \"__Host-LB\"   | \"__Host-LB\" begins with what browsers take over https alone: choose another",
                "cookie_name        | \"__SECURE-LB\" | \"__SECURE-LB\" begins with what browsers take over https alone: choose another",
                "cookie_ttl_seconds | 0.999      | must be a number of seconds from 1 to 34650; found the number 0.999",
                "cookie_ttl_seconds | 34650.001  | must be a number of seconds from 1 to 34650; found the number 34650.001",
                "cookie_ttl_seconds | \"300\"    | must be a number of seconds, such as 5 or 0.5; found the string \"300\"",
                "cookie_secret      | \"0123456789abcdef0123456789abcde\" | must have 32 to 1024 characters, and found 31: write what \"openssl rand -hex 32\" prints",
                "cookie_domain      | \"a.example\" | unknown key: the keys here are type, cookie_name, cookie_ttl_seconds, cookie_secret",
            })
    void refuseAValueAndSayWhatToWrite(String key, String value, String message) {
        assertThat(cookies().with(STICKY + '.' + key, value).problems())
                .containsExactly(STICKY + '.' + key + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a;", "a,b", "\"a", "a\r\n", "a\u00e9", LONG})
    void refuseANameThatIsNoToken(String name) {
        assertThat(cookies()
                        .with(STICKY + ".cookie_name", Document.JSON.writeValueAsString(name))
                        .problems())
                .singleElement()
                .asString()
                .startsWith(STICKY
                        + ".cookie_name: must be 1 to 64 letters, digits or any of !#$%&'*+-.^_`|~; found the string ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "34650", "300.25"})
    void takeATtlWithinTheLimits(String seconds) {
        assertThat(cookies().with(STICKY + ".cookie_ttl_seconds", seconds).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cookie_name | \"FLB\"",
                "cookie_ttl_seconds | 300",
                "cookie_secret | \"" + SECRET + "\"",
            })
    void haveNothingToSayOfCookiesWhenTheyAreOfAnotherType(String key, String value) {
        for (String type : List.of("none", "source_ip")) {
            assertThat(with("{\"type\": \"%s\"}".formatted(type), rule("http", 80))
                            .with(STICKY + '.' + key, value)
                            .problems())
                    .containsExactly(STICKY + '.' + key + ": has no effect with type \"" + type
                            + "\": remove this key, or make type \"cookies\"");
        }
    }
}

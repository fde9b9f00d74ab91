package fairlead.config;

import static fairlead.config.Document.loadBalancer;
import static fairlead.config.Document.rule;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.HealthCheckConfig.Protocol;
import fairlead.config.HealthCheckConfig.StatusRange;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCheckReaderTest {

    private static final String LB = "load_balancers[0].";
    private static final String CHECK = LB + "health_check";
    private static final String CA = "conf/example-ca.pem";

    private static Document with(String check) {
        return Document.minimal().with(CHECK, check);
    }

    private static Document tcp() {
        return Document.of("{\"load_balancers\": [%s]}".formatted(loadBalancer("db", "", rule("tcp", 5432))));
    }

    private static HealthCheckConfig read(Document document) {
        return document.config().loadBalancers().getFirst().healthCheck();
    }

    private static HealthCheckConfig read(String check) {
        return read(with(check));
    }

    @Nested
    class ByDefault {

        @Test
        void aPassthroughRuleIsCheckedByTls() {
            assertThat(read(Document.minimal()))
                    .isEqualTo(HealthCheckConfig.withDefaults(Protocol.TLS, ProxyProtocol.OFF));
            assertThat(read("{}")).isEqualTo(read(Document.minimal()));
        }

        @Test
        void anyOtherIsCheckedByTcp() {
            assertThat(read(tcp())).isEqualTo(HealthCheckConfig.withDefaults(Protocol.TCP, ProxyProtocol.OFF));
            assertThat(read(tcp().with(CHECK, "{}"))).isEqualTo(read(tcp()));
        }

        @Test
        void onePassthroughRuleAmongOthersDecides() {
            assertThat(read(Document.minimal().with(LB + "forwarding_rules[1]", rule("tcp", 5432)))
                            .protocol())
                    .isEqualTo(Protocol.TLS);
        }

        @Test
        void aCheckBeginsAsConnectionsDo() {
            Document proxied = Document.minimal().with(LB + "proxy_protocol", "\"v2\"");
            assertThat(read(proxied).proxyProtocol()).isEqualTo(ProxyProtocol.V2);
            assertThat(read(proxied.with(CHECK, "{\"protocol\": \"tcp\"}")).proxyProtocol())
                    .isEqualTo(ProxyProtocol.V2);
            assertThat(read(proxied.with(CHECK, "{\"proxy_protocol\": \"off\"}"))
                            .proxyProtocol())
                    .isEqualTo(ProxyProtocol.OFF);
        }

        @Test
        void aMistakeInTheRulesHasNoConsequencesHere() {
            assertThat(with("{\"host\": \"a.example\"}")
                            .with(LB + "forwarding_rules[0].entry_port", "0")
                            .problems())
                    .containsExactly(LB + "forwarding_rules[0].entry_port: "
                            + "must be a whole number from 1 to 65535; found the number 0");
        }
    }

    @Nested
    class WhatIsWritten {

        @Test
        void isRead() {
            assertThat(read("""
                            {"protocol": "https", "port": 8443, "path": "/health?full=1", "host": "Shop.Internal.",
                             "expected_status": ["200-204", 401], "check_interval_seconds": 0.05,
                             "response_timeout_seconds": 0.5, "unhealthy_threshold": 1, "healthy_threshold": 100,
                             "verify_certificate": true, "ca_file": "%s", "proxy_protocol": "v1"}""".formatted(CA)))
                    .isEqualTo(new HealthCheckConfig(
                            Protocol.HTTPS,
                            OptionalInt.of(8443),
                            "/health?full=1",
                            Optional.of("shop.internal"),
                            List.of(new StatusRange(200, 204), new StatusRange(401, 401)),
                            Duration.ofMillis(50),
                            Duration.ofMillis(500),
                            1,
                            100,
                            true,
                            Optional.of(CA),
                            ProxyProtocol.V1));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "204          | 204-204",
                    "\"200-399\"  | 200-399",
                    "\"100 - 599\" | 100-599",
                    "[200]        | 200-200",
                    "[\"200-299\", 301] | 200-299 301-301",
                })
        void mayExpectAStatusInSeveralWays(String json, String ranges) {
            HealthCheckConfig check = read("{\"protocol\": \"http\", \"expected_status\": %s}".formatted(json));
            assertThat(check.expectedStatus())
                    .extracting(range -> range.first() + "-" + range.last())
                    .containsExactly(ranges.split(" ", -1));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "protocol | \"TLS\" | must be one of \"none\", \"tcp\", \"tls\", \"http\", \"https\"; found the string \"TLS\": did you mean \"tls\"?",
                    "protocol | null | must be one of \"none\", \"tcp\", \"tls\", \"http\", \"https\"; found null: leave the key out for its default",
                    "port | 0 | must be a whole number from 1 to 65535; found the number 0",
                    "path | \"health\" | must begin with \"/\", as \"/health\" does; found the string \"health\"",
                    "path | \"\" | must begin with \"/\", as \"/health\" does; found the string \"\"",
                    "path | \"https://a/b\" | \"https://a/b\" is a URL: write the path alone, such as \"/health\", and the name in \"host\"",
                    "path | \"/a b\" | \"/a b\" has a space, a # or a character that is not ASCII: percent-encode it",
                    "path | \"/a#b\" | \"/a#b\" has a space, a # or a character that is not ASCII: percent-encode it",
                    "path | \"/\\u00fc\" | \"/\u00fc\" has a space, a # or a character that is not ASCII: percent-encode it",
                    "path | \"/\\r\\nHost: b\" | \"/\\u000d\\u000aHost: b\" has a space, a # or a character that is not ASCII: percent-encode it",
                    "path | 1 | must be a string in double quotes; found the number 1",
                    "host | \"10.0.0.1\" | \"10.0.0.1\" is an IP address: write a host name such as \"shop.example.com\"",
                    "host | \"*.example.com\" | \"*.example.com\" does not name one host: write a name without *",
                    "host | \"a.example:8443\" | \"a.example:8443\" has a port, which belongs in \"port\": write \"a.example\"",
                    "host | \"https://a.example\" | \"https://a.example\" is a URL: write \"a.example\"",
                    "host | \"a b\" | \"a b\" is not a host name: write one such as \"shop.example.com\"",
                    "expected_status | 99 | must be a status code from 100 to 599, or several such as \"200-399\"; found the number 99",
                    "expected_status | 600 | must be a status code from 100 to 599, or several such as \"200-399\"; found the number 600",
                    "expected_status | 200.0 | must be a status code from 100 to 599, or several such as \"200-399\"; found the number 200.0",
                    "expected_status | \"200\" | must be a status code from 100 to 599, or several such as \"200-399\"; found the string \"200\": write 200 without quotes",
                    "expected_status | \"2xx\" | must be a status code from 100 to 599, or several such as \"200-399\"; found the string \"2xx\": write \"200-299\"",
                    "expected_status | \"399-200\" | must be a status code from 100 to 599, or several such as \"200-399\"; found the string \"399-200\": write \"200-399\"",
                    "expected_status | \"200,204\" | must be a status code from 100 to 599, or several such as \"200-399\"; found the string \"200,204\"",
                    "expected_status | \"200-600\" | must be a status code from 100 to 599, or several such as \"200-399\"; found the string \"200-600\"",
                    "expected_status | [] | must hold at least one value; found an empty array",
                    "expected_status | null | must be a status code from 100 to 599, or several such as \"200-399\"; found null: leave the key out for its default",
                    "check_interval_seconds | 0 | must be a number of seconds from 0.001 to 604800 (7 days); found the number 0",
                    "response_timeout_seconds | \"1\" | must be a number of seconds, such as 5 or 0.5; found the string \"1\"",
                    "unhealthy_threshold | 0 | must be a whole number from 1 to 100; found the number 0",
                    "healthy_threshold | 101 | must be a whole number from 1 to 100; found the number 101",
                    "verify_certificate | \"yes\" | must be true or false, without quotes; found the string \"yes\"",
                    "ca_file | \"no/such/file\" | there is no file \"no/such/file\": write the path of one with certificates",
                    "ca_file | \"pom.xml\" | \"pom.xml\" holds no certificate in PEM: each begins with the line -----BEGIN CERTIFICATE-----",
                    "ca_file | false | must be a string in double quotes; found false",
                    "proxy_protocol | true | must be one of \"off\", \"v1\", \"v2\"; found true",
                    "interval | 5 | unknown key: did you mean \"check_interval_seconds\"?",
                    "fall | 5 | unknown key: the keys here are protocol, port, path, host, expected_status, check_interval_seconds, response_timeout_seconds, unhealthy_threshold, healthy_threshold, verify_certificate, ca_file, proxy_protocol",
                })
        void isRefusedWhenItCannotBe(String key, String value, String message) {
            assertThat(with("{\"protocol\": \"https\"}")
                            .with(CHECK + "." + key, value)
                            .problems())
                    .containsExactly(CHECK + "." + key + ": " + message);
        }

        @Test
        void isRefusedForOneElementOfSeveral() {
            assertThat(with("{\"protocol\": \"http\", \"expected_status\": [200, \"3xx\", [204]]}")
                            .problems())
                    .containsExactly(
                            CHECK
                                    + ".expected_status[1]: must be a status code from 100 to 599, or several such as \"200-399\"; found the string \"3xx\": write \"300-399\"",
                            CHECK
                                    + ".expected_status[2]: must be a status code from 100 to 599, or several such as \"200-399\"; found an array");
        }

        @Test
        void isRefusedWhenThePathIsTooLong() {
            String longest = "/" + "a".repeat(2047);
            String check = "{\"protocol\": \"http\", \"path\": \"%s\"}";
            assertThat(read(check.formatted(longest)).path()).isEqualTo(longest);
            assertThat(with(check.formatted(longest + "a")).problems())
                    .containsExactly(CHECK + ".path: must have 2048 characters at most; found 2049");
        }

        @ParameterizedTest
        @ValueSource(strings = {"true", "[]", "\"tls\"", "null"})
        void isAnObject(String json) {
            assertThat(with(json).problems())
                    .singleElement()
                    .asString()
                    .startsWith(CHECK + ": must be an object in braces { }; found ");
        }
    }

    @Nested
    class WhatHasNoEffect {

        private static final Map<String, String> KEYS = new TreeMap<>(Map.ofEntries(
                Map.entry("port", "80"),
                Map.entry("path", "\"/\""),
                Map.entry("host", "\"a.example\""),
                Map.entry("expected_status", "200"),
                Map.entry("check_interval_seconds", "1"),
                Map.entry("response_timeout_seconds", "1"),
                Map.entry("unhealthy_threshold", "1"),
                Map.entry("healthy_threshold", "1"),
                Map.entry("verify_certificate", "true"),
                Map.entry("ca_file", "\"" + CA + "\""),
                Map.entry("proxy_protocol", "\"off\"")));

        private static List<String> refused(Protocol protocol) {
            return switch (protocol) {
                case NONE -> List.copyOf(KEYS.keySet());
                case TCP -> List.of("expected_status", "host", "path", "verify_certificate");
                case TLS -> List.of("expected_status", "path");
                case HTTP -> List.of("verify_certificate");
                case HTTPS -> List.of();
            };
        }

        private static String word(Protocol protocol) {
            return Scalar.Word.word(protocol);
        }

        @ParameterizedTest
        @EnumSource
        void isRefusedAndNothingElseIs(Protocol protocol) {
            Document document = with("{\"protocol\": \"%s\"}".formatted(word(protocol)));
            KEYS.forEach((key, value) -> document.with(CHECK + "." + key, value));
            assertThat(document.problems())
                    .allMatch(problem ->
                            problem.contains(": has no effect with protocol \"%s\": ".formatted(word(protocol))))
                    .extracting(problem -> problem.substring(CHECK.length() + 1, problem.indexOf(':')))
                    .containsExactlyElementsOf(refused(protocol));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "none | healthy_threshold | \"tcp\", \"tls\", \"http\" or \"https\"",
                    "none | path | \"http\" or \"https\"",
                    "tcp | host | \"tls\", \"http\" or \"https\"",
                    "tls | path | \"http\" or \"https\"",
                    "http | verify_certificate | \"tls\" or \"https\"",
                })
        void isRefusedWithTheProtocolsThatHaveAUseForIt(String protocol, String key, String others) {
            assertThat(with("{\"protocol\": \"%s\"}".formatted(protocol))
                            .with(CHECK + "." + key, KEYS.getOrDefault(key, ""))
                            .problems())
                    .containsExactly(CHECK
                            + ".%s: has no effect with protocol \"%s\": remove this key, or make protocol %s"
                                    .formatted(key, protocol, others));
        }

        @Test
        void isRefusedBesideTheDefaultToo() {
            assertThat(with("{\"path\": \"/health\"}").problems())
                    .containsExactly(CHECK + ".path: has no effect with protocol \"tls\", the default here: "
                            + "remove this key, or make protocol \"http\" or \"https\"");
            assertThat(tcp().with(CHECK, "{\"host\": \"a.example\"}").problems())
                    .containsExactly(CHECK + ".host: has no effect with protocol \"tcp\", the default here: "
                            + "remove this key, or make protocol \"tls\", \"http\" or \"https\"");
        }

        @Test
        void isAnAuthorityWhereNoCertificateIsLookedAt() {
            assertThat(tcp().with(CHECK, "{\"ca_file\": \"%s\"}".formatted(CA)).problems())
                    .containsExactly(CHECK + ".ca_file: has no effect with protocol \"tcp\", the default here: "
                            + "remove this key, or make protocol \"tls\" or \"https\"");
        }
    }

    @Nested
    class VerifyingCertificates {

        private static final String VERIFY = "{\"verify_certificate\": true}";

        @ParameterizedTest
        @ValueSource(strings = {"[]", "[\"*.example.com\"]"})
        void needsAName(String hosts) {
            assertThat(with(VERIFY).with(LB + "hosts", hosts).problems())
                    .containsExactly(CHECK + ".verify_certificate: needs a name that the certificate must be for, "
                            + "and hosts has no exact one: add \"host\" beside it");
        }

        @Test
        void takesTheNameFromTheCheck() {
            assertThat(with("{\"verify_certificate\": true, \"host\": \"a.example\"}")
                            .with(LB + "hosts", "[]")
                            .problems())
                    .isEmpty();
        }

        @Test
        void takesTheNameFromTheHosts() {
            assertThat(read(with(VERIFY).with(LB + "hosts", "[\"*.example.com\", \"example.com\"]"))
                            .verifyCertificate())
                    .isTrue();
        }

        @Test
        void doesNotMissANameThatHasAMistake() {
            assertThat(with(VERIFY).with(LB + "hosts", "[\"a b\"]").problems())
                    .containsExactly(LB + "hosts[0]: \"a b\" is not a host name: "
                            + "write one such as \"shop.example.com\" or \"*.example.com\"");
        }
    }
}

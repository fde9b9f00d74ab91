package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerChecksTest {

    private static List<String> problems(String listeners) {
        return Document.minimal().with("listeners", listeners).problems();
    }

    private static String at443(String... addresses) {
        return List.of(addresses).stream()
                .map("{\"port\": 443, \"address\": \"%s\"}"::formatted)
                .toList()
                .toString();
    }

    @Nested
    class AddressesOfOnePort {

        @Test
        void mayBeSeveral() {
            assertThat(problems(at443("10.0.0.1", "10.0.0.2", "2001:db8::1"))).isEmpty();
            assertThat(problems(at443("0.0.0.0", "2001:db8::1"))).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"10.0.0.1, 10.0.0.1", "10.0.0.1, ::ffff:10.0.0.1", "::, 0:0::0"})
        void areListedOnce(String first, String second) {
            assertThat(problems(at443(first, second)))
                    .containsExactly("listeners[1]: is the same address and port as listeners[0]: remove one of them");
        }

        @Test
        void areListedOnceAlsoByDefault() {
            assertThat(problems("[{\"port\": 443}, {\"port\": 443}]"))
                    .containsExactly("listeners[1]: is the same address and port as listeners[0]: remove one of them");
        }

        @ParameterizedTest
        @CsvSource({"0.0.0.0", "10.0.0.1", "2001:db8::1"})
        void areIncludedInTheDualStackAddress(String address) {
            String problem =
                    ".address: is included in %s, which is every address, IPv4 and IPv6, of port 443: remove one of them";
            assertThat(problems(at443("::", address)))
                    .containsExactly("listeners[1]" + problem.formatted("listeners[0]"));
            assertThat(problems(at443(address, "::")))
                    .containsExactly("listeners[0]" + problem.formatted("listeners[1]"));
        }

        @Test
        void areIncludedInTheIpv4Wildcard() {
            assertThat(problems(at443("0.0.0.0", "10.0.0.1")))
                    .containsExactly("listeners[1].address: is included in listeners[0], "
                            + "which is every IPv4 address of port 443: remove one of them");
        }
    }

    @Nested
    class ProxyProtocol {

        @Test
        void needsSomebodyToTrust() {
            assertThat(problems("[{\"port\": 443, \"accept_proxy_protocol\": true}]"))
                    .containsExactly("listeners[0].trusted_proxies: must list the proxies that send a header, "
                            + "such as \"10.0.0.0/8\", when accept_proxy_protocol is true");
        }

        @Test
        void mustBeAcceptedFromThoseTrusted() {
            assertThat(problems("[{\"port\": 443, \"trusted_proxies\": [\"10.0.0.0/8\"]}]"))
                    .containsExactly(
                            "listeners[0].accept_proxy_protocol: must be true when trusted_proxies lists proxies and "
                                    + "no rule of the port is http; without it, remove trusted_proxies");
        }

        @Test
        void isNotSaidToTrustNobodyWhenAnEntryIsWrong() {
            assertThat(
                            problems(
                                    "[{\"port\": 443, \"accept_proxy_protocol\": true, \"trusted_proxies\": [\"10.0.0.1/8\"]}]"))
                    .containsExactly("listeners[0].trusted_proxies[0]: "
                            + "\"10.0.0.1/8\" has bits set after its prefix: write \"10.0.0.0/8\"");
        }
    }

    @Nested
    class APortOfHttp {

        private List<String> problems(String listeners) {
            return Document.minimal()
                    .with("load_balancers[0].forwarding_rules[1]", Document.rule("http", 80))
                    .with("listeners", listeners)
                    .problems();
        }

        @Test
        void mayTrustProxiesThatSendNoHeader() {
            assertThat(problems("[{\"port\": 80, \"trusted_proxies\": [\"10.0.0.0/8\"]}]"))
                    .isEmpty();
            assertThat(problems(
                            "[{\"port\": 80, \"trusted_proxies\": [\"10.0.0.0/8\"], \"accept_proxy_protocol\": true}]"))
                    .isEmpty();
        }

        @Test
        void needsSomebodyToTrustForHeadersAllTheSame() {
            assertThat(problems("[{\"port\": 80, \"accept_proxy_protocol\": true}]"))
                    .singleElement()
                    .asString()
                    .startsWith("listeners[0].trusted_proxies: must list the proxies");
        }

        @Test
        void hasTimeLimitsOfItsOwn() {
            assertThat(problems(
                            "[{\"port\": 80, \"http_header_timeout_seconds\": 2, \"http_idle_timeout_seconds\": 30}]"))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"http_header_timeout_seconds", "http_idle_timeout_seconds"})
        void hasThemAlone(String key) {
            String problem = ".%s: has no effect on a port without http rules: remove this key".formatted(key);
            assertThat(problems("[{\"port\": 80, \"%1$s\": 5}, {\"port\": 443, \"%1$s\": 5}]".formatted(key)))
                    .containsExactly("listeners[1]" + problem);
        }

        @Test
        void isNotExpectedWhileARuleCannotBeRead() {
            assertThat(Document.minimal()
                            .with("load_balancers[0].forwarding_rules[1]", "{}")
                            .with("listeners", "[{\"port\": 443, \"trusted_proxies\": [\"10.0.0.0/8\"]}]")
                            .problems())
                    .noneMatch(problem -> problem.startsWith("listeners"));
        }

        @Test
        void isOneByTheRulesOfItsAddressAlone() {
            String listener = "{\"port\": 80, \"address\": \"10.0.0.%d\", \"http_idle_timeout_seconds\": 5}";
            assertThat(Document.minimal()
                            .with("load_balancers[0].forwarding_rules[1]", Document.rule("http", 80))
                            .with("load_balancers[0].forwarding_rules[1].listener_address", "\"10.0.0.1\"")
                            .with("load_balancers[0].forwarding_rules[2]", Document.rule("tcp", 80))
                            .with("load_balancers[0].forwarding_rules[2].listener_address", "\"10.0.0.2\"")
                            .with("listeners", "[%s, %s]".formatted(listener.formatted(1), listener.formatted(2)))
                            .problems())
                    .containsExactly("listeners[1].http_idle_timeout_seconds: "
                            + "has no effect on a port without http rules: remove this key");
        }
    }

    @Nested
    class AListenerThatNoRuleUses {

        @Test
        void isAProblem() {
            assertThat(problems("[{\"port\": 8443}]"))
                    .containsExactly("listeners[0]: no forwarding rule uses port 8443: "
                            + "add one with \"entry_port\": 8443, or remove this listener");
        }

        @Test
        void isAProblemWhenTheRulesNameAnotherAddress() {
            assertThat(Document.minimal()
                            .with("listeners", at443("10.0.0.1", "10.0.0.2"))
                            .with("load_balancers[0].forwarding_rules[0].listener_address", "\"10.0.0.1\"")
                            .problems())
                    .containsExactly("listeners[1]: no forwarding rule uses port 443 of 10.0.0.2: "
                            + "add one with \"entry_port\": 443, or remove this listener");
        }

        @Test
        void isNotNamedWhileARuleCannotBeRead() {
            assertThat(Document.minimal()
                            .with("listeners", "[{\"port\": 8443}]")
                            .with("load_balancers[0].forwarding_rules[0].entry_port", "\"8443\"")
                            .problems())
                    .singleElement()
                    .asString()
                    .startsWith("load_balancers[0].forwarding_rules[0].entry_port: ");
        }
    }

    @Nested
    class TheListenerAddressOfARule {

        private List<String> problems(String listeners) {
            return Document.minimal()
                    .with("listeners", listeners)
                    .with("load_balancers[0].forwarding_rules[0].listener_address", "\"10.0.0.1\"")
                    .problems();
        }

        @Test
        void namesAListener() {
            assertThat(problems(at443("10.0.0.1"))).isEmpty();
        }

        @Test
        void mustBeListed() {
            assertThat(problems("[]"))
                    .containsExactly(
                            "load_balancers[0].forwarding_rules[0].listener_address: no listener has this address "
                                    + "and port 443: add {\"port\": 443, \"address\": \"10.0.0.1\"} to listeners");
        }

        @Test
        void isNotMissedWhenItsListenerHasAMistakeElsewhere() {
            assertThat(problems("[{\"port\": 443, \"address\": \"10.0.0.1\", \"max_connections_per_client\": -1}]"))
                    .singleElement()
                    .asString()
                    .startsWith("listeners[0].max_connections_per_client: ");
        }
    }
}

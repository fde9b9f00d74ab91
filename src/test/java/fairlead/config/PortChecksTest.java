package fairlead.config;

import static fairlead.config.Document.loadBalancer;
import static fairlead.config.Document.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PortChecksTest {

    private static Document document(String... loadBalancers) {
        return Document.of("{\"load_balancers\": [%s]}".formatted(String.join(", ", loadBalancers)));
    }

    private static List<String> problems(String... loadBalancers) {
        return document(loadBalancers).problems();
    }

    @Nested
    class AHost {

        @Test
        void hasOneLoadBalancerOnAPort() {
            assertThat(problems(
                            loadBalancer("a", "a.example *.a.example", rule("https", 443)),
                            loadBalancer("b", "b.example *.A.example", rule("https", 443))))
                    .containsExactly("load_balancers[1].hosts[1]: \"*.a.example\" belongs to load_balancers[0] (\"a\") "
                            + "on port 443 already: a host has one load balancer on a port; remove one of them");
        }

        @Test
        void hasOneLoadBalancerWhicheverTlsProtocolItsRuleNames() {
            assertThat(problems(
                            loadBalancer("a", "a.example", rule("https", 443)),
                            loadBalancer("b", "a.example", rule("http2", 443))))
                    .hasSize(1);
        }

        @Test
        void mayHaveAnotherOnAnotherPort() {
            assertThat(problems(
                            loadBalancer("a", "a.example", rule("https", 443)),
                            loadBalancer("b", "a.example", rule("https", 8443))))
                    .isEmpty();
        }

        @Test
        void mayHaveAnotherOnAnotherAddress() {
            Document document = document(
                            loadBalancer("a", "a.example", rule("https", 443)),
                            loadBalancer("b", "a.example", rule("https", 443)))
                    .with("listeners", """
                            [{"port": 443, "address": "10.0.0.1"}, {"port": 443, "address": "10.0.0.2"}]""")
                    .with("load_balancers[0].forwarding_rules[0].listener_address", "\"10.0.0.1\"")
                    .with("load_balancers[1].forwarding_rules[0].listener_address", "\"10.0.0.2\"");
            assertThat(document.problems()).isEmpty();

            document.without("load_balancers[1].forwarding_rules[0].listener_address");
            assertThat(document.problems())
                    .containsExactly(
                            "load_balancers[1].hosts[0]: \"a.example\" belongs to load_balancers[0] (\"a\") on "
                                    + "port 443 of 10.0.0.1 already: a host has one load balancer on a port; remove one of them");
        }

        @Test
        void mayBeMoreExactThanThatOfAnother() {
            assertThat(problems(
                            loadBalancer("a", "*.example", rule("https", 443)),
                            loadBalancer("b", "b.example", rule("https", 443)),
                            loadBalancer("c", "", rule("https", 443))))
                    .isEmpty();
        }
    }

    @Nested
    class ACatchAll {

        @Test
        void isTheOnlyOneOfItsPort() {
            assertThat(document(loadBalancer("a", "", rule("https", 443)), loadBalancer("b", "", rule("https", 443)))
                            .without("load_balancers[1].hosts")
                            .problems())
                    .containsExactly(
                            "load_balancers[1].hosts: without hosts this is a catch-all, which port 443 has in "
                                    + "load_balancers[0] (\"a\") already: list the hosts of one of them");
        }

        @Test
        void isNotMadeOfALoadBalancerWhoseHostsAreWrong() {
            assertThat(document(loadBalancer("a", "", rule("https", 443)), loadBalancer("b", "", rule("https", 443)))
                            .with("load_balancers[1].hosts", "[\"*\"]")
                            .problems())
                    .singleElement()
                    .asString()
                    .startsWith("load_balancers[1].hosts[0]: \"*\" is no host name");
        }
    }

    @Nested
    class APort {

        @Test
        void isTheEntryOfOneRuleOfALoadBalancer() {
            assertThat(problems(loadBalancer("a", "a.example", rule("https", 443), rule("http2", 443))))
                    .containsExactly("load_balancers[0].forwarding_rules[1].entry_port: "
                            + "port 443 already has a rule in this load balancer: remove one of them");
        }

        @Test
        void carriesOneKind() {
            assertThat(problems(
                            loadBalancer("a", "a.example", rule("https", 443)),
                            loadBalancer("b", "", rule("tcp", 443))))
                    .containsExactly(
                            "load_balancers[1].forwarding_rules[0].entry_protocol: port 443 carries TLS for "
                                    + "load_balancers[0].forwarding_rules[0]: a port carries either TLS (https, http2), http or tcp");
        }

        @Test
        void ofTcpBelongsToOneLoadBalancer() {
            assertThat(problems(
                            loadBalancer("a", "", rule("tcp", 5432)),
                            loadBalancer("b", "", rule("tcp", 5433), rule("tcp", 5432))))
                    .containsExactly("load_balancers[1].forwarding_rules[1].entry_port: port 5432 belongs to "
                            + "load_balancers[0] (\"a\"): tcp names no host, so a tcp port has one load balancer; "
                            + "choose another port");
        }

        @Test
        void mayCarryAnotherKindOnEachAddress() {
            assertThat(document(
                                    loadBalancer("a", "a.example", rule("https", 443)),
                                    loadBalancer("b", "", rule("tcp", 443)))
                            .with("listeners", """
                                    [{"port": 443, "address": "10.0.0.1"}, {"port": 443, "address": "10.0.0.2"}]""")
                            .with("load_balancers[0].forwarding_rules[0].listener_address", "\"10.0.0.1\"")
                            .with("load_balancers[1].forwarding_rules[0].listener_address", "\"10.0.0.2\"")
                            .problems())
                    .isEmpty();
        }
    }

    @Test
    void namesALoadBalancerWithoutANameByItsPlace() {
        assertThat(document(
                                loadBalancer("a", "a.example", rule("https", 443)),
                                loadBalancer("b", "a.example", rule("https", 443)))
                        .without("load_balancers[0].name")
                        .problems())
                .containsExactly(
                        "load_balancers[0].name: is missing, and has no default: add it",
                        "load_balancers[1].hosts[0]: \"a.example\" belongs to load_balancers[0] on port 443 already: "
                                + "a host has one load balancer on a port; remove one of them");
    }
}

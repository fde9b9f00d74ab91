package fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.config.ForwardingRule;
import fairlead.config.HealthCheckConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.pool.Backend;
import fairlead.pool.Pool;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where a backend is checked, and which connections tell of the same. */
final class CheckPlanTest {
    private static final String HTTPS = rule("https", 443, ", \"tls_passthrough\": true");
    private static final String HTTPS_8443 = rule("https", 8443, ", \"tls_passthrough\": true");
    private static final String HTTP = rule("http", 80, "");
    private static final String TCP = rule("tcp", 25, "");
    private static final String NO_CHECKS = ", \"health_check\": {\"protocol\": \"none\"}";

    private static String rule(String protocol, int port, String more) {
        return "{\"entry_protocol\": \"%1$s\", \"entry_port\": %2$d, \"target_protocol\": \"%1$s\", \"target_port\": %2$d%3$s}"
                .formatted(protocol, port, more);
    }

    private static Plan plan(String ports, String more, String... rules) {
        ConfigFile.Result parsed = ConfigFile.parse("""
                {"load_balancers": [{"name": "shop", "forwarding_rules": [%s],
                  "backends": [{"name": "web", "address": "10.0.0.1"%s}]%s}]}""".formatted(String.join(", ", rules), ports, more));
        Config config = switch (parsed) {
            case ConfigFile.Result.Valid valid -> valid.config();
            case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
        LoadBalancerConfig shop = config.loadBalancers().getFirst();
        Pool pool = Pool.of(shop, name -> List.of(), Optional.empty(), 0);
        return new Plan(shop, pool.backends().getFirst());
    }

    private record Plan(LoadBalancerConfig config, Backend backend) {

        int checkedPort() {
            return CheckPlan.address(config, backend).getPort();
        }

        /** Entry ports of the rules whose connections count. */
        List<Integer> counting() {
            return config.forwardingRules().stream()
                    .filter(rule -> CheckPlan.isAbout(config, backend, rule))
                    .map(ForwardingRule::entryPort)
                    .toList();
        }
    }

    @Nested
    class OfHttpAlone {

        @Test
        void isAConnectToTheHttpPort() {
            Plan plan = plan("", "", HTTP);
            assertThat(plan.config.healthCheck().protocol()).isEqualTo(HealthCheckConfig.Protocol.TCP);
            assertThat(plan.checkedPort()).isEqualTo(80);
            assertThat(plan.counting()).containsExactly(80);
        }

        @Test
        void isAtTheBackendsOwnPort() {
            assertThat(plan(", \"port\": 8080", "", HTTP).checkedPort()).isEqualTo(8080);
            assertThat(plan(", \"http_port\": 8081", "", HTTP).checkedPort()).isEqualTo(8081);
            assertThat(plan(", \"port\": 8080, \"http_port\": 8081", "", HTTP).checkedPort())
                    .isEqualTo(8081);
            assertThat(plan(", \"http_port\": 8081", "", HTTP).counting()).containsExactly(80);
        }

        @Test
        void letsRequestsCountWithoutChecks() {
            assertThat(plan("", NO_CHECKS, HTTP).counting()).containsExactly(80);
        }
    }

    @Nested
    class OfHttpBesidePassthrough {

        @Test
        void isAtTheHttpsPortAndThatAloneCounts() {
            Plan plan = plan(", \"port\": 4430, \"http_port\": 8080", "", HTTP, HTTPS);
            assertThat(plan.checkedPort()).isEqualTo(4430);
            assertThat(plan.counting()).containsExactly(443);
        }

        @Test
        void letsRequestsCountWhereTheCheckIsAtTheHttpPort() {
            Plan plan = plan("", ", \"health_check\": {\"protocol\": \"http\", \"port\": 80}", HTTP, HTTPS);
            assertThat(plan.checkedPort()).isEqualTo(80);
            assertThat(plan.counting()).containsExactly(80, 443);
        }

        @Test
        void letsOnlyTheOthersCountWithoutChecks() {
            assertThat(plan("", NO_CHECKS, HTTP, HTTPS, TCP).counting()).containsExactly(443, 25);
        }
    }

    @Test
    void connectionsCountWhoseCheckIsAtAPortOfItsOwn() {
        Plan plan = plan("", ", \"health_check\": {\"protocol\": \"http\", \"port\": 9000}", HTTP, HTTPS);
        assertThat(plan.checkedPort()).isEqualTo(9000);
        assertThat(plan.counting()).containsExactly(443);
    }

    @Test
    void connectionsToAnotherPortThanTheOneCheckedDoNotCount() {
        assertThat(plan("", "", HTTPS, HTTPS_8443).counting()).containsExactly(443);
        assertThat(plan(", \"port\": 4430", "", HTTPS, HTTPS_8443).counting()).containsExactly(443, 8443);
    }
}

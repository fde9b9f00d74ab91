package fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.ConfigFile;
import fairlead.config.ForwardingRule;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.dns.Resolver;
import fairlead.pool.Backend;
import fairlead.pool.HealthState.State;
import fairlead.pool.Pool;
import fairlead.stats.Event;
import fairlead.stats.EventLog;
import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That connections to the http port say nothing of the https port. */
final class WitnessTest {
    private final EventLog events = new EventLog();
    private final Health health = new Health(events, Resolver.SYSTEM);
    private final LoadBalancerConfig shop = shop();
    private final ForwardingRule https = shop.forwardingRules().get(0);
    private final ForwardingRule http = shop.forwardingRules().get(1);
    private final Pool pool = Pool.of(shop, name -> List.of(), Optional.empty(), 0);
    private final Backend web = pool.backends().getFirst();

    @AfterEach
    void stop() {
        health.close();
        events.close();
    }

    private static LoadBalancerConfig shop() {
        ConfigFile.Result parsed = ConfigFile.parse("""
                {"load_balancers": [{"name": "shop", "health_check": {"protocol": "none"}, "forwarding_rules": [
                  {"entry_protocol": "https", "entry_port": 443, "target_protocol": "https", "target_port": 443, "tls_passthrough": true},
                  {"entry_protocol": "http", "entry_port": 80, "target_protocol": "http", "target_port": 80}],
                  "backends": [{"name": "web", "address": "10.0.0.1"}]}]}""");
        return switch (parsed) {
            case ConfigFile.Result.Valid valid -> valid.config().loadBalancers().getFirst();
            case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private void fail(ForwardingRule rule, int times) {
        for (int i = 0; i < times; i++) {
            health.connectFailed(pool, rule, web, new ConnectException("refused"), 0);
        }
    }

    @Test
    void failuresAtTheHttpPortTakeNobodyOut() {
        fail(http, 10);

        assertThat(web.health().state()).isEqualTo(State.UP);
        assertThat(events.latest()).isEmpty();
    }

    @Test
    void failuresAtTheHttpPortDoNotAddToThoseAtTheHttpsPort() {
        fail(https, 2);
        fail(http, 10);
        assertThat(web.health().state()).isEqualTo(State.UP);

        fail(https, 1);
        assertThat(web.health().state()).isEqualTo(State.DOWN);
        assertThat(events.latest()).extracting(Event::kind).containsExactly(Event.Kind.BACKEND_DOWN);
    }

    @Test
    void successAtTheHttpPortNeitherForgivesNorBringsBack() {
        fail(https, 2);
        health.connected(pool, http, web, 0);
        fail(https, 1);
        assertThat(web.health().state()).isEqualTo(State.DOWN);

        health.connected(pool, http, web, 0);
        assertThat(web.health().state()).isEqualTo(State.DOWN);

        health.connected(pool, https, web, 0);
        assertThat(web.health().state()).isEqualTo(State.UP);
    }
}

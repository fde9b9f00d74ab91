package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Event;
import fairlead.stats.Event.Kind;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that is up and down by turns, at every check. */
final class FlappingTest {
    private static final int CHECKS = 40;

    private final AtomicInteger checks = new AtomicInteger();
    private final Behaviour clients = new Behaviour.Named("web");

    /** The first passes, the second fails, and so on. */
    private boolean passes() {
        return checks.getAndIncrement() % 2 == 0;
    }

    private Behaviour byTurns(String protocol) {
        return protocol.equals("http")
                ? new Behaviour.HttpChecks(() -> passes() ? 200 : 503, clients)
                : new Behaviour.TlsChecks(
                        TestCertificate.of("checks", "shop.example.com").serverContext(), this::passes, clients);
    }

    private static List<Kind> events(TestBalancer balancer) {
        return balancer.engine().events().latest().stream()
                .filter(event -> event.backend().isPresent())
                .map(Event::kind)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tls"})
    void neverChangesItsStateByTheDefaultThresholds(String protocol) throws IOException {
        try (FakeBackend web = FakeBackend.start(byTurns(protocol));
                TestBalancer balancer = TestBalancer.with()
                        .backend("web", web.port())
                        .lb("\"all_unhealthy\": \"refuse\"")
                        .checks(protocol, "0.03", "\"host\": \"" + FakeBackend.CHECKED_HOST + '"')
                        .start()) {
            balancer.awaitStatus("web", "up");
            while (balancer.status("web").checks().size() < CHECKS) {
                assertThat(balancer.status("web").text()).isEqualTo("up");
                assertThat(balancer.servedBy()).contains("web");
            }
            assertThat(balancer.status("web").checks())
                    .filteredOn(check -> check.failure().isPresent())
                    .hasSizeBetween(CHECKS / 2 - 1, CHECKS / 2 + 6);
            assertThat(events(balancer)).isEmpty();
        }
    }

    @Test
    void neverLeavesClientsWithoutABackendNorStormsTheLogByTheTouchiest() throws IOException {
        try (FakeBackend web = FakeBackend.start(byTurns("http"));
                TestBalancer balancer = TestBalancer.with()
                        .backend("web", web.port())
                        .checks("http", "0.03", "\"unhealthy_threshold\": 1", "\"healthy_threshold\": 1")
                        .start()) {
            while (checks.get() < CHECKS) {
                assertThat(balancer.servedBy()).contains("web");
            }
            assertThat(events(balancer))
                    .containsExactly(
                            Kind.BACKEND_DOWN,
                            Kind.BACKEND_UP,
                            Kind.BACKEND_DOWN,
                            Kind.BACKEND_UP,
                            Kind.BACKEND_DOWN,
                            Kind.BACKEND_FLAPPING);
        }
    }
}

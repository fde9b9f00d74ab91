package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of the open connections of a backend that is found unhealthy. */
final class OnUnhealthyTest {
    private static final String CLOSE = "\"on_unhealthy\": \"close\"";

    private final AtomicInteger status = new AtomicInteger(200);
    private final FakeBackend ill =
            FakeBackend.start(new Behaviour.HttpChecks(status::get, new Behaviour.Named("ill")));
    private final FakeBackend well =
            FakeBackend.start(new Behaviour.HttpChecks(() -> 200, new Behaviour.Named("well")));

    @AfterEach
    void stop() {
        ill.close();
        well.close();
    }

    private TestBalancer both(String... members) {
        TestBalancer balancer = alone(TestBalancer.with().backend("well", well.port()), members);
        balancer.awaitStatus("well", "up");
        return balancer;
    }

    private TestBalancer alone(TestBalancer.Setup setup, String... members) {
        TestBalancer balancer = setup.backend("ill", ill.port())
                .lb(members)
                .also(impatient())
                .checks("http", "0.05", "\"unhealthy_threshold\": 2", "\"healthy_threshold\": 2")
                .start();
        balancer.awaitStatus("ill", "up");
        return balancer;
    }

    /** A load balancer that makes the sweeper look often. */
    private String impatient() {
        return """
                {"name": "impatient", "hosts": ["impatient.example.com"], "idle_timeout_seconds": 0.1,
                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%,
                   "target_protocol": "https", "target_port": 443, "tls_passthrough": true}],
                 "health_check": {"protocol": "none"},
                 "backends": [{"name": "well", "address": "127.0.0.1", "port": %d}]}
                """.formatted(well.port());
    }

    private static Socket greeted(TestBalancer balancer, String by) throws IOException {
        for (int i = 0; i < 4; i++) {
            Socket client = balancer.connect();
            if (Talk.greet(client, Ends.HELLO).orElseThrow().equals(by)) {
                client.getInputStream().readNBytes(Ends.HELLO.length);
                return client;
            }
            client.close();
        }
        throw new AssertionError("nobody was served by " + by);
    }

    private static void assertAlive(Socket client) throws IOException {
        client.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
    }

    /** Until the sweeper has looked at every connection: two have become idle, one after the other. */
    private static void awaitSweep(TestBalancer balancer) throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Socket idle = balancer.connect()) {
                assertThat(Talk.greet(idle, Hello.to("impatient.example.com").bytes()))
                        .contains("well");
                idle.getInputStream().readAllBytes();
            }
        }
    }

    private void falls(TestBalancer balancer) {
        status.set(503);
        balancer.awaitStatus("ill", "down: HTTP 503");
    }

    @Nested
    class Keep {

        @Test
        void isTheRuleAndLeavesThemAlone() throws IOException {
            try (TestBalancer balancer = both();
                    Socket open = greeted(balancer, "ill")) {
                falls(balancer);
                awaitSweep(balancer);
                assertAlive(open);
                assertThat(balancer.servedBy(4)).containsOnly("well");
                assertThat(balancer.status("ill").text()).isEqualTo("down: HTTP 503");
                assertThat(balancer.engine().counters().connections(Outcome.BACKEND_UNHEALTHY))
                        .isZero();
            }
        }
    }

    @Nested
    class Close {

        @Test
        void endsThemAndNoOthers() throws IOException {
            try (TestBalancer balancer = both(CLOSE);
                    Socket first = greeted(balancer, "ill");
                    Socket second = greeted(balancer, "ill");
                    Socket other = greeted(balancer, "well")) {
                falls(balancer);

                assertThat(Talk.endsSilently(first)).isTrue();
                assertThat(Talk.endsSilently(second)).isTrue();
                balancer.awaitOutcome(Outcome.BACKEND_UNHEALTHY, 2);
                assertAlive(other);
                assertThat(balancer.status("ill").connections()).isZero();
            }
        }

        /** Or failing open would give clients a backend that may be well after all, and take it away again. */
        @Test
        void sparesThoseThatCameWhenThereWasNoOther() throws IOException {
            try (TestBalancer balancer = alone(TestBalancer.with(), CLOSE);
                    Socket before = greeted(balancer, "ill")) {
                falls(balancer);
                assertThat(Talk.endsSilently(before)).isTrue();

                try (Socket after = greeted(balancer, "ill")) {
                    awaitSweep(balancer);
                    assertAlive(after);
                }
            }
        }
    }
}

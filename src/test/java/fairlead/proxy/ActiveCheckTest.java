package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What checks do for clients, with the real engine and checks at short intervals. */
final class ActiveCheckTest {
    private static final String ONCE = "3600"; // seconds: no second check unless something demands it
    private static final String SOON = "0.1";

    private final List<FakeBackend> started = new ArrayList<>();
    private final FakeBackend a = start(new Behaviour.Named("a"));
    private final FakeBackend b = start(new Behaviour.Named("b"));

    @AfterEach
    void stop() {
        started.forEach(FakeBackend::close);
    }

    private FakeBackend start(Behaviour behaviour) {
        FakeBackend backend = FakeBackend.start(behaviour);
        started.add(backend);
        return backend;
    }

    private TestBalancer.Setup both() {
        return TestBalancer.with().backend("a", a.port()).backend("b", b.port());
    }

    @Nested
    class TheFirstResult {

        @Test
        void decidesAtOnce() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("dead", FreePort.pick())
                    .backend("a", a.port())
                    .checks("tcp", ONCE)
                    .start()) {
                balancer.awaitStatus("dead", "down: connect refused");
                balancer.awaitStatus("a", "up");

                assertThat(balancer.status("dead").checks()).hasSize(1);
                assertThat(balancer.status("a").checks()).hasSize(1);
                assertThat(balancer.servedBy(4)).containsOnly("a");
            }
        }
    }

    @Nested
    class ABackendThatStopsListening {

        @Test
        void isDownAfterTheThresholdAndClientsAreSpared() throws IOException {
            try (TestBalancer balancer =
                    both().checks("tcp", SOON, "\"unhealthy_threshold\": 3").start()) {
                balancer.awaitStatus("a", "up");
                balancer.awaitStatus("b", "up");
                a.die();
                balancer.awaitStatus("a", "down: connect refused");

                BackendStatus down = balancer.status("a");
                List<BackendStatus.Result> failed = latest(down, false);
                assertThat(down.since()).isEqualTo(failed.get(2).at());
                assertThat(Duration.between(failed.get(0).at(), down.since())).isLessThan(Duration.ofSeconds(3));
                assertThat(balancer.servedBy(6)).containsOnly("b");
            }
        }

        @Test
        void isBackAfterTheOtherThreshold() throws IOException {
            try (TestBalancer balancer = both().checks(
                            "tcp", SOON, "\"unhealthy_threshold\": 1", "\"healthy_threshold\": 4")
                    .start()) {
                balancer.awaitStatus("a", "up");
                a.die();
                balancer.awaitStatus("a", "down: connect refused");
                started.add(FakeBackend.again(new Behaviour.Named("a again"), a.port()));
                balancer.awaitStatus("a", "up");

                BackendStatus up = balancer.status("a");
                assertThat(up.since()).isEqualTo(latest(up, true).get(3).at());
                assertThat(balancer.servedBy(4)).containsExactlyInAnyOrder("a again", "a again", "b", "b");
            }
        }

        /** The results since the last of the other kind, the eldest first. */
        private List<BackendStatus.Result> latest(BackendStatus status, boolean passed) {
            List<BackendStatus.Result> all = status.checks();
            int first = all.size();
            while (first > 0 && all.get(first - 1).failure().isEmpty() == passed) {
                first--;
            }
            return all.subList(first, all.size());
        }
    }

    @Nested
    class ABackendThatAcceptsAndNeverAnswers {

        @Test
        void delaysNobodysChecksButItsOwn() {
            Behaviour passing = new Behaviour.TlsChecks(
                    TestCertificate.of("checks", "shop.example.com").serverContext(),
                    () -> true,
                    new Behaviour.Named("c"));
            TestBalancer.Setup setup =
                    TestBalancer.with().backend("c", start(passing).port());
            for (int i = 0; i < 20; i++) {
                setup.backend("hung-" + i, start(new Behaviour.Silent()).port());
            }
            try (TestBalancer balancer = setup.checks(
                            "tls",
                            "0.05",
                            "\"response_timeout_seconds\": 60",
                            "\"host\": \"" + FakeBackend.CHECKED_HOST + '"')
                    .start()) {
                balancer.awaitChecks("c", 10);

                assertThat(balancer.status("c").text()).isEqualTo("up");
                assertThat(balancer.engine().backends())
                        .filteredOn(status -> status.name().startsWith("hung"))
                        .hasSize(20)
                        .allSatisfy(status -> {
                            assertThat(status.text()).isEqualTo("checking");
                            assertThat(status.checks()).isEmpty();
                        });
            }
        }

        @Test
        void isDownWhenItsTimeIsUp() {
            FakeBackend hung = start(new Behaviour.Silent());
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("hung", hung.port())
                    .checks("tls", ONCE, "\"response_timeout_seconds\": 0.2")
                    .start()) {
                balancer.awaitStatus("hung", "down: TLS handshake failed: no answer in 0.2 s");
                assertThat(balancer.status("hung").checks().getFirst().latency())
                        .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
            }
        }
    }

    @Nested
    class NoChecks {

        @Test
        void areMadeWhereTheyAreOff() {
            String checked = """
                    {"name": "checked", "hosts": ["checked.example.com"],
                     "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%,
                       "target_protocol": "https", "target_port": 443, "tls_passthrough": true}],
                     "health_check": {"protocol": "tcp", "check_interval_seconds": 0.05},
                     "backends": [{"name": "b", "address": "127.0.0.1", "port": %d}]}
                    """.formatted(b.port());
            try (TestBalancer balancer =
                    TestBalancer.with().backend("a", a.port()).also(checked).start()) {
                TestBalancer.awaitThat(
                        "other checks", () -> assertThat(b.accepted()).isGreaterThan(10));

                assertThat(a.accepted()).isZero();
                assertThat(balancer.status("a").text()).isEqualTo("up");
                assertThat(balancer.status("a").checks()).isEmpty();
            }
        }

        @Test
        void areMadeOfADisabledBackend() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("a", a.port(), "\"mode\": \"disabled\"")
                    .backend("b", b.port())
                    .checks("tcp", "0.05")
                    .start()) {
                balancer.awaitChecks("b", 10);
                assertThat(a.accepted()).isZero();
                assertThat(balancer.status("a").text()).isEqualTo("disabled");
                assertThat(balancer.servedBy(4)).containsOnly("b");

                balancer.apply(both().checks("tcp", "0.05"));
                balancer.awaitStatus("a", "up");
            }
        }

        @Test
        void areMadeOnceTheyAreTurnedOff() throws IOException {
            try (TestBalancer balancer = both().checks("tcp", "0.05").start()) {
                balancer.awaitStatus("a", "up");
                a.die();
                balancer.awaitStatus("a", "down: connect refused");

                balancer.apply(TestBalancer.with()
                        .backend("a", a.port())
                        .backend("b", b.port())
                        .lb("\"slow_start_seconds\": 1"));
                assertThat(balancer.status("a").checks()).isEmpty();
                assertThat(balancer.status("a").text()).isEqualTo("down: connect refused");
                assertThat(balancer.servedBy(4)).containsOnly("b");
                assertThat(balancer.status("a").checks()).isEmpty();
            }
        }
    }

    @Nested
    class ABackendThatIsDrained {

        @Test
        void isCheckedAllTheSame() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("a", a.port(), "\"mode\": \"drain\"")
                    .backend("b", b.port())
                    .checks("tcp", SOON)
                    .start()) {
                balancer.awaitChecks("a", 1);
                a.die();
                TestBalancer.awaitThat(
                        "failed checks",
                        () -> assertThat(balancer.status("a").checks())
                                .filteredOn(check -> check.failure().isPresent())
                                .hasSizeGreaterThanOrEqualTo(3));
                assertThat(balancer.status("a").text()).isEqualTo("draining (0 connections left)");

                balancer.apply(both().checks("tcp", SOON));
                assertThat(balancer.status("a").text()).isEqualTo("down: connect refused");
                assertThat(balancer.servedBy(4)).containsOnly("b");
            }
        }
    }

    @Nested
    class AConfigChange {

        @Test
        void ofEverythingElseKeepsHealthAndCounts() throws IOException {
            int dead = FreePort.pick();
            try (TestBalancer balancer = TestBalancer.with()
                            .backend("dead", dead)
                            .backend("a", a.port())
                            .checks("tcp", ONCE)
                            .start();
                    Socket open = balancer.connect()) {
                balancer.awaitStatus("dead", "down: connect refused");
                balancer.awaitStatus("a", "up");
                assertThat(Talk.greet(open, Ends.HELLO)).contains("a");
                BackendStatus before = balancer.status("dead");

                balancer.apply(TestBalancer.with()
                        .backend("b", b.port())
                        .backend("a", a.port(), "\"weight\": 7", "\"max_connections\": 9")
                        .backend("dead", dead, "\"mode\": \"backup\"")
                        .lb(
                                "\"algorithm\": \"least_connections\"",
                                "\"idle_timeout_seconds\": 77",
                                "\"on_unhealthy\": \"close\"",
                                "\"proxy_protocol\": \"off\"")
                        .top("\"max_connections\": 99")
                        .checks("tcp", ONCE));

                BackendStatus after = balancer.status("dead");
                assertThat(after.text()).isEqualTo("down: connect refused");
                assertThat(Duration.between(before.since(), after.since()).abs())
                        .isLessThan(Duration.ofMillis(100));
                assertThat(after.checks()).hasSize(1);
                assertThat(balancer.status("a").text()).isEqualTo("up");
                assertThat(balancer.status("a").checks()).hasSize(1);
                assertThat(balancer.status("a").connections()).isEqualTo(1);
                balancer.awaitStatus("b", "up");
            }
        }

        @Test
        void ofTheAddressBeginsAnew() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("a", FreePort.pick())
                    .checks("tcp", ONCE)
                    .start()) {
                balancer.awaitStatus("a", "down: connect refused");

                balancer.apply(TestBalancer.with().backend("a", a.port()).checks("tcp", ONCE));

                balancer.awaitStatus("a", "up");
                assertThat(balancer.status("a").checks()).hasSize(1);
                assertThat(balancer.servedBy()).contains("a");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"port", "protocol"})
        void ofTheCheckTakesEffectAtOnce(String what) {
            FakeBackend ill = start(new Behaviour.HttpChecks(() -> 503, new Behaviour.Named("ill")));
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("ill", ill.port())
                    .checks("tcp", ONCE, "\"unhealthy_threshold\": 1")
                    .start()) {
                balancer.awaitStatus("ill", "up");

                TestBalancer.Setup changed = TestBalancer.with().backend("ill", ill.port());
                if (what.equals("port")) {
                    balancer.apply(
                            changed.checks("tcp", ONCE, "\"unhealthy_threshold\": 1", "\"port\": " + FreePort.pick()));
                    balancer.awaitStatus("ill", "down: connect refused");
                } else {
                    balancer.apply(changed.checks("http", ONCE, "\"unhealthy_threshold\": 1"));
                    balancer.awaitStatus("ill", "down: HTTP 503");
                }
                assertThat(balancer.status("ill").condition()).isEqualTo(Condition.DOWN);
            }
        }
    }
}

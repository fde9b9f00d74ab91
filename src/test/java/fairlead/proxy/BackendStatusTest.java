package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Event;
import fairlead.stats.Event.Kind;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine says of its backends, to whoever asks and in its events. */
final class BackendStatusTest {
    private static final String ONCE = "3600"; // seconds: no second check unless something demands it

    private final AtomicInteger status = new AtomicInteger(200);
    private final FakeBackend web =
            FakeBackend.start(new Behaviour.HttpChecks(status::get, new Behaviour.Named("web")));
    private final FakeBackend silent = FakeBackend.start(new Behaviour.Silent());

    @AfterEach
    void stop() {
        web.close();
        silent.close();
    }

    private static List<String> texts(TestBalancer balancer) {
        return balancer.engine().backends().stream().map(BackendStatus::text).toList();
    }

    private static void awaitTexts(TestBalancer balancer, String... texts) {
        TestBalancer.awaitThat("states", () -> assertThat(texts(balancer)).containsExactly(texts));
    }

    private static List<Event> events(TestBalancer balancer) {
        return balancer.engine().events().latest().stream()
                .filter(event -> event.backend().isPresent())
                .toList();
    }

    @Test
    void isInWordsInTheOrderOfTheConfig() {
        status.set(503);
        try (TestBalancer balancer = TestBalancer.with()
                .backend("ill", web.port())
                .backend("silent", silent.port())
                .backend("off", web.port(), "\"mode\": \"disabled\"")
                .backend("refusing", FreePort.pick())
                .backend("drained", web.port(), "\"mode\": \"drain\"")
                .lb("\"backend_drain_timeout_seconds\": 43.9")
                .checks("http", ONCE, "\"response_timeout_seconds\": 60")
                .start()) {
            awaitTexts(
                    balancer,
                    "down: HTTP 503",
                    "checking",
                    "disabled",
                    "down: connect refused",
                    "draining (0 connections left, 43 s)");

            assertThat(balancer.engine().backends())
                    .extracting(BackendStatus::condition)
                    .containsExactly(
                            Condition.DOWN, Condition.CHECKING, Condition.DISABLED, Condition.DOWN, Condition.DRAINING);
            assertThat(balancer.engine().backends())
                    .extracting(BackendStatus::name)
                    .containsExactly("ill", "silent", "off", "refusing", "drained");
            assertThat(balancer.status("ill").address()).isEqualTo("127.0.0.1:" + web.port());
        }
    }

    @Test
    void countsTheConnectionsThatAreLeft() throws IOException {
        TestBalancer.Setup setup = TestBalancer.with().backend("web", web.port());
        List<Socket> open = new ArrayList<>();
        try (TestBalancer balancer = setup.start()) {
            for (int i = 0; i < 12; i++) {
                Socket client = balancer.connect();
                open.add(client);
                assertThat(Talk.greet(client, Ends.HELLO)).contains("web");
            }
            balancer.apply(TestBalancer.with()
                    .backend("web", web.port(), "\"mode\": \"drain\"")
                    .lb("\"backend_drain_timeout_seconds\": 43.9"));

            assertThat(balancer.status("web").text()).isEqualTo("draining (12 connections left, 43 s)");
        } finally {
            for (Socket client : open) {
                client.close();
            }
        }
    }

    @Test
    void saysWhatSpeaksNoTls() {
        try (TestBalancer balancer = TestBalancer.with()
                .backend("web", web.port())
                .checks("tls", ONCE)
                .start()) {
            TestBalancer.awaitThat(
                    "down", () -> assertThat(balancer.status("web").text()).startsWith("down: TLS handshake failed: "));
        }
    }

    @Test
    void comesWithTheLatestChecksAndSinceWhen() {
        Instant start = Instant.now();
        try (TestBalancer balancer = TestBalancer.with()
                .backend("web", web.port())
                .checks("http", "0.01")
                .start()) {
            balancer.awaitChecks("web", 50);
            TestBalancer.awaitThat(
                    "more than are kept", () -> assertThat(web.accepted()).isGreaterThan(60));

            BackendStatus now = balancer.status("web");
            assertThat(now.checks()).hasSize(50).allSatisfy(check -> {
                assertThat(check.failure()).isEmpty();
                assertThat(check.latency()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(10));
            });
            assertThat(now.checks())
                    .extracting(BackendStatus.Result::at)
                    .isSorted()
                    .allSatisfy(at ->
                            assertThat(at).isBetween(now.since(), Instant.now().plusMillis(100)));
            assertThat(now.since())
                    .isAfter(start.minusMillis(100))
                    .isBefore(now.checks().getFirst().at());
        }
    }

    @Test
    void becomesAnEventWheneverItChanges() {
        try (TestBalancer balancer = TestBalancer.with()
                .backend("web", web.port())
                .checks("http", "0.05", "\"unhealthy_threshold\": 1", "\"healthy_threshold\": 2")
                .start()) {
            balancer.awaitStatus("web", "up");
            assertThat(events(balancer)).isEmpty();
            status.set(503);
            balancer.awaitStatus("web", "down: HTTP 503");
            status.set(500);
            balancer.awaitStatus("web", "down: HTTP 500");
            status.set(200);
            balancer.awaitStatus("web", "up");

            TestBalancer.awaitThat(
                    "events",
                    () -> assertThat(events(balancer))
                            .extracting(Event::text)
                            .containsExactly("shop/web is down: HTTP 503", "shop/web is up"));
            assertThat(events(balancer)).extracting(Event::kind).containsExactly(Kind.BACKEND_DOWN, Kind.BACKEND_UP);
            assertThat(events(balancer)).allSatisfy(event -> {
                assertThat(event.loadBalancer()).contains("shop");
                assertThat(event.backend()).contains("web");
            });
        }
    }
}

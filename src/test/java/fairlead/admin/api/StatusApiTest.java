package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.admin.Passing;
import fairlead.stats.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Status, listeners, statistics and what else is only to be read. */
final class StatusApiTest {
    private static final String OTHER = """
            {"name": "blog", "hosts": ["blog.example.com"], "health_check": {"protocol": "none"},
             "forwarding_rules": [{"entry_protocol": "https", "entry_port": %PORT%, "target_protocol": "https",
                                   "target_port": 443, "tls_passthrough": true}],
             "backends": [{"name": "web-9", "address": "127.0.0.1", "port": 9}]}
            """;

    private Passing passing;

    @BeforeEach
    void start() throws Exception {
        passing = Passing.start(setup -> setup.also(OTHER).listener("\"max_connections_per_client\": 77"));
    }

    @AfterEach
    void stop() throws Exception {
        passing.close();
    }

    @Test
    void statusTellsHowTheProcessStands() throws Exception {
        passing.come("shop.example.com");
        passing.come("shop.example.com").close();
        passing.knock().close();
        await().untilAsserted(() ->
                assertThat(passing.admin().engine().openConnections()).isEqualTo(1));

        JsonNode status = passing.get("/api/v1/status").get("status");
        assertThat(status.get("version").asString()).matches("\\d+\\.\\d+.*");
        assertThat(Instant.parse(status.get("started_at").asString()))
                .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
        assertThat(status.get("uptime_seconds").asDouble()).isPositive().isLessThan(300);
        assertThat(status.get("stopping").asBoolean()).isFalse();
        assertThat(status.get("connections").get("open").asInt()).isEqualTo(1);
        assertThat(status.get("connections").get("accepted").asLong()).isEqualTo(3);
        assertThat(status.get("connections").get("max").asInt())
                .isEqualTo(passing.admin().engine().maxConnections());
        JsonNode ended = status.get("connections").get("ended_by_outcome");
        assertThat(ended.get("completed").asLong()).isEqualTo(1);
        assertThat(ended.get("client_gone").asLong()).isEqualTo(1);
        assertThat(status.get("config").get("etag").asString())
                .isEqualTo(passing.admin().store().current().etag());
        assertThat(status.get("file_descriptors").get("max").asLong())
                .isGreaterThan(status.get("file_descriptors").get("open").asLong());
        assertThat(status.get("dropped_log_lines").asLong()).isZero();
    }

    @Test
    void listenersTellWhoIsReachedThroughThem() throws Exception {
        JsonNode listeners = passing.get("/api/v1/listeners").get("listeners");
        assertThat(listeners.size()).isEqualTo(1);
        JsonNode listener = listeners.get(0);
        assertThat(listener.get("name").asString()).isEqualTo(":" + passing.port());
        assertThat(listener.get("address").asString()).isEqualTo("::");
        assertThat(listener.get("port").asInt()).isEqualTo(passing.port());
        assertThat(listener.get("traffic").asString()).isEqualTo("tls");
        assertThat(listener.get("settings").get("max_connections_per_client").asInt())
                .isEqualTo(77);
        assertThat(listener.get("settings").get("client_hello_timeout_seconds").asDouble())
                .isEqualTo(5);
        assertThat(listener.get("load_balancers").get(0).get("name").asString()).isEqualTo("shop");
        assertThat(listener.get("load_balancers").get(1).get("hosts").get(0).asString())
                .isEqualTo("blog.example.com");
    }

    @Test
    void statisticsHaveAValueOrNullForEachStep() throws Exception {
        JsonNode stats = passing.get("/api/v1/load_balancers/shop/stats").get("stats");
        assertThat(stats.get("range").asString()).isEqualTo("15m");
        assertThat(stats.get("step_seconds").asInt()).isEqualTo(5);
        assertThat(stats.get("series").propertyNames())
                .containsExactlyInAnyOrder(
                        "open_connections",
                        "new_connections",
                        "bytes_in",
                        "bytes_out",
                        "refusals",
                        "requests",
                        "connect_p50",
                        "connect_p95");
        assertThat(stats.get("series").get("bytes_in").size()).isEqualTo(180);
        assertThat(stats.get("series").get("bytes_in").get(0).isNull()).isTrue();
        assertThat(stats.get("backends").propertyNames()).containsExactly("web-1");
        Duration span = Duration.between(
                Instant.parse(stats.get("from").asString()),
                Instant.parse(stats.get("to").asString()));
        assertThat(span).isEqualTo(Duration.ofSeconds(179 * 5));

        JsonNode day =
                passing.get("/api/v1/load_balancers/shop/stats?range=24h").get("stats");
        assertThat(day.get("step_seconds").asInt()).isEqualTo(300);
        assertThat(day.get("series").get("bytes_in").size()).isEqualTo(288);
    }

    @Test
    void statisticsOfNobodyAndOverNoRangeAreErrors() throws Exception {
        assertThat(passing.admin().get("/api/v1/load_balancers/nobody/stats").statusCode())
                .isEqualTo(404);
        assertThat(passing.admin()
                        .get("/api/v1/load_balancers/shop/stats?range=1y")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void eventsComeNewestFirst() throws Exception {
        passing.admin().engine().events().add(Event.Kind.CONFIG_REFUSED, "no <b>good</b>\r\n");
        List<String> times = StreamSupport.stream(
                        passing.get("/api/v1/events").get("events").spliterator(), false)
                .map(event -> event.get("time").asString())
                .toList();
        assertThat(times)
                .hasSizeGreaterThan(1)
                .isSortedAccordingTo(
                        Comparator.<String, Instant>comparing(Instant::parse).reversed());
        JsonNode newest =
                passing.get("/api/v1/events?kind=config_refused").get("events").get(0);
        assertThat(newest.get("kind").asString()).isEqualTo("config_refused");
        assertThat(newest.get("bad").asBoolean()).isTrue();
        assertThat(newest.get("message").asString()).isEqualTo("no <b>good</b>\r\n");
        JsonNode bound = passing.get("/api/v1/events?kind=listener_bound");
        assertThat(bound.get("meta").get("total").asInt()).isEqualTo(1);
        assertThat(passing.get("/api/v1/events?load_balancer=nobody")
                        .get("events")
                        .size())
                .isZero();
        assertThat(passing.admin().get("/api/v1/events?kind=party").statusCode())
                .isEqualTo(400);
    }
}

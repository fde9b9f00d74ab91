package fairlead.admin.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.admin.Passing;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ConnectionsApiTest {
    private static final String PATH = "/api/v1/connections";
    private static final String RECENT = PATH + "/recent";

    private Passing passing;

    @BeforeEach
    void start() throws Exception {
        passing = Passing.start(setup -> setup.hosts("\"*.example.com\", \"*.example.org\""));
    }

    @AfterEach
    void stop() throws Exception {
        passing.close();
    }

    private List<String> hosts(String query) throws Exception {
        return StreamSupport.stream(passing.get(PATH + query).get("connections").spliterator(), false)
                .map(one -> one.path("sni").asString("-"))
                .toList();
    }

    private JsonNode first(String path) throws Exception {
        return passing.get(path).get("connections").get(0);
    }

    private void awaitEnded(int count) {
        await().untilAsserted(() ->
                assertThat(passing.get(RECENT).get("meta").get("total").asInt()).isEqualTo(count));
    }

    @Nested
    class OpenOnes {

        @Test
        void areToldOfInFull() throws Exception {
            Socket client = passing.come("a.example.com");
            client.getOutputStream().write(new byte[5000]);
            await().untilAsserted(() ->
                    assertThat(first(PATH).get("bytes_in").asLong()).isGreaterThan(5000));

            JsonNode one = first(PATH);
            assertThat(one.propertyNames())
                    .containsExactlyInAnyOrder(
                            "id",
                            "since",
                            "age_seconds",
                            "client",
                            "listener",
                            "sni",
                            "alpn",
                            "tls_versions",
                            "load_balancer",
                            "backend",
                            "upstream",
                            "connect_seconds",
                            "state",
                            "bytes_in",
                            "bytes_out",
                            "bytes_in_per_second",
                            "bytes_out_per_second");
            assertThat(one.get("client").asString()).isEqualTo("127.0.0.1:" + client.getLocalPort());
            assertThat(one.get("state").asString()).isEqualTo("relaying");
            assertThat(one.get("load_balancer").asString()).isEqualTo("shop");
            assertThat(one.get("backend").asString()).isEqualTo("web-1");
            assertThat(one.get("since").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(one.get("bytes_in_per_second").asDouble()).isPositive();
        }

        @Test
        void areNoneAtFirst() throws Exception {
            JsonNode answer = passing.get(PATH);
            assertThat(answer.get("connections").size()).isZero();
            assertThat(answer.get("meta").get("total").asInt()).isZero();
        }

        @Test
        void comeNewestFirstOrAsWanted() throws Exception {
            passing.come("b.example.com");
            passing.come("a.example.com");
            passing.come("c.example.com");
            assertThat(hosts("")).containsExactly("c.example.com", "a.example.com", "b.example.com");
            assertThat(hosts("?sort=since")).containsExactly("b.example.com", "a.example.com", "c.example.com");
            assertThat(hosts("?sort=sni")).containsExactly("a.example.com", "b.example.com", "c.example.com");
            assertThat(hosts("?sort=-sni")).containsExactly("c.example.com", "b.example.com", "a.example.com");
        }

        @Test
        void canAllBeSortedBy() throws Exception {
            passing.come("b.example.com");
            passing.knock();
            for (String sort : OpenView.SORTS) {
                assertThat(hosts("?sort=" + sort)).as(sort).hasSize(2);
            }
        }

        @Test
        void canBeFoundByWhatIsKnownOfThem() throws Exception {
            passing.come("a.example.com");
            passing.come("b.example.org");
            passing.knock();
            await().untilAsserted(() -> assertThat(hosts("")).hasSize(3));
            Map<String, Integer> found = Map.ofEntries(
                    entry("?sni=a.example.com", 1),
                    entry("?sni=A.EXAMPLE.COM", 1),
                    entry("?sni=example.com", 0),
                    entry("?search=example.com", 1),
                    entry("?search=EXAMPLE", 2),
                    entry("?search=127.0.0.1", 3),
                    entry("?search=nothing", 0),
                    entry("?search=%3Cscript%3E%22%0d%0a", 0),
                    entry("?search=a.example.com%26page=7", 0),
                    entry("?search=", 3),
                    entry("?load_balancer=shop", 2),
                    entry("?load_balancer=sho", 0),
                    entry("?backend=web-1", 2),
                    entry("?backend=web-2", 0),
                    entry("?client=127.0.0.0/8", 3),
                    entry("?client=127.0.0.1", 3),
                    entry("?client=192.0.2.1", 0),
                    entry("?client=2001:db8::/32", 0),
                    entry("?load_balancer=shop&sni=b.example.org", 1));
            for (Map.Entry<String, Integer> one : found.entrySet()) {
                assertThat(hosts(one.getKey())).as(one.getKey()).hasSize(one.getValue());
            }
        }

        @Test
        void comeInPages() throws Exception {
            for (String host : List.of("a", "b", "c", "d", "e")) {
                passing.come(host + ".example.com");
            }
            JsonNode second = passing.get(PATH + "?search=example&sort=sni&per_page=2&page=2");
            assertThat(second.get("connections").size()).isEqualTo(2);
            assertThat(second.get("connections").get(0).get("sni").asString()).isEqualTo("c.example.com");
            assertThat(second.get("meta").get("total").asInt()).isEqualTo(5);
            JsonNode links = second.get("links").get("pages");
            assertThat(links.propertyNames()).containsExactlyInAnyOrder("first", "prev", "next", "last");
            JsonNode third = passing.get(links.get("next").asString());
            assertThat(third.get("connections").get(0).get("sni").asString()).isEqualTo("e.example.com");
            assertThat(third.get("links").get("pages").propertyNames()).containsExactlyInAnyOrder("first", "prev");
            assertThat(hosts("?page=99")).isEmpty();
        }
    }

    @Nested
    class ClosingOne {

        @Test
        void cutsIt() throws Exception {
            Socket client = passing.come("a.example.com");
            String id = first(PATH).get("id").asString();
            HttpResponse<String> closed = passing.admin().send("DELETE", PATH + "/" + id, "");
            assertThat(closed.statusCode()).isEqualTo(204);
            assertThat(closed.body()).isEmpty();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            awaitEnded(1);
            JsonNode ended = first(RECENT);
            assertThat(ended.get("id").asString()).isEqualTo(id);
            assertThat(ended.get("outcome").asString()).isEqualTo("closed_by_operator");
            assertThat(ended.get("meaning").asString()).isEqualTo("closed from the dashboard or the API");
            assertThat(passing.admin().send("DELETE", PATH + "/" + id, "").statusCode())
                    .isEqualTo(404);
            JsonNode event = passing.get("/api/v1/events?kind=connection_closed")
                    .get("events")
                    .get(0);
            assertThat(event.get("author").asString()).isEqualTo("environment from 127.0.0.1");
            assertThat(event.get("message").asString()).contains(id);
        }

        @Test
        void failsForAnIdThatNobodyHas() throws Exception {
            HttpResponse<String> closed = passing.admin().send("DELETE", PATH + "/0123456789abcdef", "");
            assertThat(closed.statusCode()).isEqualTo(404);
            assertThat(closed.body()).contains("\"not_found\"").contains("0123456789abcdef");
        }
    }

    @Nested
    class RecentOnes {

        @Test
        void tellHowTheyEnded() throws Exception {
            passing.come("a.example.com").close();
            awaitEnded(1);
            JsonNode one = first(RECENT);
            assertThat(one.get("outcome").asString()).isEqualTo("completed");
            assertThat(one.get("meaning").asString()).isEqualTo("both sides finished");
            assertThat(one.get("sni").asString()).isEqualTo("a.example.com");
            assertThat(one.get("duration_seconds").asDouble()).isPositive();
            assertThat(one.has("status")).isFalse();
        }

        @Test
        void canBeFoundByHow() throws Exception {
            passing.come("a.example.com").close();
            awaitEnded(1);
            passing.knock().close();
            awaitEnded(2);
            assertThat(first(RECENT).get("outcome").asString()).isEqualTo("client_gone");
            JsonNode completed = passing.get(RECENT + "?outcome=completed&load_balancer=shop");
            assertThat(completed.get("meta").get("total").asInt()).isEqualTo(1);
        }
    }

    @Test
    void whatIsAskedWronglyIsSaid() throws Exception {
        Map<String, String> wrong = Map.ofEntries(
                entry("?page=0", "page"),
                entry("?page=x", "page"),
                entry("?page=99999999999", "page"),
                entry("?per_page=201", "per_page"),
                entry("?per_page=-1", "per_page"),
                entry("?sort=size", "sort"),
                entry("?client=localhost", "client"),
                entry("?client=10.0.0.1/8", "client"),
                entry("?loadbalancer=shop", "loadbalancer"),
                entry("?sni=a&sni=b", "sni"),
                entry("/recent?outcome=fine", "outcome"),
                entry("/recent?sort=since", "sort"));
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            HttpResponse<String> response = passing.admin().get(PATH + one.getKey());
            assertThat(response.statusCode()).as(one.getKey()).isEqualTo(400);
            assertThat(response.body()).contains("\"bad_request\"").contains("\\\"" + one.getValue() + "\\\"");
        }
    }
}

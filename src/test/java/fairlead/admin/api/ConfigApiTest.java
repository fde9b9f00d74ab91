package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.TestAdmin;
import fairlead.stats.Event;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ConfigApiTest {
    private static final String CONFIG = "/api/v1/config";
    private static final String REVISIONS = CONFIG + "/revisions";

    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private String text() {
        return shop.admin.store().current().text();
    }

    private List<String> events() {
        return shop.admin.engine().events().latest().stream()
                .filter(event -> event.kind() == Event.Kind.CONFIG_APPLIED || event.kind() == Event.Kind.CONFIG_REFUSED)
                .map(event -> event.kind().word() + ": " + event.text())
                .toList();
    }

    @Nested
    final class Whole {
        @Test
        void isKnownByItsTag() throws Exception {
            HttpResponse<String> got = shop.send("GET", CONFIG, "");
            assertThat(got.body()).isEqualTo(text());
            HttpResponse<String> again = shop.send("GET", CONFIG, "", "If-None-Match", Shop.etag(got));
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }

        @Test
        void isPutToTheByteAndWhatChangedIsSaid() throws Exception {
            String wanted = "\n" + text().replace("\"weight\": 3", "\"weight\": 4") + "\r\n";
            String etag = Shop.etag(shop.send("GET", CONFIG, ""));
            HttpResponse<String> put = shop.send("PUT", CONFIG, wanted, "If-Match", etag);
            assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
            assertThat(Shop.json(put).path("changes"))
                    .hasToString(
                            "[{\"path\":\"load_balancers[shop].backends[web-2].weight\",\"before\":3,\"after\":4}]");
            assertThat(Shop.json(put).path("restart_required")).isEmpty();
            assertThat(Files.readString(shop.admin.file())).isEqualTo(wanted);
            assertThat(Shop.etag(put)).isEqualTo(Shop.etag(shop.send("GET", CONFIG, "")));
            shop.ask(412, "PUT", CONFIG, text(), "If-Match", etag);
        }

        @Test
        void whatCountsFromTheNextStartOnIsNamed() throws Exception {
            String wanted = text().replaceFirst("\\{", "{\"admin\": {\"port\": 9999}, ");
            JsonNode answer = shop.ask(200, "PUT", CONFIG, wanted);
            assertThat(answer.path("restart_required")).hasToString("[\"admin.port\"]");
            JsonNode next = shop.ask(200, "PUT", CONFIG, wanted.replace("\"weight\": 3", "\"weight\": 4"));
            assertThat(next.path("restart_required")).hasToString("[\"admin.port\"]");
            JsonNode same = shop.ask(200, "PUT", CONFIG, wanted.replace("9999", "8080")); // the default, now said
            assertThat(same.path("restart_required")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"PUT ", "POST /validate"})
        void problemsHaveTheirPlace(String what) throws Exception {
            String[] words = what.split(" ", 2);
            String before = text();
            JsonNode answer = shop.ask(
                    422, words[0], CONFIG + words[1], before.replace("\"weight\": 3", "\"weight\": 0, \"wait\": 1"));
            assertThat(answer.path("problems").findValuesAsString("path"))
                    .containsExactly("load_balancers[0].backends[1].weight", "load_balancers[0].backends[1].wait");
            assertThat(shop.admin.file()).hasContent(before);
        }

        @Test
        void isCheckedWithoutBeingApplied() throws Exception {
            String before = text();
            JsonNode answer =
                    shop.ask(200, "POST", CONFIG + "/validate", before.replace("\"weight\": 3", "\"weight\": 4"));
            assertThat(answer.path("changes")).hasSize(1);
            assertThat(text()).isEqualTo(before);
            assertThat(shop.admin.file()).hasContent(before);
            assertThat(shop.admin.store().revisions()).hasSize(1);
        }
    }

    @Nested
    final class ReadAgain {
        @Test
        void takesWhatWasEditedByHandAsTheFilesOwnRevision() throws Exception {
            Files.writeString(shop.admin.file(), text().replace("\"weight\": 3", "\"weight\": 4"));
            JsonNode answer = shop.ask(200, "POST", CONFIG + "/reload", "");
            assertThat(answer.path("changes")).hasSize(1);
            JsonNode revision =
                    shop.ask(200, "GET", REVISIONS, "").path("revisions").path(0);
            assertThat(revision.path("author")).hasToString("{\"name\":\"file\"}");
            assertThat(revision.path("what").stringValue()).isEqualTo("loaded: shop: backend web-2 weight 3 -> 4");
            assertThat(events())
                    .last()
                    .asString()
                    .matches("config_applied: reloaded .*fairlead.json: 1 load balancer on 127.0.0.1:\\d+ "
                            + "\\(asked by environment from 127.0.0.1\\); shop: backend web-2 weight 3 -> 4");
        }

        @Test
        void leavesAMistakeUnapplied() throws Exception {
            Files.writeString(shop.admin.file(), text().replace("\"weight\": 3", "\"weight\": 0"));
            JsonNode answer = shop.ask(422, "POST", CONFIG + "/reload", "");
            assertThat(answer.path("problems").path(0).path("path").stringValue())
                    .isEqualTo("load_balancers[0].backends[1].weight");
            assertThat(events()).last().asString().startsWith("config_refused: ");
            assertThat(shop.admin.store().revisions()).hasSize(1);
        }
    }

    @Nested
    final class Revisions {
        @Test
        void tellWhoChangedWhatWhen() throws Exception {
            shop.ask(200, "POST", Shop.SHOP + "/backends/web-2/drain", "");
            JsonNode answer = shop.ask(200, "GET", REVISIONS, "");
            assertThat(answer.path("meta").path("total").intValue()).isEqualTo(2);
            JsonNode newest = answer.path("revisions").path(0);
            assertThat(newest.path("number").intValue()).isEqualTo(2);
            assertThat(newest.path("author")).hasToString("{\"name\":\"environment\",\"address\":\"127.0.0.1\"}");
            assertThat(newest.path("what").stringValue()).isEqualTo("shop: backend web-2 mode default -> drain");
            assertThat(newest.path("time").stringValue()).endsWith("Z");
            assertThat(events())
                    .last()
                    .isEqualTo("config_applied: environment from 127.0.0.1 changed the config: "
                            + "shop: backend web-2 mode default -> drain");
            JsonNode event = shop.ask(200, "GET", "/api/v1/events?kind=config_applied", "")
                    .path("events")
                    .path(0);
            assertThat(event.path("author").stringValue()).isEqualTo("environment from 127.0.0.1");
            assertThat(event.path("revision").intValue()).isEqualTo(2);

            JsonNode one = shop.ask(200, "GET", REVISIONS + "/2", "").path("revision");
            assertThat(one.path("text").stringValue()).isEqualTo(text());
            assertThat(one.path("changes").path(0).path("path").stringValue())
                    .isEqualTo("load_balancers[shop].backends[web-2].mode");
            assertThat(shop.ask(200, "GET", REVISIONS + "/1", "")
                            .path("revision")
                            .has("changes"))
                    .isFalse();
        }

        @Test
        void areRestoredToTheByte() throws Exception {
            String first = text();
            shop.ask(200, "POST", Shop.SHOP + "/backends/web-2/drain", "");
            shop.ask(200, "PATCH", Shop.SHOP, "{'algorithm': 'least_connections'}");
            JsonNode answer = shop.ask(200, "POST", REVISIONS + "/1/restore", "");
            assertThat(answer.path("changes")).hasSize(2);
            assertThat(Files.readString(shop.admin.file())).isEqualTo(first);
            assertThat(shop.admin.store().revisions().getFirst().what())
                    .startsWith("revision 1 restored: shop: ")
                    .contains("algorithm least_connections -> default");
        }

        @Test
        void areRestoredOnlyOverWhatTheClientSaw() throws Exception {
            String etag = Shop.etag(shop.send("GET", CONFIG, ""));
            shop.ask(200, "POST", Shop.SHOP + "/backends/web-2/drain", "");
            shop.ask(412, "POST", REVISIONS + "/1/restore", "", "If-Match", etag);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "2", "01", "-1", "x", "99999999999"})
        void thatAreNotThereAreNotFound(String number) throws Exception {
            assertThat(shop.ask(404, "GET", REVISIONS + "/" + number, "")
                            .path("message")
                            .stringValue())
                    .isEqualTo("there is no revision \"%s\": those kept are 1 to 1".formatted(number));
            shop.ask(404, "POST", REVISIONS + "/" + number + "/restore", "");
        }
    }

    @Nested
    final class Requests {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "{'a': };line 1, column 7:",
                    "{'a': 1,| 'b' 2};line 2, column 6:",
                    "{'load_balancers': [], 'load_balancers': []};load_balancers: stands here twice",
                    "{} x;line 1, column",
                    "|;the body is empty",
                },
                quoteCharacter = '~')
        void thatAreNotJsonSayWhere(String body, String message) throws Exception {
            JsonNode answer = shop.ask(400, "PUT", CONFIG, body.replace('|', '\n'));
            assertThat(answer.path("id").stringValue()).isEqualTo("bad_request");
            assertThat(answer.path("message").stringValue()).startsWith(message);
            assertThat(answer.path("request_id").stringValue()).matches("[0-9a-f]{16}");
        }

        @Test
        void thatAreNotUtf8SaySo() throws Exception {
            HttpResponse<String> response = raw("PUT", CONFIG, new byte[] {'{', (byte) 0xff, '}'}, "application/json");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(Shop.json(response).path("message").stringValue()).isEqualTo("the body is not UTF-8");
        }

        @ParameterizedTest
        @CsvSource({
            "application/json;charset=utf-8, 200",
            "APPLICATION/JSON, 200",
            "application/merge-patch+json, 200",
            "application/x-www-form-urlencoded, 415",
            "text/plain, 415",
        })
        void sayWhatTheyAre(String type, int status) throws Exception {
            HttpResponse<String> response =
                    raw("PATCH", Shop.SHOP, "{\"max_connections\": 1}".getBytes(StandardCharsets.UTF_8), type);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            if (status == 415) {
                assertThat(Shop.json(response).path("id").stringValue()).isEqualTo("unsupported_media_type");
            }
        }

        @Test
        void thatAreTooLargeAreRefused() throws Exception {
            byte[] large = new byte[(16 << 20) + 1];
            Arrays.fill(large, (byte) ' ');
            HttpResponse<String> response = raw("PUT", CONFIG, large, "application/json");
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(Shop.json(response).path("id").stringValue()).isEqualTo("payload_too_large");
        }

        @Test
        void ofAnotherMethodLearnWhichThereAre() throws Exception {
            HttpResponse<String> response = shop.send("POST", Shop.SHOP, "{}");
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow").orElse("").split(", "))
                    .contains("GET", "PUT", "PATCH", "DELETE");
            assertThat(Shop.json(response).path("id").stringValue()).isEqualTo("method_not_allowed");
        }

        @Test
        void haveAnIdentityOfTheirOwn() throws Exception {
            HttpResponse<String> response = shop.send("GET", Shop.ALL + "/none", "", "X-Request-Id", "mine");
            String id = response.headers().firstValue("X-Request-Id").orElseThrow();
            assertThat(Shop.json(response).path("request_id").stringValue())
                    .isEqualTo(id)
                    .isNotEqualTo("mine");
            assertThat(shop.send("GET", CONFIG, "").headers().firstValue("X-Request-Id"))
                    .isNotEqualTo(id);
        }

        @ParameterizedTest
        @ValueSource(strings = {"?page=0", "?per_page=201", "?per_page=x", "?color=red", "?page=1&page=2"})
        void forPagesThatCannotBeAreRefused(String query) throws Exception {
            shop.ask(400, "GET", Shop.ALL + query, "");
            shop.ask(400, "GET", REVISIONS + query, "");
        }

        private HttpResponse<String> raw(String method, String path, byte[] body, String type) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(shop.admin.uri(path))
                    .header("Authorization", "Bearer " + TestAdmin.TOKEN)
                    .header("Content-Type", type)
                    .method(method, BodyPublishers.ofByteArray(body))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(request, BodyHandlers.ofString());
            }
        }
    }
}

package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.store.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class LoadBalancerApiTest {
    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Nested
    final class Seeing {
        @Test
        void oneIsAsTheFileHasItWithItsStatusBeside() throws Exception {
            JsonNode answer = shop.ask(200, "GET", Shop.SHOP, "");
            assertThat(answer.path("load_balancer")).isEqualTo(shop.shop());
            assertThat(answer.path("status").path("state").stringValue()).isEqualTo("healthy");
            JsonNode backend = answer.path("status").path("backends").path(1);
            assertThat(backend.path("name").stringValue()).isEqualTo("web-2");
            assertThat(backend.path("condition").stringValue()).isEqualTo("up");
            assertThat(backend.path("mode").stringValue()).isEqualTo("enabled");
            assertThat(backend.path("since").stringValue()).endsWith("Z");
        }

        @Test
        void allComeInPages() throws Exception {
            shop.ask(201, "POST", Shop.ALL, shop.another("api", "api.localhost"));
            JsonNode first = shop.ask(200, "GET", Shop.ALL + "?per_page=1", "");
            assertThat(first.path("load_balancers")).hasSize(1);
            assertThat(first.path("meta").path("total").intValue()).isEqualTo(2);
            assertThat(first.path("statuses").propertyNames()).containsExactly("shop");
            String next = first.path("links").path("pages").path("next").stringValue();
            assertThat(shop.ask(200, "GET", next, "")
                            .path("load_balancers")
                            .path(0)
                            .path("name")
                            .stringValue())
                    .isEqualTo("api");
        }

        @Test
        void aNameThatDoesNotExistIsAnsweredWithTheNearest() throws Exception {
            JsonNode answer = shop.ask(404, "GET", Shop.ALL + "/shopp", "");
            assertThat(answer.path("id").stringValue()).isEqualTo("not_found");
            assertThat(answer.path("message").stringValue())
                    .isEqualTo("there is no load balancer \"shopp\": did you mean \"shop\"?");
        }

        @Test
        void whoHasItAlreadyGetsNothingUntilItsStatusChanges() throws Exception {
            String etag = Shop.etag(shop.send("GET", Shop.SHOP, ""));
            assertThat(shop.send("GET", Shop.SHOP, "", "If-None-Match", "W/" + etag)
                            .statusCode())
                    .isEqualTo(304);
            shop.ask(200, "POST", Shop.SHOP + "/backends/web-1/drain", "");
            assertThat(shop.send("GET", Shop.SHOP, "", "If-None-Match", etag).statusCode())
                    .isEqualTo(200);
        }
    }

    @Nested
    final class Making {
        @Test
        void isLiveAndInTheFileWhenItIsAnswered() throws Exception {
            HttpResponse<String> response = shop.send("POST", Shop.ALL, shop.another("api", "api.localhost"));
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.headers().firstValue("Location")).contains(Shop.ALL + "/api");
            assertThat(Shop.json(response).path("load_balancer"))
                    .isEqualTo(shop.loadBalancers().path(1));
            assertThat(shop.admin.engine().config().loadBalancers()).hasSize(2);
            assertThat(Files.readString(shop.admin.file())).contains("\"api\"");
        }

        @Test
        void aNameIsGivenOnce() throws Exception {
            JsonNode answer = shop.ask(409, "POST", Shop.ALL, shop.another("shop", "api.localhost"));
            assertThat(answer.path("id").stringValue()).isEqualTo("conflict");
            assertThat(shop.loadBalancers()).hasSize(1);
        }

        @Test
        void problemsHaveTheirPlaceInWhatWasSent() throws Exception {
            JsonNode answer = shop.ask(
                    422,
                    "POST",
                    Shop.ALL,
                    shop.another("api", "shop.localhost").replaceFirst("\\{", "{\"algorythm\": \"x\", "));
            assertThat(answer.path("id").stringValue()).isEqualTo("unprocessable_entity");
            assertThat(answer.path("problems").findValuesAsString("path")).contains("algorythm", "hosts[0]");
            assertThat(answer.path("problems").path(0).path("message").stringValue())
                    .contains("did you mean \"algorithm\"?");
            assertThat(answer.path("request_id").stringValue()).isNotEmpty();
            assertThat(shop.loadBalancers()).hasSize(1);
        }

        @Test
        void whatIsWrappedIsNotTaken() throws Exception {
            JsonNode answer =
                    shop.ask(422, "POST", Shop.ALL, "{'load_balancer': " + shop.another("api", "api.localhost") + "}");
            assertThat(answer.path("problems").path(0).path("path").stringValue())
                    .isEqualTo("load_balancer");
        }

        @Test
        void aPortThatSomebodyElseHasIsAConflictAndChangesNothing() throws Exception {
            try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                String before = Files.readString(shop.admin.file());
                JsonNode answer = shop.ask(409, "POST", Shop.ALL, """
                        {"name": "api", "forwarding_rules": [%s], "backends": []}""".formatted(Shop.rule(taken.getLocalPort())));
                assertThat(answer.path("message").stringValue())
                        .contains(Integer.toString(taken.getLocalPort()))
                        .endsWith("nothing has changed");
                assertThat(shop.admin.file()).hasContent(before);
            }
        }
    }

    @Nested
    final class Putting {
        @Test
        void resetsWhatIsLeftOut() throws Exception {
            String wanted = """
                    {"name": "shop", "forwarding_rules": [%s], "backends": [{"name": "web-9", "address": "127.0.0.9"}],
                     "health_check": {"protocol": "none"}}""".formatted(Shop.rule(shop.port));
            JsonNode answer = shop.ask(200, "PUT", Shop.SHOP, wanted);
            assertThat(answer.path("load_balancer").has("hosts")).isFalse();
            assertThat(answer.path("load_balancer")).isEqualTo(shop.shop());
            assertThat(answer.path("status").path("backends")).hasSize(1);
        }

        @Test
        void mayGiveAnotherName() throws Exception {
            HttpResponse<String> response = shop.send("PUT", Shop.SHOP, shop.another("store", "shop.localhost"));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Location")).contains(Shop.ALL + "/store");
            shop.ask(404, "GET", Shop.SHOP, "");
            shop.ask(200, "GET", Shop.ALL + "/store", "");
        }

        @Test
        void mayNotTakeTheNameOfAnother() throws Exception {
            shop.ask(201, "POST", Shop.ALL, shop.another("api", "api.localhost"));
            shop.ask(409, "PUT", Shop.SHOP, shop.another("api", "shop.localhost"));
            shop.ask(409, "PATCH", Shop.SHOP, "{'name': 'api'}");
        }

        @Test
        void needsAName() throws Exception {
            JsonNode answer = shop.ask(422, "PUT", Shop.SHOP, "{'forwarding_rules': [], 'backends': []}");
            assertThat(answer.path("problems").findValuesAsString("path")).contains("name", "forwarding_rules");
        }
    }

    @Nested
    final class Patching {
        @Test
        void changesWhatIsSentAndRemovesWhatIsNull() throws Exception {
            JsonNode answer = shop.ask(
                    200,
                    "PATCH",
                    Shop.SHOP,
                    "{'algorithm': 'least_connections', 'hosts': null, 'health_check': {'protocol': null, 'port': 9}}");
            assertThat(answer.path("load_balancer").path("algorithm").stringValue())
                    .isEqualTo("least_connections");
            assertThat(shop.shop().has("hosts")).isFalse();
            assertThat(shop.shop().path("health_check")).hasToString("{\"port\":9}");
            assertThat(shop.shop().path("backends")).hasSize(2);
        }

        @Test
        void whatIsTheSameAlreadyIsNoChange() throws Exception {
            String before = shop.admin.store().current().text();
            shop.ask(200, "PATCH", Shop.SHOP, "{'hosts': ['shop.localhost']}");
            assertThat(shop.admin.store().current().text()).isEqualTo(before);
            assertThat(shop.admin.store().revisions()).hasSize(1);
        }

        @Test
        void keepsTheNumbersOfOthersAsTheyAreWritten() throws Exception {
            shop.ask(200, "PATCH", Shop.SHOP, "{'idle_timeout_seconds': 2.50, 'connect_timeout_seconds': 0.125}");
            shop.ask(200, "PATCH", Shop.SHOP, "{'algorithm': 'round_robin'}");
            assertThat(Files.readString(shop.admin.file())).contains("0.125").contains(": 2.5");
        }
    }

    @Nested
    final class Removing {
        @Test
        void leavesNothingNotEvenTheSettingsOfItsPort() throws Exception {
            HttpResponse<String> response = shop.send("DELETE", Shop.SHOP, "");
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
            shop.ask(404, "GET", Shop.SHOP, "");
            assertThat(shop.admin.engine().listenAddresses()).isEmpty();
            assertThat(shop.admin.store().current().tree().has("listeners")).isFalse();
            shop.ask(404, "DELETE", Shop.SHOP, "");
        }
    }

    @Nested
    final class Conditionally {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "%s;200",
                    "*;200",
                    "\"x\", %s ,\"y\";200",
                    "W/%s;412",
                    "\"x\";412",
                    "\"\";412",
                    "x;400",
                    "\"x;400"
                })
        void isChangedOnlyWhenItIsWhatTheClientSaw(String ifMatch, int status) throws Exception {
            String etag = Shop.etag(shop.send("GET", Shop.SHOP, ""));
            JsonNode answer = shop.ask(
                    status,
                    "PATCH",
                    Shop.SHOP,
                    "{'algorithm': 'least_connections'}",
                    "If-Match",
                    ifMatch.formatted(etag));
            assertThat(shop.shop().has("algorithm")).isEqualTo(status == 200);
            if (status == 412) {
                assertThat(answer.path("id").stringValue()).isEqualTo("precondition_failed");
            }
        }

        @Test
        void everyChangeOfItMatters() throws Exception {
            String etag = Shop.etag(shop.send("GET", Shop.SHOP, ""));
            shop.ask(200, "PATCH", Shop.SHOP, "{'hosts': ['new.localhost']}", "If-Match", etag);
            for (String[] change : new String[][] {
                {"DELETE", Shop.SHOP, ""},
                {"PUT", Shop.SHOP, shop.another("shop", "x.localhost")},
                {"POST", Shop.SHOP + "/backends", "{'backends': [{'name': 'c', 'address': '127.0.0.4'}]}"},
                {"POST", Shop.SHOP + "/backends/web-1/drain", ""},
                {"DELETE", Shop.SHOP + "/backends/web-1", ""},
            }) {
                JsonNode answer = shop.ask(412, change[0], change[1], change[2], "If-Match", etag);
                assertThat(answer.path("message").stringValue()).contains("by environment from 127.0.0.1");
            }
        }

        @Test
        void aChangeOfAnotherDoesNotMatter() throws Exception {
            String etag = Shop.etag(shop.send("GET", Shop.SHOP, ""));
            shop.ask(201, "POST", Shop.ALL, shop.another("api", "api.localhost"));
            shop.ask(200, "PATCH", Shop.SHOP, "{'hosts': ['new.localhost']}", "If-Match", etag);
        }

        @Test
        void theTagOfAnAnswerIsThatOfItsOwnChange() throws Exception {
            HttpResponse<String> patched = shop.send("PATCH", Shop.SHOP, "{'max_connections': 1}");
            shop.ask(200, "PATCH", Shop.SHOP, "{'max_connections': 2}", "If-Match", Shop.etag(patched));
            shop.ask(412, "PATCH", Shop.SHOP, "{'max_connections': 3}", "If-Match", Shop.etag(patched));
        }
    }

    @Nested
    final class ChangedByHand {
        @Test
        void isNeverOverwritten() throws Exception {
            String edited = shop.admin.store().current().text().replace("shop.localhost", "mine.localhost");
            Files.writeString(shop.admin.file(), edited);
            for (String[] change : new String[][] {
                {"DELETE", Shop.SHOP, ""},
                {"PATCH", Shop.SHOP, "{'max_connections': 1}"},
                {"POST", Shop.ALL, shop.another("api", "api.localhost")},
                {"POST", Shop.SHOP + "/backends/web-1/drain", ""},
                {"PUT", "/api/v1/config", "{'load_balancers': []}"},
                {"PUT", "/api/v1/config", shop.admin.store().current().text()},
                {"POST", "/api/v1/config/revisions/1/restore", ""},
            }) {
                JsonNode answer = shop.ask(409, change[0], change[1], change[2]);
                assertThat(answer.path("message").stringValue()).contains("changed by hand", "config/reload");
                assertThat(shop.admin.file()).hasContent(edited);
            }
            shop.ask(200, "POST", "/api/v1/config/reload", "");
            shop.ask(200, "PATCH", Shop.SHOP, "{'max_connections': 1}");
            Document now = shop.admin.store().current();
            assertThat(now.text()).contains("mine.localhost").contains("\"max_connections\" : 1");
        }

        @Test
        void aFileThatIsGoneIsMissed() throws Exception {
            Files.delete(shop.admin.file());
            JsonNode answer = shop.ask(409, "PATCH", Shop.SHOP, "{'max_connections': 1}");
            assertThat(answer.path("message").stringValue()).contains("is gone", ".revisions");
            assertThat(shop.admin.file()).doesNotExist();
        }
    }
}

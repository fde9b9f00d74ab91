package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendConfig;
import fairlead.support.FreePort;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class BackendApiTest {
    private static final String BACKENDS = Shop.SHOP + "/backends";
    private static final String RULES = Shop.SHOP + "/forwarding_rules";

    private Shop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private List<String> names() {
        return shop.shop().path("backends").findValuesAsString("name");
    }

    private List<BackendConfig.Mode> modes() {
        return shop.admin.engine().config().loadBalancers().getFirst().backends().stream()
                .map(BackendConfig::mode)
                .toList();
    }

    private static List<String> paths(JsonNode error) {
        return error.path("problems").findValuesAsString("path");
    }

    @Nested
    final class Backends {
        @Test
        void comeAndGo() throws Exception {
            JsonNode answer = shop.ask(
                    200,
                    "POST",
                    BACKENDS,
                    "{'backends': [{'name': 'a', 'address': '127.0.0.4'}, {'name': 'b', 'address': '127.0.0.5'}]}");
            assertThat(answer.path("status").path("backends")).hasSize(4);
            assertThat(names()).containsExactly("web-1", "web-2", "a", "b");
            shop.ask(204, "DELETE", BACKENDS, "{'backends': ['web-1', 'b']}");
            shop.ask(204, "DELETE", BACKENDS + "/a", "");
            assertThat(names()).containsExactly("web-2");
            shop.ask(204, "DELETE", BACKENDS + "/web-2", "");
            assertThat(shop.ask(200, "GET", Shop.SHOP, "")
                            .path("status")
                            .path("state")
                            .stringValue())
                    .isEqualTo("no_backends");
        }

        @Test
        void comeAllOrNone() throws Exception {
            JsonNode answer = shop.ask(
                    422,
                    "POST",
                    BACKENDS,
                    "{'backends': [{'name': 'a', 'address': '127.0.0.4'}, {'name': 'web-1', 'weight': 0}]}");
            assertThat(paths(answer))
                    .containsExactlyInAnyOrder("backends[1].name", "backends[1].weight", "backends[1].address");
            assertThat(names()).containsExactly("web-1", "web-2");
        }

        @Test
        void goAllOrNone() throws Exception {
            JsonNode answer = shop.ask(422, "DELETE", BACKENDS, "{'backends': ['web-1', 'web3', 7, 'web-1']}");
            assertThat(paths(answer)).containsExactly("backends[1]", "backends[2]", "backends[3]");
            assertThat(answer.path("problems").path(0).path("message").stringValue())
                    .isEqualTo("there is no backend \"web3\": did you mean \"web-2\"?");
            assertThat(names()).containsExactly("web-1", "web-2");
        }

        @Test
        void oneThatSomethingElseNeedsStays() throws Exception {
            shop.ask(200, "PATCH", Shop.SHOP, "{'acme_backend': 'web-1'}");
            JsonNode answer = shop.ask(422, "DELETE", BACKENDS + "/web-1", "");
            assertThat(paths(answer)).containsExactly("load_balancers[0].acme_backend");
        }

        @Test
        void oneIsChangedByAMergePatch() throws Exception {
            shop.ask(200, "PATCH", BACKENDS + "/web-2", "{'weight': null, 'port': 8443}");
            assertThat(shop.shop().path("backends").path(1))
                    .hasToString("{\"name\":\"web-2\",\"address\":\"127.0.0.2\",\"port\":8443}");
            assertThat(paths(shop.ask(422, "PATCH", BACKENDS + "/web-2", "{'wieght': 2, 'port': 'x'}")))
                    .containsExactlyInAnyOrder("wieght", "port");
        }

        @Test
        void oneThatDrainsTellsWhenItsConnectionsAreClosed() throws Exception {
            shop.ask(200, "PATCH", Shop.SHOP, "{'backend_drain_timeout_seconds': 300}");
            Instant before = Instant.now();
            JsonNode answer = shop.ask(200, "POST", BACKENDS + "/web-2/drain", "");
            JsonNode backend = answer.path("status").path("backends").path(1);
            assertThat(Instant.parse(backend.path("drain_ends_at").stringValue()))
                    .isBetween(before.plusSeconds(298), Instant.now().plusSeconds(302));
        }

        @ParameterizedTest
        @CsvSource({"drain, DRAIN", "disable, DISABLED"})
        void oneIsTakenOutAndBroughtBack(String how, BackendConfig.Mode mode) throws Exception {
            JsonNode answer = shop.ask(200, "POST", BACKENDS + "/web-2/" + how, "");
            assertThat(modes()).containsExactly(BackendConfig.Mode.ENABLED, mode);
            assertThat(answer.path("status")
                            .path("backends")
                            .path(1)
                            .path("mode")
                            .stringValue())
                    .isEqualToIgnoringCase(mode.name());
            shop.ask(200, "POST", BACKENDS + "/web-2/" + how, ""); // no change any more
            assertThat(shop.admin.store().revisions()).hasSize(2);
            shop.ask(200, "POST", BACKENDS + "/web-2/enable", "");
            assertThat(modes()).containsOnly(BackendConfig.Mode.ENABLED);
            assertThat(shop.shop().path("backends").path(1).path("weight").intValue())
                    .isEqualTo(3);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST /drain", "POST /enable", "POST /disable", "PATCH ", "DELETE "})
        void oneThatDoesNotExistIsNotFound(String what) throws Exception {
            String[] words = what.split(" ", 2);
            JsonNode answer = shop.ask(
                    404, words[0], BACKENDS + "/web-3" + words[1], words[0].equals("PATCH") ? "{'mode': 'drain'}" : "");
            assertThat(answer.path("message").stringValue())
                    .isEqualTo("there is no backend of shop \"web-3\": did you mean \"web-1\"?");
        }
    }

    @Nested
    final class Rules {
        @Test
        void comeAndGo() throws Exception {
            int port = FreePort.pick();
            shop.ask(200, "POST", RULES, "{'forwarding_rules': [" + Shop.rule(port) + "]}");
            assertThat(shop.admin.engine().listenAddresses()).hasSize(2);
            shop.ask(204, "DELETE", RULES, "{'forwarding_rules': [{'entry_port': %d}]}".formatted(port));
            assertThat(shop.shop().path("forwarding_rules")).hasSize(1);
            assertThat(shop.admin.engine().listenAddresses()).hasSize(1);
        }

        @Test
        void problemsHaveTheirPlaceInWhatWasSent() throws Exception {
            JsonNode answer = shop.ask(
                    422,
                    "POST",
                    RULES,
                    "{'forwarding_rules': [{'entry_protocol': 'tcp', 'entry_port': 0}, {'entry_port': 1, 'x': 2}]}");
            assertThat(paths(answer)).contains("forwarding_rules[0].entry_port", "forwarding_rules[1].x");
        }

        @Test
        void whichOneIsMeantMustBeClear() throws Exception {
            int port = shop.port;
            assertThat(paths(shop.ask(422, "DELETE", RULES, "{'forwarding_rules': [{}, {'entry_port': 1}]}")))
                    .containsExactly("forwarding_rules[0]", "forwarding_rules[1]");
            shop.ask(
                    422,
                    "DELETE",
                    RULES,
                    "{'forwarding_rules': [{'entry_port': %d, 'entry_protocol': 'tcp'}]}".formatted(port));
            assertThat(shop.shop().path("forwarding_rules")).hasSize(1);
        }

        @Test
        void theLastOneStays() throws Exception {
            JsonNode answer =
                    shop.ask(422, "DELETE", RULES, "{'forwarding_rules': [{'entry_port': %d}]}".formatted(shop.port));
            assertThat(paths(answer)).containsExactly("load_balancers[0].forwarding_rules");
            assertThat(shop.shop().path("forwarding_rules")).hasSize(1);
        }
    }

    @Nested
    final class Bodies {
        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "{};422;backends",
                    "{'backends': []};422;backends",
                    "{'backends': 'web-1'};422;backends",
                    "{'backends': ['web-1'], 'force': true};422;force",
                    "[];422;''",
                })
        void haveOneArray(String body, int status, String path) throws Exception {
            assertThat(paths(shop.ask(status, "DELETE", BACKENDS, body))).containsExactly(path);
            assertThat(paths(shop.ask(status, "POST", BACKENDS, body))).containsExactly(path);
        }
    }
}

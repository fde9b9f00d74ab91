package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.PageForm;
import fairlead.admin.TestAdmin;
import fairlead.admin.settings.Section;
import fairlead.admin.settings.Sections;
import fairlead.admin.store.Author;
import fairlead.admin.store.Change;
import fairlead.admin.store.Diff;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

final class SettingsPageTest {
    private static final String SETTINGS = "/load_balancers/shop/settings";

    private TestAdmin admin;
    private final int https = FreePort.pick();
    private final int http = FreePort.pick();

    @BeforeEach
    void start() throws IOException {
        admin = TestAdmin.start(config(https, http));
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private static String config(int https, int http) {
        return """
                {"access_log": {"output": "off"},
                 "listeners": [{"port": %1$d, "address": "127.0.0.1"}, {"port": %2$d, "address": "127.0.0.1"}],
                 "load_balancers": [
                  {"name": "first", "hosts": ["first.example.com"],
                   "forwarding_rules": [{"entry_protocol": "https", "entry_port": %1$d, "target_protocol": "https",
                                         "target_port": 443, "tls_passthrough": true}],
                   "health_check": {"protocol": "none"},
                   "backends": [{"name": "web-1", "address": "127.0.0.1"}]},
                  {"name": "shop", "hosts": ["shop.example.com", "*.shop.example.com"],
                   "forwarding_rules": [{"entry_protocol": "https", "entry_port": %1$d, "target_protocol": "https",
                                         "target_port": 443, "tls_passthrough": true},
                                        {"tls_passthrough": false, "entry_protocol": "http", "entry_port": %2$d,
                                         "target_protocol": "http", "target_port": 80}],
                   "firewall": {"deny": ["cidr:203.0.113.0/24"]},
                   "health_check": {"protocol": "https", "path": "/health", "expected_status": ["200-299", 401],
                                    "check_interval_seconds": 600, "unhealthy_threshold": 3},
                   "backends": [{"name": "web-1", "address": "127.0.0.1"}, {"name": "web-2", "address": "127.0.0.1",
                                                                            "port": 444}]}]}
                """.formatted(https, http);
    }

    private PageForm form(String section) throws Exception {
        return PageForm.of(PageForm.page(admin, SETTINGS + "?edit=" + section), SETTINGS + "/" + section);
    }

    private List<String> changed(ObjectNode before) {
        return Diff.of(before, admin.store().current().tree()).entries().stream()
                .map(entry ->
                        entry.path() + entry.after().map(after -> " = " + after).orElse(" gone"))
                .toList();
    }

    private static Document parsed(HttpResponse<String> response) {
        return Jsoup.parse(response.body());
    }

    static Stream<String> sections() {
        return Sections.all().stream().map(Section::id);
    }

    @Nested
    class RoundTrip {
        @ParameterizedTest
        @MethodSource("fairlead.admin.page.SettingsPageTest#sections")
        void savingAFormUnchangedChangesNothing(String section) throws Exception {
            String before = admin.store().current().text();
            HttpResponse<String> response = form(section).submit(admin);
            assertThat(response.statusCode()).isEqualTo(303);
            assertThat(response.headers().firstValue("Location")).hasValue(SETTINGS + "#" + section);
            assertThat(admin.store().current().text()).isEqualTo(before);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                ssl       | acme_challenges                     | off               | "off"
                ssl       | acme_backend                        | web-2             | "web-2"
                health    | health_check.protocol               | tls               | "tls"
                health    | health_check.port                   | 8443              | 8443
                health    | health_check.path                   | /up               | "/up"
                health    | health_check.host                   | www.example.com   | "www.example.com"
                health    | health_check.expected_status        | 200-399, 404      | ["200-399",404]
                health    | health_check.expected_status        | 204               | 204
                health    | health_check.check_interval_seconds | 500.5             | 500.5
                health    | health_check.response_timeout_seconds | 2               | 2
                health    | health_check.unhealthy_threshold    | 4                 | 4
                health    | health_check.healthy_threshold      | 2                 | 2
                health    | health_check.verify_certificate     | true              | true
                health    | health_check.proxy_protocol         | v2                | "v2"
                balancing | algorithm                           | least_connections | "least_connections"
                balancing | sticky_sessions.type                | source_ip         | "source_ip"
                balancing | all_unhealthy                       | refuse            | "refuse"
                balancing | on_unhealthy                        | close             | "close"
                balancing | slow_start_seconds                  | 30                | 30
                proxy     | proxy_protocol                      | v1                | "v1"
                proxy     | forwarded_headers                   | both              | "both"
                limits    | connect_timeout_seconds             | 4                 | 4
                limits    | idle_timeout_seconds                | 60                | 60
                limits    | half_close_timeout_seconds          | 61                | 61
                limits    | response_timeout_seconds            | 0.5               | 0.5
                limits    | backend_drain_timeout_seconds       | 300               | 300
                limits    | max_connections                     | 1000              | 1000
                limits    | queue.max_waiting                   | 5                 | 5
                limits    | queue.timeout_seconds               | 1.25              | 1.25
                """)
        void oneFieldChangesOneKey(String section, String field, String value, String json) throws Exception {
            ObjectNode before = admin.store().current().tree();
            HttpResponse<String> response = form(section).with(field, value).submit(admin);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
            String pointer = "/load_balancers/1/" + field.replace('.', '/');
            assertThat(admin.store().current().tree().at(pointer).toString()).isEqualTo(json);
            assertThat(changed(before))
                    .allMatch(change -> change.startsWith("load_balancers[shop]." + field)
                            || change.startsWith(
                                    "load_balancers[shop].%s = {".formatted(field.replaceFirst("\\..*", "")))
                            || (value.equals("tls") && change.endsWith(" gone")));
        }

        @Test
        void theRedirectIsTickedAndUnticked() throws Exception {
            ObjectNode before = admin.store().current().tree();
            PageForm form = form("ssl").with("redirect_http_to_https", "true").with("redirect_status", "301");
            assertThat(form.submit(admin).statusCode()).isEqualTo(303);
            assertThat(changed(before))
                    .containsExactlyInAnyOrder(
                            "load_balancers[shop].redirect_http_to_https = true",
                            "load_balancers[shop].redirect_status = 301");

            assertThat(form("ssl")
                            .without("redirect_http_to_https")
                            .submit(admin)
                            .statusCode())
                    .isEqualTo(303);
            assertThat(changed(before)).containsExactly("load_balancers[shop].redirect_http_to_https = false");
        }

        @Test
        void whatAnotherProtocolHasNoUseForGoesByItself() throws Exception {
            ObjectNode before = admin.store().current().tree();
            assertThat(form("health")
                            .with("health_check.protocol", "none")
                            .submit(admin)
                            .statusCode())
                    .isEqualTo(303);
            assertThat(admin.store()
                            .current()
                            .tree()
                            .at("/load_balancers/1/health_check")
                            .toString())
                    .isEqualTo("{\"protocol\":\"none\"}");
            assertThat(changed(before)).allMatch(change -> change.startsWith("load_balancers[shop].health_check"));
        }

        @Test
        void anEmptyFieldReturnsToTheDefault() throws Exception {
            ObjectNode before = admin.store().current().tree();
            assertThat(form("health")
                            .with("health_check.unhealthy_threshold", "")
                            .submit(admin)
                            .statusCode())
                    .isEqualTo(303);
            assertThat(changed(before)).containsExactly("load_balancers[shop].health_check.unhealthy_threshold gone");
        }

        @Test
        void rowsAreChangedAddedAndRemoved() throws Exception {
            ObjectNode before = admin.store().current().tree();
            int port = FreePort.pick();
            PageForm form = form("rules")
                    .with("forwarding_rules.target_port", 0, "8443")
                    .with("forwarding_rules._row", 2, "")
                    .with("forwarding_rules.entry_protocol", 2, "tcp")
                    .with("forwarding_rules.entry_port", 2, String.valueOf(port))
                    .with("forwarding_rules.target_port", 2, "25")
                    .with("forwarding_rules.listener_address", 2, "");
            HttpResponse<String> response = form.submit(admin);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
            assertThat(changed(before)).hasSize(2);
            assertThat(admin.store()
                            .current()
                            .tree()
                            .at("/load_balancers/1/forwarding_rules")
                            .toString())
                    .contains("\"target_port\":8443")
                    .contains("\"tls_passthrough\":false")
                    .endsWith(
                            "{\"entry_protocol\":\"tcp\",\"target_protocol\":\"tcp\",\"entry_port\":%d,\"target_port\":25}]"
                                    .formatted(port));

            PageForm hosts = form("hosts").with("hosts", 0, "").with("hosts", 1, "www.example.com");
            assertThat(hosts.submit(admin).statusCode()).isEqualTo(303);
            assertThat(admin.store()
                            .current()
                            .tree()
                            .at("/load_balancers/1/hosts")
                            .toString())
                    .isEqualTo("[\"www.example.com\"]");
        }

        @Test
        void rowsComeAndGoWithoutJavaScript() throws Exception {
            HttpResponse<String> more = form("firewall")
                    .with("firewall.deny", 0, "ip:192.0.2.1")
                    .with("_add", "firewall.deny")
                    .submit(admin);
            assertThat(more.statusCode()).isEqualTo(200);
            assertThat(PageForm.of(parsed(more), SETTINGS + "/firewall").values("firewall.deny"))
                    .containsExactly("ip:192.0.2.1", "");

            HttpResponse<String> less = form("hosts").with("_remove", "hosts.0").submit(admin);
            assertThat(PageForm.of(parsed(less), SETTINGS + "/hosts").values("hosts"))
                    .containsExactly("*.shop.example.com");
        }
    }

    @Nested
    class Problems {
        static Stream<Arguments> mistakes() {
            return Stream.of(
                    Arguments.of("limits", "idle_timeout_seconds", "soon", "must be a number of seconds, such as 5"),
                    Arguments.of(
                            "limits",
                            "max_connections",
                            "-1",
                            "must be a whole number from 0 to 1000000; found the number -1"),
                    Arguments.of("limits", "queue.timeout_seconds", "1e9", "must be a number of seconds"),
                    Arguments.of("health", "health_check.path", "health", "must begin with \"/\""),
                    Arguments.of("health", "health_check.expected_status", "200, 2xx", "must be a status code"),
                    Arguments.of(
                            "balancing", "algorithm", "<script>alert(1)</script>", "must be one of \"round_robin\""),
                    Arguments.of("ssl", "acme_backend", "web-9", "\"web-9\" is none of the backends"));
        }

        @ParameterizedTest
        @MethodSource("mistakes")
        void standNextToTheirFieldWhichKeepsWhatWasTyped(String section, String field, String value, String sentence)
                throws Exception {
            String before = admin.store().current().text();
            HttpResponse<String> response = form(section).with(field, value).submit(admin);
            assertThat(response.statusCode()).isEqualTo(422);
            Document page = parsed(response);
            Element input = page.selectFirst("[name=\"" + field + "\"]");
            assertThat(input).isNotNull();
            assertThat(input.attr("aria-invalid")).isEqualTo("true");
            assertThat(input.is("select") ? input.select("[selected]").val() : input.val())
                    .isEqualTo(value);
            assertThat(page.select("#" + input.attr("aria-describedby")).text()).contains(sentence);
            assertThat(page.select("[aria-invalid]")).hasSize(1);
            assertThat(page.select("main script")).isEmpty();
            assertThat(admin.store().current().text()).isEqualTo(before);
        }

        @Test
        void ofRowsStandInTheirRow() throws Exception {
            HttpResponse<String> response =
                    form("rules").with("forwarding_rules.entry_port", 1, "http").submit(admin);
            assertThat(response.statusCode()).isEqualTo(422);
            List<Element> ports = parsed(response).select("form [name=\"forwarding_rules.entry_port\"]");
            assertThat(ports.get(0).hasAttr("aria-invalid")).isFalse();
            assertThat(ports.get(1).attr("aria-invalid")).isEqualTo("true");
            assertThat(parsed(response)
                            .select("#" + ports.get(1).attr("aria-describedby"))
                            .text())
                    .contains("must be a whole number from 1 to 65535; found \"http\"");
        }

        @Test
        void ofOtherSectionsStandAboveTheForm() throws Exception {
            assertThat(form("ssl")
                            .with("redirect_http_to_https", "true")
                            .submit(admin)
                            .statusCode())
                    .isEqualTo(303);
            HttpResponse<String> response = form("rules")
                    .with("forwarding_rules.entry_port", 1, "")
                    .with("forwarding_rules.target_port", 1, "")
                    .submit(admin);
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(parsed(response).select("form .notice").text())
                    .contains("load_balancers[1].redirect_http_to_https has nothing to redirect: add an http rule");
        }

        @Test
        void ofAListAsAWholeStandAboveItsRows() throws Exception {
            PageForm form = form("rules");
            for (int row = 0; row < 2; row++) {
                form.with("forwarding_rules.entry_port", row, "").with("forwarding_rules.target_port", row, "");
            }
            assertThat(parsed(form.submit(admin)).select("fieldset > .error").text())
                    .contains("must hold at least one rule");
        }
    }

    @Nested
    class SomebodyElse {
        @Test
        void whoWasFasterIsNamedAndWhatWasTypedIsKept() throws Exception {
            PageForm form = form("limits").with("idle_timeout_seconds", "77");
            Change other = admin.store().change(new Author("alice", ""), Optional.empty(), tree -> {
                ((ObjectNode) tree.path("load_balancers").path(1)).put("max_connections", 9);
                return tree;
            });
            assertThat(other).isInstanceOf(Change.Applied.class);

            HttpResponse<String> response = form.submit(admin);
            assertThat(response.statusCode()).isEqualTo(409);
            Document page = parsed(response);
            assertThat(page.select(".notice").text()).contains("alice changed it at");
            assertThat(admin.store().current().config().loadBalancers().get(1).idleTimeout())
                    .hasHours(1);

            PageForm again = PageForm.of(page, SETTINGS + "/limits");
            assertThat(again.values("idle_timeout_seconds")).containsExactly("77");
            assertThat(again.submit(admin).statusCode()).isEqualTo(303);
            assertThat(admin.store().current().config().loadBalancers().get(1).idleTimeout())
                    .hasSeconds(77);
        }

        @Test
        void changingAnotherLoadBalancerIsNoHindrance() throws Exception {
            PageForm form = form("limits").with("idle_timeout_seconds", "77");
            admin.store().change(new Author("alice", ""), Optional.empty(), tree -> {
                ((ObjectNode) tree.path("load_balancers").path(0)).put("max_connections", 9);
                return tree;
            });
            assertThat(form.submit(admin).statusCode()).isEqualTo(303);
        }

        @Test
        void whoEditedTheFileByHandIsNotOverwritten() throws Exception {
            PageForm form = form("limits").with("idle_timeout_seconds", "77");
            String byHand = Files.readString(admin.file()) + "\n";
            Files.writeString(admin.file(), byHand);
            HttpResponse<String> response = form.submit(admin);
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(parsed(response).select(".notice").text()).contains("was changed by hand");
            assertThat(parsed(response).select(".notice form").attr("action")).isEqualTo("/config/reload");
            assertThat(Files.readString(admin.file())).isEqualTo(byHand);
        }
    }

    @Nested
    class DangerZone {
        @Test
        void deletesWhenTheNameIsTyped() throws Exception {
            Document page = PageForm.page(admin, SETTINGS);
            HttpResponse<String> wrong = PageForm.of(page, "/load_balancers/shop/delete")
                    .with("confirm", "first")
                    .submit(admin);
            assertThat(wrong.statusCode()).isEqualTo(422);
            assertThat(parsed(wrong).select("#danger .error").text()).contains("type \"shop\"");

            HttpResponse<String> right = PageForm.of(page, "/load_balancers/shop/delete")
                    .with("confirm", "shop")
                    .submit(admin);
            assertThat(right.statusCode()).as(right.body()).isEqualTo(303);
            assertThat(admin.store().current().config().loadBalancers())
                    .singleElement()
                    .matches(left -> left.name().equals("first"));
            assertThat(admin.get(SETTINGS).statusCode()).isEqualTo(404);
        }

        @Test
        void renames() throws Exception {
            Document page = PageForm.page(admin, SETTINGS);
            HttpResponse<String> taken = PageForm.of(page, "/load_balancers/shop/rename")
                    .with("name", "first")
                    .submit(admin);
            assertThat(taken.statusCode()).isEqualTo(422);
            assertThat(parsed(taken).select("#new-name-more").text()).contains("is already the name of another");

            HttpResponse<String> free = PageForm.of(page, "/load_balancers/shop/rename")
                    .with("name", "store")
                    .submit(admin);
            assertThat(free.headers().firstValue("Location")).hasValue("/load_balancers/store/settings");
        }
    }

    @Test
    void valuesThatStandNowhereAreMarkedAsDefaults() throws Exception {
        Document page = PageForm.page(admin, SETTINGS);
        assertThat(value(page, "limits", "Idle timeout")).isEqualTo("3600 s default");
        assertThat(value(page, "health", "Interval")).isEqualTo("600 s");
        assertThat(value(page, "health", "Unhealthy threshold")).isEqualTo("3");
        assertThat(page.select("form[action*=settings]")).isEmpty();
    }

    private static String value(Document page, String section, String label) {
        return page.select("#" + section + " dt").stream()
                .filter(term -> term.text().equals(label))
                .map(term -> term.nextElementSiblings().stream()
                        .findFirst()
                        .map(Element::text)
                        .orElse(""))
                .findFirst()
                .orElseThrow();
    }
}

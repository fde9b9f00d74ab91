package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.TestAdmin;
import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BackendFormsTest {
    private static final String SHOP = "/load_balancers/shop";
    private static final String WEB_1 = SHOP + "/backends/web-1";

    private final HttpClient client = HttpClient.newHttpClient();
    private TestAdmin admin;

    @BeforeEach
    void begin() throws IOException {
        admin = TestAdmin.start("""
                {"access_log": {"output": "off"},
                 "listeners": [{"port": %1$d, "address": "127.0.0.1"}],
                 "load_balancers": [{"name": "shop", "hosts": ["shop.example.com"],
                   "forwarding_rules": [{"entry_protocol": "https", "entry_port": %1$d, "target_protocol": "https",
                                         "target_port": 443, "tls_passthrough": true}],
                   "health_check": {"protocol": "none"}, "backend_drain_timeout_seconds": 90,
                   "backends": [{"name": "web-1", "address": "127.0.0.1", "weight": 2}]}]}
                """.formatted(FreePort.pick()));
    }

    @AfterEach
    void end() {
        admin.close();
        client.close();
    }

    @Test
    void addABackend() throws Exception {
        HttpResponse<String> answer = post(
                SHOP + "/backends", Map.of("name", "web-2", "address", "127.0.0.2", "port", "8443", "mode", "enabled"));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith(SHOP);
        assertThat(backends()).extracting(BackendConfig::name).containsExactly("web-1", "web-2");
        assertThat(admin.store()
                        .current()
                        .tree()
                        .at("/load_balancers/0/backends/1")
                        .propertyNames())
                .containsExactlyInAnyOrder("name", "address", "port");
    }

    @Test
    void showEachProblemBesideItsField() throws Exception {
        HttpResponse<String> answer = post(
                SHOP + "/backends",
                Map.of("name", "<script>", "address", "127.0.0.2", "port", "many", "weight", "0", "mode", "enabled"));
        assertThat(answer.statusCode()).isEqualTo(422);
        Document page = Jsoup.parse(answer.body());
        assertThat(page.select("#name-error").text()).contains("must be 1 to 64 letters");
        assertThat(page.select("#port-error").text()).contains("many");
        assertThat(page.select("#weight-error").text()).isNotEmpty();
        assertThat(page.select("#address-error").text()).isEmpty();
        assertThat(page.select("[aria-invalid=true]").eachAttr("id")).containsExactly("name", "port", "weight");
        assertThat(page.select("#name").attr("value")).isEqualTo("<script>");
        assertThat(backends()).hasSize(1);
    }

    @Test
    void changeNothingWhenSavedAsTheyAre() throws Exception {
        String before = admin.store().current().tree().toString();
        HttpResponse<String> answer = post(WEB_1, fields(page(WEB_1 + "/edit")));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(admin.store().current().tree().toString()).isEqualTo(before);
    }

    @Test
    void changeWhatWasTyped() throws Exception {
        Map<String, String> fields = fields(page(WEB_1 + "/edit"));
        fields.put("weight", "7");
        fields.put("name", "web-one");
        assertThat(post(WEB_1, fields).statusCode()).isEqualTo(303);
        assertThat(backends().getFirst().weight()).isEqualTo(7);
        assertThat(backends().getFirst().name()).isEqualTo("web-one");
    }

    @Test
    void sayWhenSomebodyElseWasFaster() throws Exception {
        Map<String, String> fields = fields(page(WEB_1 + "/edit"));
        assertThat(post(WEB_1 + "/mode", Map.of("mode", "drain")).statusCode()).isEqualTo(303);
        fields.put("weight", "7");
        HttpResponse<String> late = post(WEB_1, fields);
        assertThat(late.statusCode()).isEqualTo(412);
        Document form = Jsoup.parse(late.body());
        assertThat(form.select("[role=alert]").text()).contains("Somebody else has changed this backend");
        assertThat(backends().getFirst().weight()).isEqualTo(2);
        assertThat(post(WEB_1, fields(form)).statusCode()).isEqualTo(303);
        assertThat(backends().getFirst().weight()).isEqualTo(7);
    }

    @Test
    void drainWithACountdownAndEnableAgain() throws Exception {
        assertThat(post(WEB_1 + "/mode", Map.of("mode", "drain")).statusCode()).isEqualTo(303);
        assertThat(backends().getFirst().mode()).isEqualTo(Mode.DRAIN);
        Document page = page(SHOP);
        assertThat(page.select("#backends").text()).contains("Draining").contains("rest is closed");
        assertThat(page.select("#backends time[data-time=countdown]")).hasSize(1);
        assertThat(page.select("#backends form input[name=mode][value=enabled]"))
                .hasSize(1);
        assertThat(post(WEB_1 + "/mode", Map.of("mode", "enabled")).statusCode())
                .isEqualTo(303);
        assertThat(backends().getFirst().mode()).isEqualTo(Mode.ENABLED);
    }

    @Test
    void tellWhatCameOfThemInPlaceWhenAskedByAScript() throws Exception {
        HttpResponse<String> answer = post(WEB_1 + "/mode", Map.of("mode", "disabled"), "HX-Request", "true");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("HX-Trigger").orElse(""))
                .contains("\"text\":\"web-1 is disabled\"")
                .contains("\"refresh\"");
    }

    @Test
    void tellItOnTheNextPageOtherwise() throws Exception {
        HttpResponse<String> answer = post(WEB_1 + "/remove", Map.of());
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(backends()).isEmpty();
        String cookie = answer.headers().firstValue("Set-Cookie").orElse("");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
        HttpResponse<String> next = admin.send("GET", SHOP, "", "Cookie", cookie.substring(0, cookie.indexOf(';')));
        assertThat(Jsoup.parse(next.body()).select("[data-toast]").text()).contains("web-1 removed");
        assertThat(next.headers().firstValue("Set-Cookie").orElse("")).contains("fairlead_flash=;");
    }

    @Test
    void neverOverwriteAFileThatWasChangedByHand() throws Exception {
        String byHand = Files.readString(admin.file()) + " ";
        Files.writeString(admin.file(), byHand);
        HttpResponse<String> answer =
                post(SHOP + "/backends", Map.of("name", "web-2", "address", "127.0.0.2", "mode", "enabled"));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Jsoup.parse(answer.body()).select("[role=alert]").text()).contains("by hand");
        assertThat(Files.readString(admin.file())).isEqualTo(byHand);
    }

    @Test
    void refuseAModeThatThereIsNot() throws Exception {
        assertThat(post(WEB_1 + "/mode", Map.of("mode", "asleep")).statusCode()).isEqualTo(400);
    }

    private List<BackendConfig> backends() {
        return admin.engine().config().loadBalancers().getFirst().backends();
    }

    private Document page(String path) throws Exception {
        return Jsoup.parse(admin.get(path).body());
    }

    private static Map<String, String> fields(Document page) {
        Map<String, String> fields = new TreeMap<>();
        for (Element field : page.select("main form input[name]")) {
            fields.put(field.attr("name"), field.attr("value"));
        }
        fields.put("mode", page.select("main form option[selected]").attr("value"));
        return fields;
    }

    private HttpResponse<String> post(String path, Map<String, String> form, String... headers) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(admin.uri(path))
                .header("Authorization", "Bearer " + TestAdmin.TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}

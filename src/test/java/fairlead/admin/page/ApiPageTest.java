package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.TestAdmin;
import fairlead.admin.api.OpenApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ApiPageTest {
    private static final JsonNode DOCUMENT = OpenApi.document();
    private static TestAdmin admin;
    private static Document page;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        admin = TestAdmin.start("{\"load_balancers\": []}");
        page = Jsoup.parse(admin.get("/api").body());
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @Test
    void showsEveryOperationInItsGroup() {
        List<String> ids = DOCUMENT.path("paths").findValuesAsString("operationId");

        assertThat(page.select("section > details[id]:not([id^=schema-])").eachAttr("id"))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(page.select("#explainRoute summary").text())
                .isEqualTo("GET /api/v1/route Where a connection would go, and why");
        assertThat(page.select("section[aria-labelledby=testing-a-route] #explainRoute"))
                .hasSize(1);
    }

    @Test
    void leadsToTheDocumentAndToEachObject() {
        assertThat(page.select("a[href=/api/v1/openapi.json]")).hasSize(1);
        for (Element link : page.select("a[href^=#schema-]")) {
            assertThat(page.select(link.attr("href"))).as(link.attr("href")).hasSize(1);
        }
        assertThat(page.select("#schema-Backend td:contains(weight) ~ td").eachText())
                .startsWith("integer", "1 to 256; default 1");
    }

    @Test
    void givesACommandForTheServerThatWasAsked() throws Exception {
        String command = page.select("#curl-explainRoute").text();

        assertThat(command.lines().map(String::strip))
                .containsExactly(
                        "curl -H \"Authorization: Bearer $FAIRLEAD_TOKEN\" \\",
                        "'" + admin.uri("/api/v1/route?port=443") + "'");
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "curl() { printf '%s\\n' \"$@\"; }; FAIRLEAD_TOKEN=t; "
                                + page.expectFirst("#curl-createLoadBalancer").wholeText())
                .start();
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .startsWith("-X", "POST", "-H", "Authorization: Bearer t", "-H", "Content-Type: application/json", "-d")
                .endsWith(admin.uri("/api/v1/load_balancers").toString());
    }

    @Test
    void aHostThatIsNoneDoesNotGetIntoACommand() {
        for (String host : List.of("evil'$(reboot)", "a b", "x;y", "")) {
            assertThat(ApiPage.server("http", host)).as(host).isEqualTo("http://127.0.0.1:8080");
        }
        assertThat(ApiPage.server("https", "[::1]:8443")).isEqualTo("https://[::1]:8443");
        assertThat(ApiPage.server("https", "lb.example.com")).isEqualTo("https://lb.example.com");
    }

    @Test
    void needsNoScriptAndNoInlineStyle() {
        assertThat(page.select("main script, [style], [onclick]")).isEmpty();
    }
}

package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.TestAdmin;
import fairlead.e2e.TlsBackend;
import fairlead.proxy.TestBalancer;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestPageTest {
    private static final TlsBackend BACKEND = TlsBackend.echo(TestCertificate.of("web-1", "shop.example.com"));
    private static final TestBalancer.Setup SHOP =
            TestBalancer.with().backend("web-1", BACKEND.port()).backend("spare", 4432, "\"mode\": \"backup\"");
    private static TestAdmin admin;

    @BeforeAll
    static void start() throws IOException {
        admin = TestAdmin.start(SHOP.json());
    }

    @AfterAll
    static void stop() throws IOException {
        admin.close();
        BACKEND.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Document explain(String host) throws IOException, InterruptedException {
        HttpResponse<String> response =
                admin.get("/test?port=%d&host=%s&client=203.0.113.9".formatted(SHOP.port(), encoded(host)));
        assertThat(response.statusCode()).isEqualTo(200);
        return Jsoup.parse(response.body());
    }

    private static HttpResponse<String> post(String form) throws IOException, InterruptedException {
        return admin.form("/test", form);
    }

    private static String text(Document page, String selector) {
        return page.select(selector).text();
    }

    @Test
    void showsBothFormsFilledInWithWhatThereIs() throws Exception {
        Document page = Jsoup.parse(admin.get("/test").body());

        assertThat(page.select("form[method=get][action=/test] input[name=port]")
                        .val())
                .isEqualTo(Integer.toString(SHOP.port()));
        assertThat(page.select("form[method=post][action=/test] input[name=host]")
                        .val())
                .isEqualTo("shop.example.com");
        assertThat(page.select("form[action=/test] input[name=_csrf]")).hasSize(1);
        assertThat(page.select("datalist option").eachAttr("value")).containsExactly("shop.example.com");
        for (Element input : page.select("input:not([type=hidden])")) {
            assertThat(page.select("label[for=" + input.id() + "]"))
                    .as(input.id())
                    .hasSize(1);
        }
        assertThat(page.select("svg")).isEmpty();
    }

    @Test
    void explainsTheWayWithADrawing() throws Exception {
        Document page = explain("shop.example.com");

        assertThat(text(page, ".badge.ok")).contains("Goes to shop / web-1");
        assertThat(page.select("svg").attr("aria-label"))
                .isEqualTo(
                        "Client 203.0.113.9: passed; Listener :%d: passed; Load balancer shop: passed; Backend web-1: passed"
                                .formatted(SHOP.port()));
        assertThat(page.select("svg g")).hasSize(4);
        assertThat(text(page, "table")).contains("Load balancer", "shop lists shop.example.com.", "a backup: ");
        assertThat(page.select("[style]")).isEmpty();
    }

    @Test
    void marksWhereItEndsByShapeAndText() throws Exception {
        Document page = explain("other.example.org");

        assertThat(text(page, ".badge.bad")).contains("Refused as no_load_balancer: alert unrecognized_name (112)");
        Element failing = page.select("svg g").get(2);
        assertThat(failing.text()).contains("Load balancer", "stopped here");
        assertThat(failing.select("rect").attr("stroke-width")).isEqualTo("3");
        assertThat(page.select("svg g").get(3).text()).contains("not reached");
        assertThat(page.select("svg g").get(3).select("rect").attr("stroke-dasharray"))
                .isNotEmpty();
    }

    @Test
    void connectsAndTellsEachStep() throws Exception {
        HttpResponse<String> response = post("port=%d&host=shop.example.com&alpn=h2&listener=".formatted(SHOP.port()));
        Document page = Jsoup.parse(response.body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(page, ".badge")).contains("Served by shop / web-1");
        assertThat(page.select("td.num").eachText()).hasSize(3).allMatch(time -> time.endsWith(" ms"));
        assertThat(text(page, "dl.facts"))
                .contains("TLSv1.3", "CN=web-1", "Covers the host yes", "self-signed", "Connection id");
        assertThat(page.select("svg").attr("aria-label")).endsWith("Backend web-1: passed");
    }

    @Test
    void showsTheAlertOfARefusal() throws Exception {
        Document page = Jsoup.parse(
                post("port=%d&host=other.example.org".formatted(SHOP.port())).body());

        assertThat(text(page, ".badge.bad")).contains("Refused with the alert unrecognized_name");
        assertThat(text(page, "dl.facts")).contains("no_load_balancer: no load balancer has the name", "Fairlead");
    }

    @Test
    void saysBesideTheFieldWhatIsWrongWithIt() throws Exception {
        HttpResponse<String> response = admin.get("/test?port=0&host=x&client=nobody");
        Document page = Jsoup.parse(response.body());

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(page.select("#route-port").attr("aria-invalid")).isEqualTo("true");
        assertThat(text(page, "#route-port-note .error")).isEqualTo("must be from 1 to 65535");
        assertThat(text(page, "#route-client-note .error")).contains("is not an IP address");
        assertThat(page.select("#test-port").hasAttr("aria-invalid")).isFalse();
        assertThat(page.select("#route-client").val()).isEqualTo("nobody");
    }

    @Test
    void aPortOfNobodysIsNotConnectedTo() throws Exception {
        HttpResponse<String> response = post("port=1&host=shop.example.com");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(text(Jsoup.parse(response.body()), "#test-port-note .error"))
                .isEqualTo("nothing listens there; the listeners are :" + SHOP.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "\u202egpj.example.com",
                "</svg><script>alert(1)</script>",
                "${7*7}"
            })
    void hostileNamesStayText(String name) throws Exception {
        for (Document page : List.of(
                explain(name),
                Jsoup.parse(post("port=%d&host=%s".formatted(SHOP.port(), encoded(name)))
                        .body()))) {
            assertThat(page.select("main script, img[onerror], [onerror]")).isEmpty();
            assertThat(page.select("#route-host").val()).isEqualTo(name);
            Element rest = page.clone();
            rest.select("input").remove();
            assertThat(rest.text()).doesNotContain("\u202e", "alert(1)");
        }
    }

    @Test
    void aLongNameIsMalformedAndBreaksNothing() throws Exception {
        Document page = explain("a".repeat(300));

        assertThat(text(page, ".badge.bad")).contains("Refused as hello_malformed");
        assertThat(page.select("svg text").eachText()).allMatch(text -> text.length() <= 30);
    }
}

package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.PageForm;
import fairlead.admin.TestAdmin;
import fairlead.support.FreePort;
import java.net.http.HttpResponse;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NewLoadBalancerPageTest {
    private static final String PAGE = "/new-load-balancer";
    private static final String EMPTY = """
            {"access_log": {"output": "off"}, "load_balancers": []}
            """;

    private TestAdmin admin;

    @BeforeEach
    void start() throws Exception {
        admin = TestAdmin.start(EMPTY);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private PageForm form() throws Exception {
        return PageForm.of(PageForm.page(admin, PAGE), PAGE);
    }

    private PageForm filled() throws Exception {
        return form().with("name", "shop")
                .with("hosts", "shop.example.com")
                .with("backends.address", "127.0.0.1")
                .with("forwarding_rules[0].entry_port", String.valueOf(FreePort.pick()))
                .with("forwarding_rules[1].entry_port", String.valueOf(FreePort.pick()));
    }

    @Test
    void theFirstPageLeadsHere() throws Exception {
        assertThat(PageForm.page(admin, "/")
                        .select("a[href=/new-load-balancer]")
                        .text())
                .contains("Create your first load balancer");
    }

    @Test
    void whatIsUsualIsFilledIn() throws Exception {
        PageForm form = form();
        assertThat(form.values("forwarding_rules[0].entry_port")).containsExactly("443");
        assertThat(form.values("forwarding_rules[1].entry_port")).containsExactly("80");
        assertThat(form.values("redirect_http_to_https")).containsExactly("true");
        assertThat(form.values("health_check.protocol")).containsExactly("tls");
    }

    @Test
    void makesALoadBalancerAndLeadsToTheChecklist() throws Exception {
        HttpResponse<String> response = filled().submit(admin);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).hasValue("/load_balancers/shop/checklist");
        assertThat(admin.store()
                        .current()
                        .tree()
                        .at("/load_balancers/0")
                        .toString()
                        .replaceAll("\"entry_port\":\\d+", ""))
                .isEqualTo(
                        "{\"name\":\"shop\",\"hosts\":[\"shop.example.com\"],\"forwarding_rules\":["
                                + "{\"entry_protocol\":\"https\",,\"target_protocol\":\"https\",\"target_port\":443,\"tls_passthrough\":true},"
                                + "{\"entry_protocol\":\"http\",,\"target_protocol\":\"http\",\"target_port\":80}],"
                                + "\"redirect_http_to_https\":true,\"backends\":[{\"address\":\"127.0.0.1\",\"name\":\"web-1\"}]}");
    }

    @Test
    void withoutTheRedirectThereIsNoHttpRule() throws Exception {
        HttpResponse<String> response =
                filled().without("redirect_http_to_https").submit(admin);
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(admin.store().current().config().loadBalancers().getFirst().forwardingRules())
                .hasSize(1);
    }

    @Test
    void aBackendWithoutANameGetsAFreeOne() throws Exception {
        HttpResponse<String> response = filled().with("backends.name", "web-1")
                .with("backends.address", 1, "127.0.0.2")
                .submit(admin);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        assertThat(admin.store().current().config().loadBalancers().getFirst().backends())
                .extracting(backend -> backend.name())
                .containsExactly("web-1", "web-2");
    }

    @Test
    void eachMistakeStandsNextToItsField() throws Exception {
        HttpResponse<String> response = form().with("name", "<b>my shop</b>")
                .with("hosts", "shop example")
                .with("backends.address", "10.0.0.300")
                .with("backends.port", "x")
                .with("forwarding_rules[0].entry_port", "70000")
                .with("forwarding_rules[1].entry_port", "")
                .with("health_check.path", "/up")
                .submit(admin);
        assertThat(response.statusCode()).isEqualTo(422);
        Document page = Jsoup.parse(response.body());
        assertThat(error(page, "name")).contains("must be 1 to 64 letters");
        assertThat(error(page, "hosts")).isNotEmpty();
        assertThat(error(page, "backends.address")).isNotEmpty();
        assertThat(error(page, "backends.port")).contains("must be a whole number");
        assertThat(error(page, "forwarding_rules[0].entry_port")).contains("must be a whole number");
        assertThat(error(page, "forwarding_rules[1].entry_port")).contains("is missing: fill it in");
        assertThat(page.select("[name=name]").val()).isEqualTo("<b>my shop</b>");
        assertThat(page.select("main b")).isEmpty();
        assertThat(admin.store().current().config().loadBalancers()).isEmpty();
    }

    private static String error(Document page, String name) {
        Element input = page.selectFirst("[name=\"" + name + "\"]");
        assertThat(input).as(name).isNotNull();
        assertThat(input.attr("aria-invalid")).as(name).isEqualTo("true");
        return page.select("#" + input.attr("aria-describedby")).text();
    }

    @Test
    void aPathForACheckThatAsksForNoPageIsAProblem() throws Exception {
        HttpResponse<String> response =
                filled().with("health_check.path", "/up").submit(admin);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(error(Jsoup.parse(response.body()), "health_check.path"))
                .contains("has no effect with protocol \"tls\"");
    }

    @Test
    void rowsComeAndGoWithoutJavaScript() throws Exception {
        HttpResponse<String> more = filled().with("_add", "backends").submit(admin);
        assertThat(PageForm.of(Jsoup.parse(more.body()), PAGE).values("backends.address"))
                .containsExactly("127.0.0.1", "");
        HttpResponse<String> less = filled().with("_remove", "backends.0").submit(admin);
        assertThat(PageForm.of(Jsoup.parse(less.body()), PAGE).values("backends.address"))
                .containsExactly("");
    }
}

package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.PageForm;
import fairlead.admin.TestAdmin;
import fairlead.e2e.TlsBackend;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import java.net.http.HttpResponse;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

final class ChecklistPageTest {
    private static final String PAGE = "/load_balancers/shop/checklist";
    private static final String CONFIG = """
            {"access_log": {"output": "off"}, "public_addresses": ["192.0.2.1"],
             "listeners": [{"port": %1$d, "address": "127.0.0.1"}, {"port": %2$d, "address": "127.0.0.1"}],
             "load_balancers": [{"name": "shop", "hosts": ["shop.invalid"], "redirect_http_to_https": true,
               "forwarding_rules": [{"entry_protocol": "https", "entry_port": %1$d, "target_protocol": "https",
                                     "target_port": 443, "tls_passthrough": true},
                                    {"entry_protocol": "http", "entry_port": %2$d, "target_protocol": "http",
                                     "target_port": 80}],
               "backends": [{"name": "web-1", "address": "127.0.0.1", "port": %3$d},
                            {"name": "web-2", "address": "127.0.0.1", "port": %4$d}]}]}
            """;

    private static String item(Document page, String title) {
        Element item = page.select(".checklist li").stream()
                .filter(each -> each.text().contains(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError(title));
        return item.text();
    }

    private static Document tested(TestAdmin admin) throws Exception {
        HttpResponse<String> response =
                PageForm.of(PageForm.page(admin, PAGE), PAGE).submit(admin);
        assertThat(response.statusCode()).isEqualTo(200);
        return Jsoup.parse(response.body());
    }

    @Test
    void saysOfEachThingWhetherItIsInOrderAndWhatToDo() throws Exception {
        try (TlsBackend first = TlsBackend.echo(TestCertificate.of("web-1", "shop.invalid"));
                TlsBackend second = TlsBackend.echo(TestCertificate.of("web-2", "other.invalid"));
                TestAdmin admin = TestAdmin.start(
                        CONFIG.formatted(FreePort.pick(), FreePort.pick(), first.port(), second.port()))) {
            Document page = tested(admin);
            assertThat(item(page, "The backends answer")).startsWith("Done").contains("All 2 do.");
            assertThat(item(page, "the same certificate")).startsWith("To do").contains("certificate");
            assertThat(item(page, "covers the hosts")).startsWith("To do").contains("shop.invalid");
            assertThat(item(page, "lead to this machine")).startsWith("To do").contains("shop.invalid");
            assertThat(item(page, "redirected to HTTPS")).startsWith("Done").contains("https://shop.invalid");
        }
    }

    @Test
    void backendsThatAreDownComeFirst() throws Exception {
        try (TestAdmin admin =
                TestAdmin.start(CONFIG.formatted(FreePort.pick(), FreePort.pick(), FreePort.pick(), FreePort.pick()))) {
            assertThat(item(PageForm.page(admin, PAGE), "The backends answer")).startsWith("Waiting");
            Document page = tested(admin);
            assertThat(item(page, "The backends answer"))
                    .startsWith("To do")
                    .contains("web-1 (127.0.0.1:")
                    .contains("connect refused: start the server");
            assertThat(item(page, "the same certificate")).startsWith("Waiting").contains("No backend has answered");
        }
    }

    @Test
    void thereIsNoneForALoadBalancerThatIsNotThere() throws Exception {
        try (TestAdmin admin = TestAdmin.start("{\"access_log\": {\"output\": \"off\"}, \"load_balancers\": []}")) {
            assertThat(admin.get(PAGE).statusCode()).isEqualTo(404);
        }
    }
}

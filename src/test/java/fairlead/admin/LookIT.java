package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every page that shows something, as a screenshot: light, dark, and on a phone. */
final class LookIT {
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("overview", "/");
        PAGES.put("backends", "/load_balancers/shop");
        PAGES.put("no-backends", "/load_balancers/blog");
        PAGES.put("backend-form", "/load_balancers/shop/backends/web-2/edit");
        PAGES.put("graphs", "/load_balancers/shop/graphs");
        PAGES.put("connections", "/connections");
        PAGES.put("endings", "/connections/recent");
        PAGES.put("certificates", "/certificates");
        PAGES.put("findings", "/findings");
        PAGES.put("events", "/events");
    }

    @Test
    void pagesFitTheirWindowAndBreakNoRule() throws Exception {
        try (Scene scene = Scene.start();
                Browser browser = Browser.start().bearer(TestAdmin.TOKEN)) {
            for (int i = 0; i < 4; i++) {
                scene.client();
            }
            assertThat(scene.admin().get("/").statusCode()).isEqualTo(200);
            for (Map.Entry<String, String> page : PAGES.entrySet()) {
                browser.desktop().theme("light").open(scene.admin().uri(page.getValue()));
                browser.screenshot(page.getKey() + "-light");
                assertThat(browser.overhang()).as(page.getKey()).isNotPositive();
                browser.theme("dark").screenshot(page.getKey() + "-dark");
                browser.phone().theme("light").open(scene.admin().uri(page.getValue()));
                assertThat(browser.overhang()).as(page.getKey() + " on a phone: " + browser.offenders()).isNotPositive();
                browser.screenshot(page.getKey() + "-phone");
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }
}

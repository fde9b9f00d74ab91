package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
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
            SoftAssertions softly = new SoftAssertions();
            for (Map.Entry<String, String> page : PAGES.entrySet()) {
                String name = page.getKey();
                browser.desktop().theme("light").open(scene.admin().uri(page.getValue()));
                browser.screenshot(name + "-light");
                softly.assertThat(browser.overhang()).as(name).isEmpty();
                browser.theme("dark").screenshot(name + "-dark");
                browser.phone().theme("light").open(scene.admin().uri(page.getValue()));
                softly.assertThat(browser.overhang()).as(name + " on a phone").isEmpty();
                browser.screenshot(name + "-phone");
            }
            softly.assertAll();
            assertThat(browser.complaints()).isEmpty();
        }
    }
}

package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every page, as a screenshot: light, dark, and on a phone. */
final class LookIT {
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("overview", "/");
        PAGES.put("backends", "/load_balancers/shop");
        PAGES.put("no-backends", "/load_balancers/blog");
        PAGES.put("backend-form", "/load_balancers/shop/backends/web-2/edit");
        PAGES.put("graphs", "/load_balancers/shop/graphs");
        PAGES.put("settings", "/load_balancers/shop/settings");
        PAGES.put("settings-rules", "/load_balancers/shop/settings?edit=rules");
        PAGES.put("settings-health", "/load_balancers/shop/settings?edit=health");
        PAGES.put("settings-firewall", "/load_balancers/shop/settings?edit=firewall");
        PAGES.put("new", "/new-load-balancer");
        PAGES.put("connections", "/connections");
        PAGES.put("endings", "/connections/recent");
        PAGES.put("certificates", "/certificates");
        PAGES.put("findings", "/findings");
        PAGES.put("events", "/events");
        PAGES.put("change", "/events/changes/1");
        PAGES.put("config", "/config");
        PAGES.put("config-edit", "/config/edit");
        PAGES.put("revision", "/config/revisions/1");
        PAGES.put("test", "/test");
        PAGES.put("api", "/api");
        PAGES.put("tokens", "/tokens");
        PAGES.put("revoke", "/tokens/guest/revoke");
        PAGES.put("not-found", "/nowhere");
    }

    /** On both sides of those at which the layout changes. */
    private static final List<Integer> WIDTHS = List.of(1180, 1160, 970, 940);

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private final Browser browser = BROWSING.browser();

    @Test
    void pagesFitTheirWindowAndBreakNoRule() throws Exception {
        try (Scene scene = Scene.start()) {
            TestAdmin admin = scene.admin();
            for (int i = 0; i < 4; i++) {
                scene.client();
            }
            SoftAssertions softly = new SoftAssertions();
            look(softly, admin, "login", "/login");
            browser.login(admin);
            for (Map.Entry<String, String> page : PAGES.entrySet()) {
                look(softly, admin, page.getKey(), page.getValue());
            }
            softly.assertAll();
        }
    }

    private void look(SoftAssertions softly, TestAdmin admin, String name, String path) throws Exception {
        browser.desktop().theme("light").open(admin.uri(path));
        browser.screenshot(name + "-light");
        softly.assertThat(browser.overhang()).as(name).isEmpty();
        softly.assertThat(browser.unlabelled()).as("without a label on " + name).isEmpty();
        softly.assertThat(browser.driver().getTitle()).as(name).endsWith(" - Fairlead");
        if (name.equals("overview")) {
            assertThat(browser.driver().getTitle()).contains("issues");
        }
        browser.theme("dark").screenshot(name + "-dark");
        for (int width : WIDTHS) {
            String where = name + " in a window of " + width;
            browser.window(width);
            softly.assertThat(browser.overhang()).as(where).isEmpty();
            if (!name.equals("api")) { // whose examples are code
                softly.assertThat(browser.wideTables()).as(where).isEmpty();
            }
        }
        browser.phone().theme("light").open(admin.uri(path));
        softly.assertThat(browser.overhang()).as(name + " on a phone").isEmpty();
        browser.screenshot(name + "-phone");
    }
}

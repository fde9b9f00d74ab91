package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.AdminConfig;
import fairlead.e2e.TlsBackend;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;

/** What is expected of any good panel: themes, keys, a server that is gone, a browser without scripts. */
final class ComfortIT {
    private static final List<String> PAGES = List.of(
            "/",
            "/load_balancers/shop",
            "/load_balancers/shop/graphs",
            "/load_balancers/shop/settings",
            "/load_balancers/shop/checklist",
            "/new-load-balancer",
            "/connections",
            "/connections/recent",
            "/certificates",
            "/findings",
            "/events",
            "/config",
            "/config/edit",
            "/test",
            "/api",
            "/tokens");

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private final Browser browser = BROWSING.browser();
    private final Shop shop = new Shop();

    @Test
    void theThemeIsKept() throws IOException {
        try (TestAdmin admin = TestAdmin.start(Shop.nothing())) {
            browser.login(admin).theme("dark");
            String dark = background();
            browser.click("#theme").find("#theme", "light");
            String light = background();
            assertThat(light).isNotEqualTo(dark);
            browser.open(admin.uri("/findings")).find("#theme", "light");
            assertThat(background()).isEqualTo(light);
            browser.click("#theme").find("#theme", "dark");
            assertThat(background()).isEqualTo(dark);
            browser.click("#theme").find("#theme", "system");
        }
    }

    @Test
    void everythingCanBeReachedByKeys() throws IOException {
        try (TestAdmin admin = TestAdmin.start(shop.config())) {
            browser.login(admin).open(admin.uri("/")).press(Keys.TAB);
            assertThat(focused().getText()).isEqualTo("Skip to the content");
            assertThat(focused().getRect().getX()).as("it is in sight").isNotNegative();
            browser.press(Keys.ENTER);
            assertThat(focused().getDomAttribute("id")).isEqualTo("main");

            browser.press("g", "t").arrive("/test").find("h1", "Test a route");
            tabTo("route-port");
            browser.press(String.valueOf(shop.https()), Keys.TAB, Shop.HOST, Keys.ENTER);
            browser.find("[aria-labelledby=route-result]", "shop");

            browser.press("g", "c").arrive("/connections").find("h1", "Connections");
            browser.press("/");
            assertThat(focused().getDomAttribute("id")).isEqualTo("search");
        }
    }

    @Test
    void onAPhoneTheNavigationShowsWhichPageThisIs() throws IOException {
        try (TestAdmin admin = TestAdmin.start(Shop.nothing())) {
            browser.login(admin).phone().open(admin.uri("/tokens"));
            Rectangle place = browser.find(".side a[aria-current]", "Tokens").getRect();
            assertThat(place.getX() + place.getWidth()).isLessThanOrEqualTo(390);
        }
    }

    @Test
    void whereTheFocusIsCanBeSeen() throws IOException {
        try (TestAdmin admin = TestAdmin.start(shop.config())) {
            browser.login(admin).open(admin.uri("/load_balancers/shop/settings?edit=rules"));
            for (int i = 0; i < 40; i++) {
                browser.press(Keys.TAB);
                WebElement focused = focused();
                if (focused.getTagName().equals("body")) {
                    break; // around
                }
                assertThat(focused.getCssValue("outline-style") + focused.getCssValue("box-shadow"))
                        .as(String.valueOf(focused.getDomProperty("outerHTML")))
                        .isNotEqualTo("nonenone");
            }
        }
    }

    @Test
    void aServerThatIsGoneIsToldAndThatItIsBackToo() throws IOException {
        try (TestAdmin admin = TestAdmin.start(Shop.nothing())) {
            browser.login(admin);
            assertThat(browser.find("#lost").isDisplayed()).isFalse();
            int port = admin.server().port();
            admin.server().close();
            browser.find("#lost", "No connection to Fairlead");
            browser.screenshot("lost-light");
            AdminConfig same = new AdminConfig(true, "127.0.0.1", port);
            try (AdminServer again = AdminServer.start(same, admin.engine(), admin.store(), admin.access())) {
                assertThat(again.port()).isEqualTo(port);
                browser.gone("#lost", "No connection");
                browser.find("h1", "Overview");
            }
            assertThat(browser.complaints())
                    .isNotEmpty()
                    .allMatch(complaint -> complaint.contains("ERR_CONNECTION_REFUSED") || complaint.contains("htmx:"));
        }
    }

    @Test
    void withoutScriptsEverythingIsReadAndSaved() throws IOException {
        try (TlsBackend backend = TlsBackend.echo(Shop.CERTIFICATE);
                TestAdmin admin = TestAdmin.start(shop.config(backend))) {
            browser.scripts(false).login(admin, TestAdmin.TOKEN).arrive("/");
            for (String page : PAGES) {
                browser.open(admin.uri(page));
                assertThat(browser.find("h1").getText()).as(page).isNotEmpty();
                assertThat(browser.find(".needs-js").isDisplayed()).as(page).isFalse();
            }

            browser.open(admin.uri("/load_balancers/shop/settings")).click("#limits a", "Edit");
            browser.type("[name=idle_timeout_seconds]", "77").click("#limits button", "Save");
            browser.find(".toast", "saved");
            browser.find("#limits dd", "77");

            browser.click("#hosts a", "Edit").click("#hosts button", "Add host");
            browser.type("#f-hosts-1", "www.example.com").click("#hosts button", "Save");
            browser.find("#hosts dd", "www.example.com");

            browser.open(admin.uri("/load_balancers/shop")).click("#drain-web-1");
            browser.find(".toast", "web-1 drains");
            browser.find("td .badge", "Draining");
            browser.screenshot("without-scripts-light");
            browser.click("#enable-web-1").find(".toast", "web-1 is enabled");
        }
    }

    private String background() {
        return browser.find("body").getCssValue("background-color");
    }

    private WebElement focused() {
        return browser.driver().switchTo().activeElement();
    }

    private void tabTo(String id) {
        for (int i = 0; i < 60 && !id.equals(focused().getDomAttribute("id")); i++) {
            browser.press(Keys.TAB);
        }
        assertThat(focused().getDomAttribute("id")).isEqualTo(id);
    }
}

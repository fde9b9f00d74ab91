package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.access.Role;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How people come in, and how they leave. */
final class LoginIT {
    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private final Browser browser = BROWSING.browser();
    private final Shop shop = new Shop();

    @Test
    void theLinkOfTheFirstLoginLetsInOnce() throws IOException {
        try (TestAdmin admin = TestAdmin.startForTheFirstTime(Shop.nothing())) {
            String link = admin.access().firstLoginPath().orElseThrow();
            browser.open(admin.uri(link)).click("button[type=submit]").arrive("/");
            browser.find("h1", "Overview");
            assertThat(browser.text(".who", "admin")).isEqualTo("admin");

            browser.click("form[action='/logout'] button").arrive("/login");
            browser.open(admin.uri("/")).arrive("/login");
            browser.open(admin.uri(link)).click("button[type=submit]");
            browser.find("#login-error", "used already");
        }
    }

    @Test
    void aTokenLetsInAndAWrongOneIsToldSo() throws IOException {
        try (TestAdmin admin = TestAdmin.start(Shop.nothing())) {
            browser.login(admin, "flt_wrong").find("#login-error", "not a valid token");
            assertThat(browser.find("#token").getDomProperty("value")).isEmpty();
            browser.type("#token", TestAdmin.TOKEN).click("button[type=submit]").arrive("/");
            browser.find("h1", "Overview");
        }
    }

    @Test
    void aSessionThatIsOverLeadsToTheLoginAndBack() throws Exception {
        try (TestAdmin admin = TestAdmin.start(Shop.nothing())) {
            String token = admin.access().tokens().create("guest", Role.READ).secret();
            browser.login(admin, token).arrive("/");
            browser.open(admin.uri("/connections?search=shop")).find("h1", "Connections");
            admin.access().tokens().revoke("guest");

            browser.arrive("/login"); // the next poll
            browser.type("#token", TestAdmin.TOKEN).click("button[type=submit]").arrive("/connections");
            assertThat(browser.find("#search").getDomProperty("value")).isEqualTo("shop");
        }
    }

    @Test
    void aTokenIsShownOnceAndCanBeRevoked() throws Exception {
        try (TestAdmin admin = TestAdmin.start(Shop.nothing())) {
            browser.login(admin).open(admin.uri("/tokens"));
            browser.type("#name", "deploy").choose("#role", "operate").click("main form button");
            String secret = browser.find("#new-token").getText();
            assertThat(secret).startsWith("fl");
            browser.screenshot("token-made-light");
            browser.open(admin.uri("/tokens")).find("td", "deploy");
            assertThat(browser.driver().getPageSource()).doesNotContain(secret);

            browser.click("a[href='/tokens/deploy/revoke']")
                    .click("form[action$='/revoke'] button")
                    .arrive("/tokens");
            browser.find("h1", "Tokens");
            browser.gone("td", "deploy");
            browser.click("form[action='/logout'] button").arrive("/login");
            browser.login(admin, secret).find("#login-error", "not a valid token");
        }
    }

    @Test
    void aReaderSeesEverythingAndIsOfferedNothingToChange() throws Exception {
        try (TestAdmin admin = TestAdmin.start(shop.config())) {
            String token = admin.access().tokens().create("guest", Role.READ).secret();
            browser.login(admin, token).arrive("/");
            browser.open(admin.uri("/load_balancers/shop/settings")).find("h2", "Forwarding rules");
            assertThat(browser.list(
                            "return [...document.querySelectorAll('main form, main a.btn')].map(a => a.outerHTML)"))
                    .isEmpty();
        }
    }
}

package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole configuration on a page: what is wrong with it, what would change, and the way back. */
final class ConfigurationIT {
    private static final String DRAIN_TIMEOUT = "\"backend_drain_timeout_seconds\": ";

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private final Browser browser = BROWSING.browser();
    private final Shop shop = new Shop();

    @Test
    void aMistakeIsFoundAChangeIsSeenAppliedAndTakenBack() throws IOException {
        try (TestAdmin admin = TestAdmin.start(shop.config())) {
            browser.login(admin)
                    .open(admin.uri("/config"))
                    .click("a.btn", "Edit")
                    .arrive("/config/edit");
            String text = Objects.requireNonNull(browser.find("#text").getDomProperty("value"));

            browser.type("#text", text.replace(DRAIN_TIMEOUT + "5", DRAIN_TIMEOUT + "\"five\""));
            browser.click("button", "Check").find("#result h2", "One problem");
            browser.find("#result code", "load_balancers[0].backend_drain_timeout_seconds");
            browser.find("#result .error", "must be a number of seconds");
            int line =
                    (int) text.substring(0, text.indexOf(DRAIN_TIMEOUT)).lines().count();
            browser.find("#result td.num", String.valueOf(line));
            browser.screenshot("config-problem-light");

            browser.type("#text", text.replace(DRAIN_TIMEOUT + "5", DRAIN_TIMEOUT + "9"));
            browser.click("button", "Check").find("#result h2", "This would change");
            browser.find("#result .removed", "\"backend_drain_timeout_seconds\" : 5");
            browser.find("#result .added", "\"backend_drain_timeout_seconds\" : 9");
            browser.screenshot("config-difference-light");
            assertThat(drainTimeout(admin)).isEqualTo(Duration.ofSeconds(5));

            browser.click("#result button", "Apply").arrive("/config").find("#history td", "1");
            assertThat(drainTimeout(admin)).isEqualTo(Duration.ofSeconds(9));

            browser.click("#history a[href$='/revisions/1']").find(".heading button", "Restore");
            browser.screenshot("revision-light");
            browser.click(".heading button", "Restore")
                    .click("#confirm button", "Restore")
                    .arrive("/config");
            browser.find(".toast");
            assertThat(drainTimeout(admin)).isEqualTo(Duration.ofSeconds(5));
        }
    }

    private static Duration drainTimeout(TestAdmin admin) {
        return admin.engine()
                .config()
                .loadBalancers()
                .getFirst()
                .backendDrainTimeout()
                .orElseThrow();
    }
}

package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The pages that change things, filled in in a browser. */
final class FormsIT {
    private static final String SETTINGS = "/load_balancers/shop/settings";

    @Test
    void formsWorkInPlace() throws Exception {
        try (Scene scene = Scene.start();
                Browser browser = Browser.start().bearer(TestAdmin.TOKEN)) {
            browser.open(scene.admin().uri(SETTINGS + "?edit=firewall"));
            browser.find("[data-add-row='#f-firewall-deny-blank']").click();
            assertThat(browser.driver().findElements(By.name("firewall.deny"))).hasSize(2);
            WebElement first =
                    browser.driver().findElements(By.name("firewall.deny")).getFirst();
            first.sendKeys("nobody");
            browser.find("#firewall .btn.primary").click();
            browser.find("#firewall .error", "nobody");
            browser.screenshot("settings-problem");
            assertThat(browser.driver().switchTo().activeElement().getDomAttribute("name"))
                    .isEqualTo("firewall.deny");

            browser.find("[name='firewall.deny']").clear();
            browser.find("[name='firewall.deny']").sendKeys("ip:192.0.2.9");
            browser.find("#firewall .btn.primary").click();
            browser.find("#toasts", "Firewall of shop saved");
            browser.find("#firewall dd", "ip:192.0.2.9");

            browser.open(scene.admin().uri("/load_balancers/shop/checklist"));
            browser.find("#checklist .badge.bad");
            browser.screenshot("checklist-light");

            browser.open(scene.admin().uri("/config/edit"));
            browser.find("#text").sendKeys("x");
            browser.find("form.card .btn.primary").click();
            browser.find("#result", "One problem");
            browser.screenshot("config-problem");
            assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("422"));
        }
    }
}

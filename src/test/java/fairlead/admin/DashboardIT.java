package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.store.Author;
import fairlead.e2e.TlsBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** How load balancers are made and changed in a browser, and what clients notice of it. */
final class DashboardIT {
    private static final String REDIRECTED = "HTTP/1.1 307 ";
    private static final String SETTINGS = "/load_balancers/shop/settings";

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private final Browser browser = BROWSING.browser();
    private final Shop shop = new Shop();

    @Test
    void fromNothingToHttpsThatFlows() throws IOException {
        try (TlsBackend backend = TlsBackend.echo(Shop.CERTIFICATE);
                TestAdmin admin = TestAdmin.start(Shop.nothing())) {
            browser.login(admin).screenshot("overview-empty-light");
            browser.click("a.btn", "Create your first load balancer").arrive("/new-load-balancer");
            browser.type("[name=name]", "shop")
                    .type("[name=hosts]", Shop.HOST)
                    .type("[name='backends.address']", "127.0.0.1")
                    .type("[name='backends.port']", String.valueOf(backend.port()))
                    .type("[name='forwarding_rules[0].entry_port']", String.valueOf(shop.https()))
                    .type("[name='forwarding_rules[1].entry_port']", String.valueOf(shop.http()))
                    .click("button", "Create load balancer")
                    .arrive("/load_balancers/shop/checklist");
            browser.find(".toast", "shop is created");

            assertThat(echoed("hello")).isEqualTo("hello");
            assertThat(plainHttp()).startsWith(REDIRECTED).contains("Location: https://" + Shop.HOST);

            browser.gone(".checklist .badge", "Not tested");
            browser.find(".checklist li", "web-1");
            browser.screenshot("checklist-tested-light");
            browser.click("a.btn", "Go to shop").arrive("/load_balancers/shop");
            browser.find("td .badge.ok", "Up");
        }
    }

    @Test
    void rulesComeAndGoAndTheRedirectIsTicked() throws IOException {
        try (TlsBackend backend = TlsBackend.echo(Shop.CERTIFICATE);
                TestAdmin admin = TestAdmin.start(shop.config(backend))) {
            browser.login(admin).open(admin.uri(SETTINGS));
            browser.click("#rules a", "Edit");
            browser.click("#rules button", "Add rule");
            browser.choose("[data-row='1'] select", "http")
                    .type("[data-row='1'] [name$=entry_port]", String.valueOf(shop.http()))
                    .type("[data-row='1'] [name$=target_port]", "80");
            browser.screenshot("settings-rule-added-light");
            browser.click("#rules button", "Save");
            browser.find(".toast", "saved");
            browser.find("#rules dd", String.valueOf(shop.http()));

            browser.click("#ssl a", "Edit")
                    .click("[name=redirect_http_to_https]")
                    .click("#ssl button", "Save");
            browser.find(".toast", "SSL of shop saved");
            assertThat(plainHttp()).startsWith(REDIRECTED);

            browser.click("#rules a", "Edit")
                    .click("[data-row='1'] button", "Remove")
                    .click("#rules button", "Save");
            browser.find("[role=alert]", "redirect_http_to_https");
            assertThat(plainHttp()).startsWith(REDIRECTED);

            browser.open(admin.uri(SETTINGS + "?edit=ssl"));
            browser.click("[name=redirect_http_to_https]").click("#ssl button", "Save");
            browser.find(".toast", "SSL of shop saved");
            browser.click("#rules a", "Edit")
                    .click("[data-row='1'] button", "Remove")
                    .click("#rules button", "Save");
            browser.find(".toast", "Forwarding rules of shop saved");
            browser.gone("#rules dd", String.valueOf(shop.http()));
            assertThat(echoed("still there")).isEqualTo("still there");
        }
    }

    @Test
    void aMistakeIsToldNextToItsFieldWhichKeepsWhatWasTyped() throws IOException {
        try (TestAdmin admin = TestAdmin.start(shop.config())) {
            browser.login(admin).open(admin.uri(SETTINGS + "?edit=limits"));
            browser.type("[name=idle_timeout_seconds]", "soon").click("#limits button", "Save");
            browser.find("#f-idle_timeout_seconds-error", "must be a number of seconds");
            assertThat(browser.find("[name=idle_timeout_seconds]").getDomProperty("value"))
                    .isEqualTo("soon");
            browser.screenshot("settings-mistake-light");
            browser.type("[name=idle_timeout_seconds]", "77").click("#limits button", "Save");
            browser.find("#limits dd", "77");

            browser.open(admin.uri("/load_balancers/shop/backends/new"));
            browser.type("#name", "web 1").type("#address", "127.0.0.1").click("main form button");
            browser.find("#name-error", "must");
            assertThat(browser.find("#name").getDomProperty("value")).isEqualTo("web 1");
        }
    }

    @Test
    void whoLosesARaceIsToldAndLosesNothing() throws IOException {
        try (TestAdmin admin = TestAdmin.start(shop.config())) {
            browser.login(admin).open(admin.uri(SETTINGS + "?edit=limits"));
            browser.type("[name=idle_timeout_seconds]", "77");
            admin.store().change(new Author("alice", ""), Optional.empty(), tree -> {
                ((ObjectNode) tree.path("load_balancers").path(0)).put("max_connections", 9);
                return tree;
            });
            browser.click("#limits button", "Save");
            browser.find("[role=alert]", "alice changed it");
            assertThat(browser.find("[name=idle_timeout_seconds]").getDomProperty("value"))
                    .isEqualTo("77");
            browser.screenshot("settings-race-light");
        }
    }

    @Test
    void deletingWantsTheNameTyped() throws IOException {
        try (TestAdmin admin = TestAdmin.start(shop.config())) {
            browser.login(admin).open(admin.uri(SETTINGS));
            browser.type("#delete-name", "ship").click("#danger button", "Delete");
            browser.find("#delete-name-more", "type \"shop\"");
            browser.type("#delete-name", "shop")
                    .click("#danger button", "Delete")
                    .arrive("/");
            browser.find(".toast", "shop is deleted");
            browser.find("main", "Create your first load balancer");
        }
    }

    private String echoed(String text) throws IOException {
        try (SSLSocket client = shop.client()) {
            byte[] sent = text.getBytes(StandardCharsets.UTF_8);
            client.getOutputStream().write(sent);
            return new String(client.getInputStream().readNBytes(sent.length), StandardCharsets.UTF_8);
        }
    }

    /** The head of the answer to a request over plain HTTP. */
    private String plainHttp() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.http())) {
            socket.setSoTimeout(30_000);
            String request = "GET /cart HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(Shop.HOST);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}

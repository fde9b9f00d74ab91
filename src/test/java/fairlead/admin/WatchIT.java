package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.e2e.TlsBackend;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the dashboard shows while things happen, and what operators do then. */
final class WatchIT {
    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private final Browser browser = BROWSING.browser();
    private final Shop shop = new Shop();

    @Test
    void aBackendIsDrainedWhileTheCountdownRunsAndEnabledAgain() throws IOException {
        try (TlsBackend backend = TlsBackend.echo(Shop.CERTIFICATE);
                TestAdmin admin = TestAdmin.start(shop.config(backend))) {
            browser.login(admin).open(admin.uri("/load_balancers/shop")).find("td .badge.ok", "Up");
            try (SSLSocket client = busyClient()) {
                browser.click("#drain-web-1").find(".toast", "web-1 drains");
                browser.find("td .badge", "Draining");
                browser.find("td", "1 connection left");
                int left = seconds(browser.text("[data-time=countdown]", " s"));
                assertThat(left).isBetween(1, 5);
                browser.screenshot("backends-draining-light");
                browser.until(() -> seconds(browser.text("[data-time=countdown]", " s")) < left ? true : null);

                assertThat(end(client)).isEqualTo(-1);
            }
            browser.find("td", "0 connections left");
            browser.click("#enable-web-1").find(".toast", "web-1 is enabled");
            browser.find("td .badge.ok", "Up");
            busyClient().close();
        }
    }

    @Test
    void disablingAsksFirst() throws IOException {
        try (TlsBackend backend = TlsBackend.echo(Shop.CERTIFICATE);
                TestAdmin admin = TestAdmin.start(shop.config(backend))) {
            browser.login(admin).open(admin.uri("/load_balancers/shop"));
            browser.click("#disable-web-1").find("#confirm", "Disable web-1?");
            browser.screenshot("confirm-light");
            browser.click("#confirm button", "Cancel");
            browser.click("#disable-web-1").click("#confirm button", "Disable");
            browser.find("td .badge", "Disabled");
            assertThat(admin.engine().backends().getFirst().mode().name()).isEqualTo("DISABLED");
        }
    }

    @Test
    void aFindingComesAndGoes() throws IOException {
        TestCertificate other = TestCertificate.of("another", Shop.HOST);
        try (TlsBackend first = TlsBackend.echo(Shop.CERTIFICATE);
                TlsBackend second = TlsBackend.echo(Shop.CERTIFICATE);
                TestAdmin admin = TestAdmin.start(shop.config(first, second))) {
            browser.login(admin).open(admin.uri("/findings")).find("h1", "Findings");
            int port = second.port();
            second.close();
            try (TlsBackend changed = TlsBackend.echo(port, other)) {
                assertThat(changed.port()).isEqualTo(port);
                browser.find("td", "certificates differ");
                browser.find(".side .count");
                browser.until(() -> browser.driver().getTitle().contains("issue") ? true : null);
                assertThat(browser.find("link[rel=icon]").getDomAttribute("href"))
                        .contains("trouble");
                browser.open(admin.uri("/certificates")).find(".badge.bad", "Backends serve different certificates");
                browser.open(admin.uri("/")).find("td", "different");
                browser.open(admin.uri("/findings")).find("td", "certificates differ");
            }
            try (TlsBackend again = TlsBackend.echo(port, Shop.CERTIFICATE)) {
                assertThat(again.port()).isEqualTo(port);
                browser.gone("td", "certificates differ");
            }
        }
    }

    @Test
    void aConnectionIsFoundClosedAndListedAmongTheEndings() throws IOException {
        try (TlsBackend backend = TlsBackend.echo(Shop.CERTIFICATE);
                TestAdmin admin = TestAdmin.start(shop.config(backend));
                SSLSocket client = busyClient()) {
            browser.login(admin).open(admin.uri("/connections")).find("td", Shop.HOST);
            browser.find("td", "127.0.0.1:" + client.getLocalPort());

            browser.type("#search", "nowhere").find("h2", "No open connection matches the search");
            browser.type("#search", ":" + client.getLocalPort()).find("td", Shop.HOST);
            assertThat(browser.driver().getCurrentUrl()).contains("search=");

            browser.click("td button", "Close").click("#confirm button", "Close it");
            assertThat(end(client)).isEqualTo(-1);
            browser.find("h2", "No open connection matches the search");

            browser.open(admin.uri("/connections/recent"));
            browser.find("td", "127.0.0.1:" + client.getLocalPort());
            browser.find("td .badge", "closed");
        }
    }

    @Test
    void bothChecksTellWhereAConnectionGoes() throws IOException {
        try (TlsBackend backend = TlsBackend.echo(Shop.CERTIFICATE);
                TestAdmin admin = TestAdmin.start(shop.config(backend))) {
            browser.login(admin).open(admin.uri("/test"));
            browser.type("#route-port", String.valueOf(shop.https()))
                    .type("#route-host", Shop.HOST)
                    .click("button", "Explain");
            browser.find("[aria-labelledby=route-result]", "web-1");
            browser.screenshot("test-route-light");

            browser.open(admin.uri("/test"));
            browser.type("#test-port", String.valueOf(shop.https()))
                    .type("#test-host", Shop.HOST)
                    .click("button", "Connect");
            browser.find("[aria-labelledby=test-result]", "TLSv1.3");
            browser.screenshot("test-connection-light");

            browser.type("#test-host", "elsewhere.example.com").click("button", "Connect");
            browser.find("[aria-labelledby=test-result]", "unrecognized_name");
            browser.screenshot("test-refused-light");
        }
    }

    /** Connected, and with an answer from the backend. */
    private SSLSocket busyClient() throws IOException {
        SSLSocket client = shop.client();
        client.getOutputStream().write(1);
        assertThat(client.getInputStream().read()).isEqualTo(1);
        return client;
    }

    /** What a client reads last; a reset is an end too. */
    private static int end(SSLSocket client) throws IOException {
        InputStream in = client.getInputStream();
        try {
            return in.read();
        } catch (SocketException | SSLException e) {
            return -1;
        }
    }

    private static int seconds(String countdown) {
        return Integer.parseInt(countdown.replaceAll("[^0-9]", ""));
    }
}

package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.access.Role;
import fairlead.support.FreePort;
import java.net.http.HttpResponse;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser goes through. */
final class LoginTest {
    private TestAdmin admin;
    private PlainBrowser browser;

    @BeforeEach
    void start() throws Exception {
        admin = TestAdmin.start(AdminServerTest.CONFIG.formatted(FreePort.pick()));
        browser = new PlainBrowser(admin);
    }

    @AfterEach
    void stop() {
        browser.close();
        admin.close();
    }

    @Nested
    class WithoutASession {

        @ParameterizedTest
        @CsvSource({
            "/, /login",
            "/tokens, /login?next=%2Ftokens",
            "/tokens?a=b&c=d, /login?next=%2Ftokens%3Fa%3Db%26c%3Dd",
            "/no/such/page, /login?next=%2Fno%2Fsuch%2Fpage"
        })
        void everyPageLeadsToTheLogin(String path, String login) throws Exception {
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains(login);
        }

        @Test
        void aPartOfAPageSendsThePageToTheLogin() throws Exception {
            HttpResponse<String> answer = browser.get("/", "HX-Request", "true");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("HX-Redirect")).contains("/login");
        }

        @Test
        void theApiSaysThatATokenIsNeededEvenToABrowser() throws Exception {
            HttpResponse<String> answer = browser.get("/api/v1/config");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"Fairlead\"");
            assertThat(answer.body()).contains("\"unauthorized\"");
        }

        @Test
        void theFilesOfTheLoginPageAreThereAndNoOthers() throws Exception {
            var page = Jsoup.parse(browser.get("/login").body());
            for (var file : page.select("link[href], script[src]")) {
                String path = file.hasAttr("href") ? file.attr("href") : file.attr("src");
                assertThat(browser.get(path).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(browser.get("/webjars/htmx.org/2.0.10/dist/htmx.min.js").statusCode())
                    .isEqualTo(303);
            for (String path : List.of("/static/../webjars/", "/static/%2e%2e/tokens", "/static//../tokens")) {
                assertThat(browser.get(path).statusCode()).as(path).isIn(303, 400, 404);
            }
        }
    }

    @Nested
    class LoggingIn {

        @Test
        void giveACookieThatNoScriptAndNoOtherSiteCanUse() throws Exception {
            HttpResponse<String> answer = browser.post("/login", "token", TestAdmin.TOKEN, "next", "/tokens");
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains("/tokens");
            assertThat(answer.headers().firstValue("Set-Cookie"))
                    .hasValueSatisfying(cookie -> assertThat(cookie)
                            .matches("fairlead_session=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict")
                            .doesNotContain(TestAdmin.TOKEN));
            assertThat(browser.get("/").statusCode()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"//evil.example", "/\\evil.example", "https://evil.example/", "evil", "", "/a\r\nX-A: b"})
        void leadsNowhereElse(String next) throws Exception {
            HttpResponse<String> answer = browser.post("/login", "token", TestAdmin.TOKEN, "next", next);
            assertThat(answer.headers().firstValue("Location")).contains("/");
        }

        @Test
        void withAWrongTokenSaysOneSentenceWhateverIsWrong() throws Exception {
            String former = admin.access().tokens().create("former", Role.ADMIN).secret();
            admin.access().tokens().revoke("former");
            HttpResponse<String> revoked = browser.post("/login", "token", former);
            HttpResponse<String> unknown = browser.post("/login", "token", "fl_unknown");
            HttpResponse<String> none = browser.post("/login");
            assertThat(revoked.statusCode()).isEqualTo(401);
            assertThat(revoked.body()).contains("That is not a valid token.").isEqualTo(unknown.body());
            assertThat(none.body()).isEqualTo(unknown.body());
            assertThat(browser.get("/").statusCode()).isEqualTo(303);
        }

        @Test
        void tooOftenWithWrongTokensHasToWaitWhateverAddressIsClaimed() throws Exception {
            for (int i = 0; i < 10; i++) {
                List<String> claim = List.of("X-Forwarded-For", "203.0.113." + i, "Forwarded", "for=203.0.113." + i);
                assertThat(browser.post("/login", claim, "token", "guess " + i).statusCode())
                        .isEqualTo(401);
            }
            HttpResponse<String> answer = browser.post("/login", "token", TestAdmin.TOKEN);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(1L, 30L);
            assertThat(answer.body()).contains("too many attempts with a wrong token: wait ");
            assertThat(admin.get("/api/v1/config").statusCode()).as("by token").isEqualTo(429);
        }

        @Test
        void byAPageOfAStrangerIsRefused() throws Exception {
            HttpResponse<String> answer =
                    browser.post("/login", List.of("Sec-Fetch-Site", "cross-site"), "token", TestAdmin.TOKEN);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Nested
    class WithASession {

        @BeforeEach
        void login() throws Exception {
            browser.post("/login", "token", TestAdmin.TOKEN);
        }

        @Test
        void aFormOfThePageChangesThings() throws Exception {
            HttpResponse<String> answer =
                    browser.post("/tokens", "_csrf", browser.csrf(), "name", "backup", "role", "read");
            assertThat(answer.statusCode()).isEqualTo(200);
            String secret = Jsoup.parse(answer.body()).select("#new-token").text();
            assertThat(secret).startsWith("fl_");
            assertThat(browser.get("/tokens").body()).contains("backup").doesNotContain(secret);
            assertThat(browser.get("/tokens/backup/revoke").body()).contains("Revoke backup?");
            assertThat(browser.post("/tokens/backup/revoke", "_csrf", browser.csrf())
                            .statusCode())
                    .isEqualTo(303);
            assertThat(browser.get("/tokens").body()).doesNotContain("backup");
        }

        @Test
        void theFieldOfAScriptIsAsGood() throws Exception {
            HttpResponse<String> answer = browser.post(
                    "/tokens",
                    List.of("X-CSRF-Token", browser.csrf(), "Sec-Fetch-Site", "same-origin"),
                    "name",
                    "backup",
                    "role",
                    "read");
            assertThat(answer.statusCode()).isEqualTo(200);
        }

        @Test
        void whatWasTypedComesBackHarmlessWithWhatIsWrong() throws Exception {
            HttpResponse<String> answer = browser.post(
                    "/tokens", "_csrf", browser.csrf(), "name", "\"><script>alert(1)</script>", "role", "read");
            assertThat(answer.statusCode()).isEqualTo(422);
            var page = Jsoup.parse(answer.body());
            assertThat(page.select("#token-error").text()).contains("a name has 1 to 64");
            assertThat(page.select("#name").val()).isEqualTo("\"><script>alert(1)</script>");
            assertThat(page.select("main script")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "Sec-Fetch-Site, cross-site",
            "Sec-Fetch-Site, same-site",
            "Sec-Fetch-Site, none",
            "Origin, http://evil.example",
            "Origin, null",
            "Origin, http://127.0.0.1",
            "X-CSRF-Token, wrong"
        })
        void aFormFromElsewhereChangesNothing(String field, String value) throws Exception {
            List<String> fields = List.of(field, value);
            HttpResponse<String> answer =
                    browser.post("/tokens", fields, "_csrf", browser.csrf(), "name", "backup", "role", "read");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(browser.get("/tokens").body()).doesNotContain("backup");
        }

        @Test
        void theTextOfAnotherSessionIsNoGood() throws Exception {
            try (PlainBrowser other = PlainBrowser.loggedIn(admin, TestAdmin.TOKEN)) {
                assertThat(browser.post("/tokens", "_csrf", other.csrf(), "name", "backup")
                                .statusCode())
                        .isEqualTo(403);
            }
        }

        @Test
        void loggingOutEndsIt() throws Exception {
            String csrf = browser.csrf();
            HttpResponse<String> answer = browser.post("/logout", "_csrf", csrf);
            assertThat(answer.headers().firstValue("Location")).contains("/login");
            assertThat(answer.headers().firstValue("Set-Cookie"))
                    .hasValueSatisfying(cookie ->
                            assertThat(cookie).startsWith("fairlead_session=;").contains("Expires=Thu, 01 Jan 1970"));
            assertThat(browser.get("/").statusCode()).isEqualTo(303);
        }

        @Test
        void itEndsWhenItsTokenIsRevoked() throws Exception {
            String secret = admin.access().tokens().create("guest", Role.READ).secret();
            try (PlainBrowser guest = PlainBrowser.loggedIn(admin, secret)) {
                assertThat(guest.get("/").statusCode()).isEqualTo(200);
                assertThat(guest.get("/tokens").statusCode()).isEqualTo(403);
                admin.access().tokens().revoke("guest");
                assertThat(guest.get("/").statusCode()).isEqualTo(303);
            }
        }

        @Test
        void aPageThatIsNotThereSaysSoWithAWayBack() throws Exception {
            HttpResponse<String> answer = browser.get("/no/such/%3Cscript%3E");
            assertThat(answer.statusCode()).isEqualTo(404);
            var page = Jsoup.parse(answer.body());
            assertThat(page.select("main").text()).contains("there is nothing at /no/such/%3Cscript%3E");
            assertThat(page.select("a[href=/]")).hasSize(1);
            assertThat(page.select("script:not([src])")).isEmpty();
            assertThat(answer.body())
                    .contains(answer.headers().firstValue("X-Request-Id").orElseThrow());
        }
    }
}

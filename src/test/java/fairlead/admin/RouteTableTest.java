package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.support.FreePort;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every route there is, asked for by everybody there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RouteTableTest {
    private static final List<String> FOR_ANYONE =
            List.of("GET /healthz", "GET /readyz", "GET /login", "POST /login", "GET /login/once", "POST /login/once");

    /** What changes nothing, though it is asked for by POST. */
    private static final List<String> DRY =
            List.of("/logout", "/test", "/route", "/api/v1/test", "/api/v1/route", "/api/v1/config/validate");

    private final HttpClient client = HttpClient.newHttpClient();
    private TestAdmin admin;
    private Map<Role, String> tokens;
    private String revoked;

    @BeforeAll
    void start() throws Exception {
        admin = TestAdmin.start(AdminServerTest.CONFIG.formatted(FreePort.pick()));
        tokens = Map.of(
                Role.READ, admin.access().tokens().create("reader", Role.READ).secret(),
                Role.OPERATE,
                        admin.access().tokens().create("operator", Role.OPERATE).secret(),
                Role.ADMIN, TestAdmin.TOKEN);
        revoked = admin.access().tokens().create("former", Role.ADMIN).secret();
        admin.access().tokens().revoke("former");
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        admin.close();
    }

    @Test
    void nothingButTheLoginAndTheHealthIsForAnyone() {
        assertThat(routes())
                .filteredOn(route -> route.role() == Role.ANYONE)
                .extracting(route -> route.method().name() + ' ' + route.path())
                .containsExactlyInAnyOrderElementsOf(FOR_ANYONE);
        assertThat(routes()).hasSizeGreaterThan(FOR_ANYONE.size() + 5);
    }

    @Test
    void whatChangesSomethingIsNotForReaders() {
        assertThat(routes())
                .filteredOn(route -> !route.method().equals(HandlerType.GET) && route.role() == Role.READ)
                .extracting(Route::path)
                .isSubsetOf(DRY);
    }

    @Test
    void nobodyLearnsAnythingOfTheOthers() throws Exception {
        for (Route route : guarded()) {
            HttpResponse<String> answer = ask(route, "");
            assertThat(answer.statusCode()).as(route.path()).isEqualTo(401);
            assertThat(answer.body()).contains("a valid token is needed").hasSizeLessThan(300);
        }
    }

    @Test
    void aPathThatDoesNotExistLooksTheSameToNobody() throws Exception {
        for (HandlerType method : List.of(HandlerType.GET, HandlerType.POST, HandlerType.DELETE)) {
            HttpResponse<String> answer = ask(new Route(method, "/no/such/path", Role.READ, ctx -> {}), "");
            assertThat(answer.statusCode()).isEqualTo(401);
        }
        HttpResponse<String> wrongMethod = ask(new Route(HandlerType.PATCH, "/", Role.READ, ctx -> {}), "");
        assertThat(wrongMethod.statusCode()).isEqualTo(401);
        assertThat(wrongMethod.headers().firstValue("Allow")).isEmpty();
    }

    @Test
    void aRevokedTokenIsNoToken() throws Exception {
        for (Route route : guarded()) {
            assertThat(ask(route, revoked).statusCode()).as(route.path()).isEqualTo(401);
        }
    }

    @Test
    void eachRoleMayWhatItsRouteAsksForAndNoMore() throws Exception {
        for (Route route : guarded()) {
            for (Map.Entry<Role, String> token : tokens.entrySet()) {
                HttpResponse<String> answer = ask(route, token.getValue());
                if (token.getKey().permits(route.role())) {
                    assertThat(answer.statusCode()).as(route + answer.body()).isNotIn(401, 403);
                } else {
                    assertThat(answer.statusCode()).as(route.toString()).isEqualTo(403);
                    assertThat(answer.body())
                            .contains("this needs " + route.role().word());
                }
            }
        }
    }

    @Test
    void noRouteThatChangesSomethingBelievesACookieAlone() throws Exception {
        try (PlainBrowser browser = PlainBrowser.loggedIn(admin, TestAdmin.TOKEN)) {
            for (Route route : guarded()) {
                if (!route.method().equals(HandlerType.GET)) {
                    assertThat(browser.send(route.method().name(), path(route)).statusCode())
                            .as(route.toString())
                            .isEqualTo(403);
                }
            }
        }
    }

    private List<Route> routes() {
        return admin.server().routes();
    }

    private List<Route> guarded() {
        return routes().stream().filter(route -> route.role() != Role.ANYONE).toList();
    }

    private static String path(Route route) {
        return route.path().replaceAll("\\{[^}]+}|<[^>]+>", "nothing-called-so");
    }

    private HttpResponse<String> ask(Route route, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(admin.uri(path(route)))
                .method(route.method().name(), BodyPublishers.noBody());
        Stream.of(token)
                .filter(text -> !text.isEmpty())
                .forEach(text -> request.header("Authorization", "Bearer " + text));
        return client.send(request.build(), BodyHandlers.ofString());
    }
}

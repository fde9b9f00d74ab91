package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody may change who may only operate. */
final class OperatorTest {

    @ParameterizedTest
    @ValueSource(strings = {"enabled", "drain", "disabled"})
    void aModeMayBeSet(String mode) throws Exception {
        assertThat(patch("{\"mode\": \"%s\"}".formatted(mode)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\": \"backup\"}",
                "{\"mode\": null}",
                "{\"weight\": 2}",
                "{\"mode\": \"drain\", \"weight\": 2}",
                "{}",
                "{\"mode\": [\"drain\"]}",
            })
    void nothingElseMayBeSet(String patch) throws Exception {
        HttpResponse<String> response = patch(patch);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("the token \\\"ops\\\" may set nothing but mode");
    }

    private static HttpResponse<String> patch(String body) throws Exception {
        try (Shop shop = new Shop();
                HttpClient client = HttpClient.newHttpClient()) {
            Javalin server = Javalin.create(settings -> {
                settings.startup.showJavalinBanner = false;
                settings.routes.before(ctx -> ctx.attribute("principal", new Principal("ops", Role.OPERATE, "")));
                new Api(shop.admin.engine(), shop.admin.store())
                        .routes()
                        .forEach(
                                route -> settings.routes.addHttpHandler(route.method(), route.path(), route.handler()));
                settings.routes.exception(ApiError.class, (error, ctx) -> ErrorAnswer.send(ctx, error));
            });
            server.start("127.0.0.1", 0);
            try {
                URI uri = URI.create("http://127.0.0.1:%d%s/backends/web-1".formatted(server.port(), Shop.SHOP));
                return client.send(
                        HttpRequest.newBuilder(uri)
                                .method("PATCH", BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
            } finally {
                server.stop();
            }
        }
    }
}

package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class TokensApiTest {
    private static final String TOKENS = "/api/v1/tokens";

    private Shop shop;

    @BeforeEach
    void start() throws Exception {
        shop = new Shop();
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    private JsonNode make(String name, String role) throws Exception {
        return shop.ask(201, "POST", TOKENS, "{'name': '%s', 'role': '%s'}".formatted(name, role))
                .get("token");
    }

    private List<String> names() throws Exception {
        return StreamSupport.stream(
                        shop.ask(200, "GET", TOKENS, "").get("tokens").spliterator(), false)
                .map(token -> token.get("name").asString())
                .toList();
    }

    @Test
    void aNewOneIsShownOnceAndLetsItsOwnerIn() throws Exception {
        HttpResponse<String> made = shop.send("POST", TOKENS, "{'name': 'backup', 'role': 'read'}");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains(TOKENS + "/backup");
        JsonNode token = Shop.json(made).get("token");
        assertThat(token.get("role").asString()).isEqualTo("read");
        String secret = token.get("token").asString();
        assertThat(shop.admin.as(secret, "GET", "/api/v1/status", "").statusCode())
                .isEqualTo(200);
        HttpResponse<String> all = shop.send("GET", TOKENS, "");
        assertThat(all.body()).contains("backup").doesNotContain(secret);
        JsonNode listed = Shop.json(all).get("tokens").get(0);
        assertThat(listed.has("last_used_at")).isTrue();
        assertThat(listed.get("origin").asString()).isEqualTo("file");
    }

    @Test
    void oneThatIsRevokedLetsNobodyIn() throws Exception {
        String secret = make("backup", "admin").get("token").asString();

        shop.ask(204, "DELETE", TOKENS + "/backup", "");

        assertThat(shop.admin.as(secret, "GET", "/api/v1/status", "").statusCode())
                .isEqualTo(401);
        assertThat(names()).containsExactly("environment");
        shop.ask(404, "DELETE", TOKENS + "/backup", "");
    }

    @Test
    void whoMadeAndRevokedThemIsAnEvent() throws Exception {
        make("backup", "operate");
        shop.ask(204, "DELETE", TOKENS + "/backup", "");

        JsonNode events = shop.ask(200, "GET", "/api/v1/events", "").get("events");
        assertThat(events.get(0).get("kind").asString()).isEqualTo("token_revoked");
        assertThat(events.get(0).get("author").asString()).isEqualTo("environment from 127.0.0.1");
        assertThat(events.get(1).get("kind").asString()).isEqualTo("token_made");
        assertThat(events.get(1).get("message").asString())
                .isEqualTo("environment from 127.0.0.1 made the token \"backup\" with the role operate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'name': 'a b', 'role': 'read'}                | 422 | 1 to 64 letters
            {'name': '', 'role': 'read'}                   | 422 | 1 to 64 letters
            {'role': 'read'}                               | 422 | 1 to 64 letters
            {'name': '<script>', 'role': 'read'}           | 422 | 1 to 64 letters
            {'name': 'environment', 'role': 'read'}        | 409 | choose another
            {'name': 'ci', 'role': 'root'}                 | 422 | operate
            {'name': 'ci'}                                 | 422 | operate
            {'name': 'ci', 'role': 'read', 'until': 2030}  | 422 | unknown key
            []                                             | 400 | has to be an object
            {'name':                                       | 400 | not JSON
            """)
    void whatMakesNoneIsSaid(String body, int status, String why) throws Exception {
        JsonNode error = shop.ask(status, "POST", TOKENS, body);

        assertThat(error.get("message").asString() + error.path("problems")).contains(why);
        assertThat(names()).containsExactly("environment");
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        make("backup", "read");

        JsonNode error = shop.ask(409, "POST", TOKENS, "{'name': 'backup', 'role': 'admin'}");

        assertThat(error.get("message").asString()).contains("revoke it first");
    }

    @Test
    void thatOfTheEnvironmentIsRevokedThere() throws Exception {
        assertThat(shop.ask(409, "DELETE", TOKENS + "/environment", "")
                        .get("message")
                        .asString())
                .contains("environment");
    }
}

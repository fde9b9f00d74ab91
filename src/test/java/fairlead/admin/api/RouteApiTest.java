package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.TestAdmin;
import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class RouteApiTest {
    private static final TestBalancer.Setup SHOP =
            TestBalancer.with().backend("web-1", 4431).backend("web-2", 4432);
    private static TestAdmin admin;

    @BeforeAll
    static void start() throws IOException {
        admin = TestAdmin.start(SHOP.json());
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    private static HttpResponse<String> ask(String query) throws IOException, InterruptedException {
        return admin.get("/api/v1/route?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void tellsWhereAConnectionWouldGoAndWhy() throws Exception {
        HttpResponse<String> response =
                ask("port=%d&sni=shop.example.com&alpn=h2&client=203.0.113.9".formatted(SHOP.port()));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode route = Json.MAPPER.readTree(response.body()).path("route");
        assertThat(route.path("load_balancer").asString()).isEqualTo("shop");
        assertThat(route.path("backend").asString()).isEqualTo("web-1");
        assertThat(route.path("listener").asString()).isEqualTo(":" + SHOP.port());
        assertThat(route.has("outcome")).isFalse();
        assertThat(route.path("steps").findValuesAsString("step"))
                .containsExactly(
                        "listener",
                        "max_connections",
                        "proxy_header",
                        "client_cap",
                        "name",
                        "load_balancer",
                        "firewall",
                        "load_balancer_cap",
                        "algorithm",
                        "backend");
        assertThat(route.at("/backends/1/position").asInt()).isEqualTo(2);
        assertThat(route.at("/backends/1/address").asString()).isEqualTo("127.0.0.1:4432");
    }

    @Test
    void namesTheOutcomeAndWhatTheClientGets() throws Exception {
        JsonNode route = Json.MAPPER
                .readTree(ask("port=%d&sni=other.example.org".formatted(SHOP.port()))
                        .body())
                .path("route");

        assertThat(route.path("outcome").asString()).isEqualTo("no_load_balancer");
        assertThat(route.path("meaning").asString()).startsWith("no load balancer has the name");
        assertThat(route.path("answer").asString()).isEqualTo("alert unrecognized_name (112)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "port=", "port=0", "port=443&client=shop.example.com", "port=443&path=x"})
    void refusesWhatItCannotUnderstand(String query) throws Exception {
        HttpResponse<String> response = ask(query);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("unprocessable_entity");
    }

    @Test
    void namesTheParametersThereAre() throws Exception {
        HttpResponse<String> response = ask("port=443&colour=red");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("colour").contains("sni");
    }

    @ParameterizedTest
    @CsvSource({"<script>alert(1)</script>", "'\u202egpj.exe'", "'a\u0000b'"})
    void hostileNamesAreMalformedAndNotRepeated(String name) throws Exception {
        HttpResponse<String> response = ask("port=%d&sni=%s".formatted(SHOP.port(), encoded(name)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("hello_malformed").doesNotContain(name);
    }

    @Test
    void aNameTooLongToBeAskedAboutIsRefused() throws Exception {
        assertThat(ask("port=443&sni=" + "a".repeat(1025)).statusCode()).isEqualTo(422);
        assertThat(ask("port=%d&sni=%s".formatted(SHOP.port(), "a".repeat(300))).body())
                .contains("hello_malformed");
    }
}

package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.access.Role;
import java.net.http.HttpResponse;
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
        try (Shop shop = new Shop()) {
            String token =
                    shop.admin.access().tokens().create("ops", Role.OPERATE).secret();
            return shop.admin.as(token, "PATCH", Shop.SHOP + "/backends/web-1", body);
        }
    }
}

package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.FreePort;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class AdminServerTest {
    static final String CONFIG = """
            {"access_log": {"output": "off"},
             "listeners": [{"port": %1$d, "address": "127.0.0.1"}],
             "load_balancers": [{"name": "shop", "hosts": ["shop.example.com"],
               "forwarding_rules": [{"entry_protocol": "https", "entry_port": %1$d, "target_protocol": "https",
                                     "target_port": 443, "tls_passthrough": true}],
               "health_check": {"protocol": "none"},
               "backends": [{"name": "web-1", "address": "127.0.0.1"}]}]}
            """;

    @Test
    void givesTheConfigAsItsFileHasIt() throws Exception {
        try (TestAdmin admin = TestAdmin.start(CONFIG.formatted(FreePort.pick()))) {
            HttpResponse<String> response = admin.get("/api/v1/config");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(admin.store().current().text());
            assertThat(response.headers().firstValue("ETag"))
                    .contains(admin.store().current().etag());
        }
    }

    @Test
    void servesAPageAndItsFiles() throws Exception {
        try (TestAdmin admin = TestAdmin.start(CONFIG.formatted(FreePort.pick()))) {
            assertThat(admin.get("/").body()).contains("<h1>Overview</h1>");
            assertThat(admin.get("/static/app.css").statusCode()).isEqualTo(200);
            assertThat(admin.get("/webjars/htmx.org/2.0.10/dist/htmx.min.js").statusCode())
                    .isEqualTo(200);
        }
    }
}

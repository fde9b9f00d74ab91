package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.TestAdmin;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An engine with one load balancer, {@code shop}, and what is asked of its API. */
final class Shop implements AutoCloseable {
    static final String ALL = "/api/v1/load_balancers";
    static final String SHOP = ALL + "/shop";

    final int port = FreePort.pick();
    final TestAdmin admin;

    Shop() throws IOException {
        admin = TestAdmin.start("""
            {"access_log": {"output": "off"},
             "listeners": [{"port": %1$d, "address": "127.0.0.1"}],
             "load_balancers": [{"name": "shop", "hosts": ["shop.localhost"],
               "forwarding_rules": [%2$s],
               "health_check": {"protocol": "none"},
               "backends": [{"name": "web-1", "address": "127.0.0.1"},
                            {"name": "web-2", "address": "127.0.0.2", "weight": 3}]}]}
            """.formatted(port, rule(port)));
    }

    /** A passthrough rule of a port. */
    static String rule(int port) {
        return """
                {"entry_protocol": "https", "entry_port": %d, "target_protocol": "https", "target_port": 443, \
                "tls_passthrough": true}""".formatted(port);
    }

    /** Another load balancer on the same port. */
    String another(String name, String host) {
        return """
                {"name": "%s", "hosts": ["%s"], "forwarding_rules": [%s], "health_check": {"protocol": "none"},
                 "backends": [{"name": "b", "address": "127.0.0.3"}]}""".formatted(name, host, rule(port));
    }

    HttpResponse<String> send(String method, String path, String json, String... fields) throws Exception {
        return admin.send(method, path, json.replace('\'', '"'), fields);
    }

    /** The same, when this status is expected; its JSON. */
    JsonNode ask(int status, String method, String path, String json, String... fields) throws Exception {
        HttpResponse<String> response = send(method, path, json, fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return json(response);
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
    }

    static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    /** What the file has of it now. */
    JsonNode shop() {
        return loadBalancers().path(0);
    }

    JsonNode loadBalancers() {
        return admin.store().current().tree().path("load_balancers");
    }

    @Override
    public void close() {
        admin.close();
    }
}

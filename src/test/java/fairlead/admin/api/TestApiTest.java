package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import fairlead.admin.TestAdmin;
import fairlead.e2e.TlsBackend;
import fairlead.proxy.TestBalancer;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class TestApiTest {
    private static final TestCertificate SHOP = TestCertificate.of("web-1", "shop.example.com");

    private final TlsBackend backend = TlsBackend.echo(SHOP);
    private final TestBalancer.Setup shop = TestBalancer.with().backend("web-1", backend.port());

    @AfterEach
    void stop() throws IOException {
        backend.close();
    }

    private static HttpResponse<String> test(TestAdmin admin, String body) throws IOException, InterruptedException {
        return admin.send("POST", "/api/v1/test", body);
    }

    private JsonNode answer(TestAdmin admin, String host) throws IOException, InterruptedException {
        HttpResponse<String> response =
                test(admin, "{\"host\": \"%s\", \"port\": %d}".formatted(host, shop.port()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.MAPPER.readTree(response.body()).path("test");
    }

    @Test
    void tellsWhoServedItAndEachStep() throws Exception {
        try (TestAdmin admin = TestAdmin.start(shop.json())) {
            JsonNode answer = answer(admin, "shop.example.com");

            assertThat(answer.path("served").asBoolean()).isTrue();
            assertThat(answer.path("load_balancer").asString()).isEqualTo("shop");
            assertThat(answer.path("backend").asString()).isEqualTo("web-1");
            assertThat(answer.path("upstream").asString()).isEqualTo("127.0.0.1:" + backend.port());
            assertThat(answer.path("steps").findValuesAsString("step"))
                    .containsExactly("tcp_connect", "backend_connect", "tls_handshake");
            assertThat(answer.at("/steps/2/duration_seconds").asDouble()).isBetween(0.0, 10.0);
            assertThat(answer.at("/tls/version").asString()).isEqualTo("TLSv1.3");
            assertThat(answer.at("/tls/alpn").asString()).isEqualTo("h2");
            assertThat(answer.at("/certificate/names/0").asString()).isEqualTo("shop.example.com");
            assertThat(answer.at("/certificate/covers_host").asBoolean()).isTrue();
            assertThat(answer.at("/certificate/trusted").asBoolean()).isFalse();
            assertThat(answer.at("/certificate/problem").asString()).contains("self-signed");
            assertThat(answer.has("outcome")).isFalse();
        }
    }

    @Test
    void tellsWhyItWasRefused() throws Exception {
        try (TestAdmin admin = TestAdmin.start(shop.json())) {
            JsonNode answer = answer(admin, "other.example.org");

            assertThat(answer.path("served").asBoolean(true)).isFalse();
            assertThat(answer.path("alert").asString()).isEqualTo("unrecognized_name");
            assertThat(answer.path("outcome").asString()).isEqualTo("no_load_balancer");
            assertThat(answer.path("refused_by").asString()).isEqualTo("fairlead");
            assertThat(answer.at("/steps/1/passed").asBoolean(true)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "443",
            })
    void whatIsNoObjectIsABadRequest(String body) throws Exception {
        try (TestAdmin admin = TestAdmin.start(shop.json())) {
            assertThat(test(admin, body).statusCode()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"port\": \"443\"}",
                "{\"port\": 70000}",
                "{\"port\": 443, \"host\": 7}",
                "{\"port\": 443, \"host\": \"m\u00fcnchen.example\"}",
                "{\"port\": 443, \"host\": \"\u202egpj.example\"}",
                "{\"port\": 443, \"host\": \"a\\r\\nb\"}",
                "{\"port\": 443, \"alpn\": \"h2\"}",
                "{\"port\": 443, \"alpn\": [7]}",
                "{\"port\": 443, \"address\": \"192.0.2.1\"}",
            })
    void whatCannotBeTestedIsUnprocessable(String body) throws Exception {
        try (TestAdmin admin = TestAdmin.start(shop.json())) {
            assertThat(test(admin, body).statusCode()).as(body).isEqualTo(422);
        }
    }

    @Test
    void nobodyButTheListenersIsConnectedTo() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestAdmin admin = TestAdmin.start(shop.json())) {
            HttpResponse<String> response =
                    test(admin, "{\"host\": \"shop.example.com\", \"port\": %d}".formatted(stranger.getLocalPort()));

            assertThat(response.statusCode()).isEqualTo(422);
            stranger.setSoTimeout(1);
            assertThatIOException()
                    .isThrownBy(stranger::accept)
                    .withMessageContaining("timed out");
        }
    }

    @Test
    void onlyAFewAreMadeAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestAdmin admin = TestAdmin.start(TestBalancer.with()
                        .on(shop.port())
                        .backend("silent", silent.getLocalPort())
                        .json());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> one = () -> test(
                            admin, "{\"host\": \"shop.example.com\", \"port\": %d}".formatted(shop.port()))
                    .statusCode();
            List<Future<Integer>> three = List.of(threads.submit(one), threads.submit(one), threads.submit(one));
            Awaitility.await().until(() -> admin.engine().openConnections() == 3);

            assertThat(one.call()).isEqualTo(429);

            admin.engine().close(); // which ends the three
            for (Future<Integer> each : three) {
                assertThat(each.get()).isEqualTo(200);
            }
        }
    }
}

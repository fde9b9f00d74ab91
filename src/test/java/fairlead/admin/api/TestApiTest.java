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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class TestApiTest {
    private static final TestCertificate CERTIFICATE = TestCertificate.of("web-1", "shop.example.com");

    private static final TlsBackend BACKEND = TlsBackend.echo(CERTIFICATE);
    private static final TestBalancer.Setup SHOP = TestBalancer.with().backend("web-1", BACKEND.port());
    private static TestAdmin admin;

    @BeforeAll
    static void start() throws IOException {
        admin = TestAdmin.start(SHOP.json());
    }

    @AfterAll
    static void stop() throws IOException {
        admin.close();
        BACKEND.close();
    }

    private static HttpResponse<String> test(String body) throws IOException, InterruptedException {
        return admin.send("POST", "/api/v1/test", body);
    }

    private static JsonNode answer(String host) throws IOException, InterruptedException {
        HttpResponse<String> response = test("{\"host\": \"%s\", \"port\": %d}".formatted(host, SHOP.port()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.MAPPER.readTree(response.body()).path("test");
    }

    @Test
    void tellsWhoServedItAndEachStep() throws Exception {
        JsonNode answer = answer("shop.example.com");

        assertThat(answer.path("served").asBoolean()).isTrue();
        assertThat(answer.path("load_balancer").asString()).isEqualTo("shop");
        assertThat(answer.path("backend").asString()).isEqualTo("web-1");
        assertThat(answer.path("upstream").asString()).isEqualTo("127.0.0.1:" + BACKEND.port());
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

    @Test
    void tellsWhyItWasRefused() throws Exception {
        JsonNode answer = answer("other.example.org");

        assertThat(answer.path("served").asBoolean(true)).isFalse();
        assertThat(answer.path("alert").asString()).isEqualTo("unrecognized_name");
        assertThat(answer.path("outcome").asString()).isEqualTo("no_load_balancer");
        assertThat(answer.path("refused_by").asString()).isEqualTo("fairlead");
        assertThat(answer.at("/steps/1/passed").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "{", "[]", "443",
            })
    void whatIsNoObjectIsABadRequest(String body) throws Exception {
        assertThat(test(body).statusCode()).isEqualTo(400);
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
        assertThat(test(body).statusCode()).as(body).isEqualTo(422);
    }

    @Test
    void nobodyButTheListenersIsConnectedTo() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpResponse<String> response =
                    test("{\"host\": \"shop.example.com\", \"port\": %d}".formatted(stranger.getLocalPort()));

            assertThat(response.statusCode()).isEqualTo(422);
            stranger.setSoTimeout(1);
            assertThatIOException().isThrownBy(stranger::accept).withMessageContaining("timed out");
        }
    }

    @Test
    void onlyAFewAreMadeAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TestBalancer.Setup slow = TestBalancer.with().backend("silent", silent.getLocalPort());
            assertOnlyThreeAtOnce(slow);
        }
    }

    private static void assertOnlyThreeAtOnce(TestBalancer.Setup slow) throws Exception {
        try (TestAdmin other = TestAdmin.start(slow.json());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String body = "{\"host\": \"shop.example.com\", \"port\": %d}".formatted(slow.port());
            Callable<Integer> one =
                    () -> other.send("POST", "/api/v1/test", body).statusCode();
            List<Future<Integer>> three = List.of(threads.submit(one), threads.submit(one), threads.submit(one));
            Awaitility.await().until(() -> other.engine().openConnections() == 3);

            assertThat(one.call()).isEqualTo(429);

            other.engine().close(); // which ends the three
            for (Future<Integer> each : three) {
                assertThat(each.get()).isEqualTo(200);
            }
        }
    }
}

package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Event.Kind;
import fairlead.stats.WebhookRequest.Result;
import fairlead.support.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What a webhook is sent, and what its answers mean. */
@Timeout(20)
final class WebhookRequestTest {
    private static final Event EVENT = new Event(
            Instant.parse("2026-11-22T10:20:30.5Z"),
            Kind.BACKEND_DOWN,
            Optional.of("shop"),
            Optional.of("web-1"),
            "shop/web-1 is down");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\n";

    private final WebhookRequest request = new WebhookRequest(Duration.ofSeconds(10));

    @AfterEach
    void close() {
        request.close();
    }

    @Nested
    class TheRequest {

        @Test
        void isOneThatSlackAndProgramsUnderstand() throws Exception {
            try (Receiver receiver = new Receiver()) {
                assertThat(request.post(receiver.url("/hook?key=1"), EVENT)).isEqualTo(new Result.Delivered());

                assertThat(receiver.requests())
                        .containsExactly(new Receiver.Request(
                                "/hook?key=1",
                                "application/json",
                                "Fairlead",
                                "{\"text\":\"shop/web-1 is down\",\"event\":\"backend_down\","
                                        + "\"time\":\"2026-11-22T10:20:30.500Z\","
                                        + "\"load_balancer\":\"shop\",\"backend\":\"web-1\"}",
                                200));
            }
        }

        @Test
        void leavesOutWhatTheEventIsNotAbout() {
            Event applied =
                    new Event(Instant.EPOCH, Kind.CONFIG_APPLIED, Optional.empty(), Optional.empty(), "applied");

            assertThat(WebhookRequest.json(applied))
                    .isEqualTo(
                            "{\"text\":\"applied\",\"event\":\"config_applied\",\"time\":\"1970-01-01T00:00:00.000Z\"}");
        }

        @Test
        void isValidWhateverCameFromTheWire() {
            String hostile = "\"},\\ \u0000\r\n\u2028\ud800 \u00e9";
            Event event =
                    new Event(Instant.EPOCH, Kind.FINDING_RAISED, Optional.of(hostile), Optional.of(hostile), hostile);

            var json = JsonMapper.shared().readTree(WebhookRequest.json(event));

            assertThat(json.get("text").stringValue()).isEqualTo(hostile);
            assertThat(json.get("load_balancer").stringValue()).isEqualTo(hostile);
            assertThat(json.get("backend").stringValue()).isEqualTo(hostile);
        }
    }

    @Nested
    class AnAnswer {

        @ParameterizedTest
        @ValueSource(ints = {400, 401, 403, 404, 410, 422})
        void mayRejectForGood(int status) throws Exception {
            assertThat(answered(status)).isEqualTo(new Result.Rejected("HTTP " + status));
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 302, 307, 408, 429, 500, 502, 503})
        void mayBeOneToTryAgainAfter(int status) throws Exception {
            assertThat(answered(status)).isEqualTo(new Result.Failed("HTTP " + status));
        }

        private Result answered(int status) throws Exception {
            try (Receiver receiver = new Receiver().answers(status)) {
                Result result = request.post(receiver.url("/"), EVENT);
                assertThat(receiver.requests()).as("no redirect is followed").hasSize(1);
                return result;
            }
        }
    }

    @Nested
    class APeerThat {

        @Test
        void isNotThereFails() throws Exception {
            URI nobody = URI.create("http://127.0.0.1:" + FreePort.pick() + "/");

            assertThat(request.post(nobody, EVENT)).isEqualTo(new Result.Failed("connect failed"));
        }

        @Test
        void hasNoAddressFails() throws Exception {
            assertThat(request.post(URI.create("http://no-such-host.invalid/"), EVENT))
                    .isEqualTo(new Result.Failed("no such host"));
        }

        @Test
        void saysNothingFails() throws Exception {
            try (WebhookRequest impatient = new WebhookRequest(Duration.ofSeconds(1))) {
                assertThat(answered(impatient, "http", out -> {})).isEqualTo(new Result.Failed("no answer in 1 s"));
            }
        }

        @Test
        void closesAtOnceFails() throws Exception {
            assertThat(answered(OutputStream::close)).isEqualTo(new Result.Failed("the connection broke"));
        }

        @Test
        void doesNotSpeakTlsFails() throws Exception {
            assertThat(answered(request, "https", out -> out.write(ascii(ANSWER)))
                            .toString())
                    .startsWith("Failed[why=TLS: ");
        }

        @Test
        void neverEndsItsHeadFails() throws Exception {
            assertThat(answered(out -> {
                        out.write(ascii(ANSWER + "X: "));
                        writeForever(out);
                    }))
                    .isInstanceOf(Result.Failed.class);
        }

        @Test
        void neverEndsItsBodyHasAnswered() throws Exception {
            assertThat(answered(out -> {
                        out.write(ascii(ANSWER + "\r\n"));
                        writeForever(out);
                    }))
                    .isEqualTo(new Result.Delivered());
        }

        @Test
        void neverBeginsItsBodyHasAnswered() throws Exception {
            assertThat(answered(out -> out.write(ascii(ANSWER + "Content-Length: 1000\r\n\r\n"))))
                    .isEqualTo(new Result.Delivered());
        }
    }

    private interface Script {
        void answer(OutputStream out) throws IOException;
    }

    /** The result of a post to a server that does this, and then nothing more until the end. */
    private Result answered(Script script) throws Exception {
        return answered(request, "http", script);
    }

    private static Result answered(WebhookRequest request, String scheme, Script script) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread peer = Thread.ofVirtual().name("peer").start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[4096]);
                    script.answer(socket.getOutputStream());
                    while (!socket.isClosed() && socket.getInputStream().read() >= 0) {}
                } catch (IOException e) {
                    return; // the other side has gone
                }
            });
            Result result = request.post(URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + "/"), EVENT);
            request.close();
            assertThat(peer.join(Duration.ofSeconds(10)))
                    .as("the connection is closed")
                    .isTrue();
            return result;
        }
    }

    private static void writeForever(OutputStream out) throws IOException {
        byte[] some = ascii("x".repeat(1000));
        for (int i = 0; i < 10_000_000; i++) {
            out.write(some);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

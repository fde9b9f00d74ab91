package fairlead.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import fairlead.stats.Outcome;
import fairlead.support.Tools;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The JDK's WebSocket client, and curl's handshake, through an http port. */
final class WebSocketTest {
    private static final long LIMIT = 30; // seconds
    private static final int LARGE = 1 << 20;

    private final WebSocketBackend backend = WebSocketBackend.start();
    private final TestBalancer balancer = TestBalancer.with()
            .http()
            .hosts("") // the client insists on the address as its Host
            .backend("web-1", backend.port())
            .start();
    private final HttpClient client =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final Heard heard = new Heard();

    /** Whole messages and events, in words; large messages by their length and hash. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                events.add("text " + text);
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                events.add(inWords(binary.toByteArray()));
                binary.reset();
            }
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            events.add("pong " + ISO_8859_1.decode(message));
            return WebSocket.Listener.super.onPong(socket, message);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            events.add("close " + status);
            return WebSocket.Listener.super.onClose(socket, status, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            events.add(error.toString());
        }

        String next() throws InterruptedException {
            return String.valueOf(events.poll(LIMIT, TimeUnit.SECONDS));
        }
    }

    @AfterEach
    void stop() throws Exception {
        balancer.close();
        backend.close();
    }

    @Test
    void messagesGoBothWaysUntilTheClientCloses() throws Exception {
        WebSocket socket = connect();
        assertThat(heard.next()).isEqualTo("text " + WebSocketBackend.GREETING);
        for (int i = 0; i < 100; i++) {
            socket.sendText("message " + i, true).get(LIMIT, TimeUnit.SECONDS);
            assertThat(heard.next()).isEqualTo("text message " + i);
        }
        socket.sendPing(ByteBuffer.wrap("are you there".getBytes(ISO_8859_1))).get(LIMIT, TimeUnit.SECONDS);
        assertThat(heard.next()).isEqualTo("pong are you there");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(LIMIT, TimeUnit.SECONDS);
        assertThat(heard.next()).isEqualTo("close 1000");
        awaitClosed();
    }

    @Test
    void aLargeMessageInPartsComesBackWhole() throws Exception {
        byte[] large = new byte[LARGE];
        new Random(LARGE).nextBytes(large);
        WebSocket socket = connect();
        assertThat(heard.next()).isEqualTo("text " + WebSocketBackend.GREETING);
        int part = LARGE / 16;
        for (int i = 0; i < 16; i++) {
            socket.sendBinary(ByteBuffer.wrap(large, i * part, part), i == 15).get(LIMIT, TimeUnit.SECONDS);
        }
        assertThat(heard.next()).isEqualTo(inWords(large));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(LIMIT, TimeUnit.SECONDS);
        awaitClosed();
    }

    @Test
    void theServerMayCloseFirst() throws Exception {
        WebSocket socket = connect();
        assertThat(heard.next()).isEqualTo("text " + WebSocketBackend.GREETING);
        socket.sendText(WebSocketBackend.BYE, true).get(LIMIT, TimeUnit.SECONDS);
        assertThat(heard.next()).isEqualTo("close 1000");
        awaitClosed();
    }

    /** With the example of RFC 6455, section 1.3. */
    @Test
    void curlSeesTheHandshakeAndTheFirstFrame() throws Exception {
        Tools.Ran curl = Tools.run(
                Duration.ofSeconds(LIMIT),
                List.of(
                        Tools.require("curl"),
                        "-sS",
                        "-v",
                        "-N",
                        "--max-time",
                        "1",
                        "--noproxy",
                        "*",
                        "--http1.1",
                        "-H",
                        "Connection: Upgrade",
                        "-H",
                        "Upgrade: websocket",
                        "-H",
                        "Sec-WebSocket-Version: 13",
                        "-H",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "http://127.0.0.1:" + balancer.port() + "/chat"));
        assertThat(curl.output())
                .contains("< HTTP/1.1 101 Switching Protocols", "< Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .containsIgnoringCase("< Upgrade: websocket")
                .containsIgnoringCase("< Connection: Upgrade")
                .contains(WebSocketBackend.GREETING);
        System.out.println(curl.output().replaceAll("[^\\p{Print}\\n]", ""));
    }

    private WebSocket connect() throws Exception {
        return client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + balancer.port() + "/chat"), heard)
                .get(LIMIT, TimeUnit.SECONDS);
    }

    /** The backend has seen the end it should, and so has Fairlead. */
    private void awaitClosed() {
        Awaitility.await().atMost(Duration.ofSeconds(LIMIT)).untilAsserted(() -> {
            assertThat(backend.ends()).containsExactly("closed");
            assertThat(balancer.engine().openConnections()).isZero();
            assertThat(balancer.engine().counters().connections(Outcome.COMPLETED))
                    .isOne();
        });
    }

    private static String inWords(byte[] bytes) {
        return bytes.length + " bytes " + Arrays.hashCode(bytes);
    }
}

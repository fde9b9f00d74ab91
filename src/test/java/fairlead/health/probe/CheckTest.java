package fairlead.health.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.HealthCheckConfig.Protocol;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.support.FreePort;
import fairlead.tls.ClientHello;
import fairlead.tls.ClientHelloParser;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What peers can do to a check. */
final class CheckTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    /** Many times what is needed, as tests share their machine. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final byte[] HTTP_400 = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1);

    @Nested
    class Connecting {

        @ParameterizedTest
        @EnumSource(
                value = Protocol.class,
                names = {"TCP", "TLS", "HTTP", "HTTPS"})
        void saysThatNobodyListens(Protocol protocol) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.pick());
            CheckOutcome outcome = Checking.by(protocol).run(address);
            assertThat(outcome.failure()).contains("connect refused");
            assertThat(outcome.noSocket()).isFalse();
        }

        @Test
        void passesWhenSomebodyDoes() {
            try (Peer peer = Peer.silent()) {
                CheckOutcome outcome = Checking.by(Protocol.TCP).run(peer.address());
                assertThat(outcome.failure()).isEmpty();
                assertThat(outcome.handshake()).isEmpty();
                assertThat(outcome.latency()).isPositive().isLessThan(SOON);
            }
        }

        @Test
        void givesUpOnAFullBacklogWhenTimeIsUp() throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    Socket first = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket second = new Socket(server.getInetAddress(), server.getLocalPort())) {
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
                assertThat(Checking.by(Protocol.TCP).timeout(SHORT).result(address))
                        .isEqualTo("no answer in 0.2 s");
            }
        }

        @Test
        void resolvesNothing() {
            assertThat(Checking.by(Protocol.TCP).result(InetSocketAddress.createUnresolved("localhost", 443)))
                    .isEqualTo("the address is not known yet");
        }

        @Test
        void blamesNoBackendWhenThereIsNoPortLeft() throws IOException {
            InetAddress v4 = InetAddress.getByName("192.0.2.1");
            BindException noPort = new BindException("Cannot assign requested address");
            assertThat(Wire.isOutOfPorts(noPort, v4)).isTrue();
            assertThat(Wire.isOutOfPorts(new BindException("Permission denied"), v4))
                    .isFalse();
            assertThat(Wire.isOutOfPorts(noPort, InetAddress.getByName("2001:db8::1")))
                    .as("which may mean that there is no IPv6 on this machine")
                    .isFalse();
            assertThat(CheckFailed.noSocket(noPort).noSocket()).isTrue();
        }

        @Test
        void neverThrowsForAnAddressThatIsOfNoUse() throws IOException {
            InetSocketAddress broadcast = new InetSocketAddress(InetAddress.getByName("255.255.255.255"), 443);
            assertThat(Checking.by(Protocol.TCP).timeout(SHORT).run(broadcast).failure())
                    .isPresent();
        }
    }

    @Nested
    class Hello {

        @ParameterizedTest
        @CsvSource({"TLS, h2, http/1.1", "HTTPS, http/1.1,"})
        void namesTheHostAndWhatIsSpoken(Protocol protocol, String first, @Nullable String second) throws Exception {
            ClientHello hello = hello(Checking.by(protocol).host(Optional.of("my_shop.example.com")));
            assertThat(hello.serverName()).contains("my_shop.example.com");
            assertThat(hello.alpn())
                    .containsExactlyElementsOf(second == null ? List.of(first) : List.of(first, second));
        }

        @Test
        void namesNoHostWhenThereIsNone() throws Exception {
            assertThat(hello(Checking.by(Protocol.TLS).host(Optional.empty())).serverName())
                    .isEmpty();
        }

        private static ClientHello hello(Checking checking) throws Exception {
            CompletableFuture<byte[]> record = new CompletableFuture<>();
            try (Peer peer = Peer.doing(socket -> {
                byte[] head = socket.getInputStream().readNBytes(5);
                int length = Byte.toUnsignedInt(head[3]) << 8 | Byte.toUnsignedInt(head[4]);
                byte[] whole = Arrays.copyOf(head, head.length + length);
                socket.getInputStream().readNBytes(whole, head.length, length);
                record.complete(whole);
            })) {
                assertThat(checking.run(peer.address()).failure()).isPresent();
                byte[] bytes = record.get(10, TimeUnit.SECONDS);
                return ((ClientHelloParser.Result.Complete)
                                ClientHelloParser.parse(bytes, 0, bytes.length, bytes.length))
                        .hello();
            }
        }
    }

    @Nested
    class Tls {

        @Test
        void saysThatTheServerClosed() {
            try (Peer peer = Peer.doing(socket -> socket.getInputStream().skipNBytes(100))) {
                // a close with unread input resets
                assertThat(result(Protocol.TLS, peer))
                        .matches("TLS handshake failed: the server (closed|reset) the connection");
            }
        }

        @Test
        void saysThatTheServerFinished() {
            try (Peer peer = Peer.doing(socket -> {
                socket.shutdownOutput();
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            })) {
                assertThat(result(Protocol.TLS, peer))
                        .isEqualTo("TLS handshake failed: the server closed the connection");
            }
        }

        @Test
        void saysThatTheServerReset() {
            try (Peer peer = Peer.doing(socket -> {
                socket.getInputStream().skipNBytes(5);
                socket.setSoLinger(true, 0);
            })) {
                assertThat(result(Protocol.TLS, peer))
                        .isEqualTo("TLS handshake failed: the server reset the connection");
            }
        }

        @Test
        void saysThatTheServerIsSilent() {
            try (Peer peer = Peer.silent()) {
                CheckOutcome outcome = Checking.by(Protocol.TLS).timeout(SHORT).run(peer.address());
                assertThat(outcome.failure()).contains("TLS handshake failed: no answer in 0.2 s");
                assertThat(outcome.latency()).isBetween(SHORT, SOON);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "485454502f312e3120343030, what came is not TLS but HTTP",
            "3232302072656164790d0a, what came is not TLS",
            "160302003d0200003903020000, the server speaks only TLS 1.1 or older",
            "15030100020246, the server speaks only TLS 1.1 or older",
            "15030300020228, alert handshake_failure",
            "15030300020270, alert unrecognized_name",
            "15030300020100, the server closed the connection" // close_notify
        })
        void saysWhatCame(String hex, String reason) {
            try (Peer peer = Peer.doing(socket -> {
                socket.getOutputStream().write(HexFormat.of().parseHex(hex));
                socket.shutdownOutput();
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            })) {
                assertThat(result(Protocol.TLS, peer)).isEqualTo("TLS handshake failed: " + reason);
            }
        }

        @Test
        void survivesGarbageInAHandshakeRecord() {
            byte[] garbage = HexFormat.of().parseHex("1603030010" + "0200000c0303" + "ff".repeat(10));
            try (Peer peer = Peer.doing(socket -> {
                socket.getOutputStream().write(garbage);
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            })) {
                assertThat(result(Protocol.TLS, peer)).matches("TLS handshake failed: [ -~]{1,200}");
            }
        }

        @Test
        void doesNotReadWithoutEnd() {
            byte[] warning = HexFormat.of().parseHex("1503030002015a"); // user_canceled, which means nothing
            try (Peer peer = Peer.doing(socket -> {
                while (!socket.isClosed()) {
                    socket.getOutputStream().write(warning);
                }
            })) {
                assertThat(result(Protocol.TLS, peer)).startsWith("TLS handshake failed: ");
            }
        }
    }

    @Nested
    class Http {

        @ParameterizedTest
        @CsvSource({
            "200, passed",
            "299, passed",
            "418, passed",
            "300, HTTP 300",
            "404, HTTP 404",
            "503, HTTP 503",
            "101, HTTP 101"
        })
        void judgesTheStatus(int status, String result) {
            try (Peer peer = answering("HTTP/1.1 " + status + " Reason\r\nServer: x\r\n\r\nbody")) {
                assertThat(result(Protocol.HTTP, peer)).isEqualTo(result);
            }
        }

        @Test
        void asksForThePathOfTheHost() throws Exception {
            CompletableFuture<String> head = new CompletableFuture<>();
            try (Peer peer = Peer.doing(socket -> {
                head.complete(Peer.readHead(socket));
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
            })) {
                assertThat(result(Protocol.HTTP, peer)).isEqualTo("passed");
                assertThat(head.get(10, TimeUnit.SECONDS).lines())
                        .startsWith("GET /healthz HTTP/1.1", "Host: shop.example.com")
                        .contains("User-Agent: Fairlead-health-check", "Connection: close");
            }
        }

        @Test
        void asksForTheAddressWhenThereIsNoName() throws Exception {
            CompletableFuture<String> head = new CompletableFuture<>();
            try (Peer peer = Peer.doing(socket -> head.complete(Peer.readHead(socket)))) {
                Checking.by(Protocol.HTTP).host(Optional.empty()).run(peer.address());
                assertThat(head.get(10, TimeUnit.SECONDS).lines()).contains("Host: 127.0.0.1");
            }
        }

        @Test
        void passesOverInterimResponses() {
            String early = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
            try (Peer peer = answering(CONTINUE + early + "HTTP/1.1 503 Gone fishing\r\n\r\n")) {
                assertThat(result(Protocol.HTTP, peer)).isEqualTo("HTTP 503");
            }
        }

        @Test
        void passesOverSomeInterimResponsesOnly() {
            try (Peer peer = answering(CONTINUE.repeat(1000))) {
                assertThat(result(Protocol.HTTP, peer))
                        .isEqualTo("HTTP: the server sends interim responses without end");
            }
        }

        @Test
        void readsAHeadUpTo16KiB() {
            String start = "HTTP/1.1 200 OK\r\nX: ";
            int fill = (16 << 10) - start.length() - 4;
            try (Peer fits = answering(start + "x".repeat(fill) + "\r\n\r\n");
                    Peer huge = answering(start + "x".repeat(fill + 1) + "\r\n\r\n")) {
                assertThat(result(Protocol.HTTP, fits)).isEqualTo("passed");
                assertThat(result(Protocol.HTTP, huge))
                        .isEqualTo("HTTP: the head of the response is longer than 16 KiB");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "'220 mail.example.com ESMTP', HTTP: what came is not an HTTP response",
            "'HTTP/1.1 200 OK', HTTP: the server closed the connection",
            "'', HTTP: the server closed the connection"
        })
        void saysWhatCame(String answer, String reason) {
            try (Peer peer = answering(answer)) {
                assertThat(result(Protocol.HTTP, peer)).isEqualTo(reason);
            }
        }

        @Test
        void saysThatTheServerSpeaksTls() {
            try (Peer peer = answering("\u0015\u0003\u0003\0\u0002\u0002\n")) {
                assertThat(result(Protocol.HTTP, peer)).isEqualTo("HTTP: what came is not an HTTP response but TLS");
            }
        }

        @Test
        void saysThatTheServerReset() {
            try (Peer peer = Peer.doing(socket -> {
                Peer.readHead(socket);
                socket.setSoLinger(true, 0);
            })) {
                assertThat(result(Protocol.HTTP, peer)).isEqualTo("HTTP: the server reset the connection");
            }
        }

        @Test
        void doesNotWaitForABodyWithoutEnd() {
            try (Peer peer = Peer.doing(socket -> {
                Peer.readHead(socket);
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
                while (!socket.isClosed()) {
                    socket.getOutputStream().write(HTTP_400);
                }
            })) {
                assertThat(result(Protocol.HTTP, peer)).isEqualTo("passed");
            }
        }

        private static Peer answering(String answer) {
            return Peer.doing(socket -> {
                Peer.readHead(socket);
                socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
            });
        }
    }

    @Nested
    class Dribbling {

        @ParameterizedTest
        @CsvSource({"TLS, TLS handshake failed: no answer in 0.2 s", "HTTP, HTTP: no answer in 0.2 s"})
        void doesNotStretchTheTime(Protocol protocol, String reason) {
            byte[] bytes = protocol == Protocol.TLS
                    ? HexFormat.of().parseHex("1603033fff02003ffb0303" + "00".repeat(10_000))
                    : ("HTTP/1.1 200 OK\r\nX: " + "x".repeat(10_000)).getBytes(ISO_8859_1);
            try (Peer peer = Peer.doing(socket -> {
                for (byte b : bytes) {
                    socket.getOutputStream().write(b);
                    LockSupport.parkNanos(1_000_000);
                }
            })) {
                CheckOutcome outcome = Checking.by(protocol).timeout(SHORT).run(peer.address());
                assertThat(outcome.failure()).contains(reason);
                assertThat(outcome.latency()).isBetween(SHORT, SOON);
            }
        }
    }

    @Nested
    class ProxyHeader {

        @ParameterizedTest
        @CsvSource({
            "V1, TCP, 50524f585920554e4b4e4f574e0d0a",
            "V2, TCP, 0d0a0d0a000d0a515549540a20000000",
            "V1, HTTP, 50524f585920554e4b4e4f574e0d0a474554",
            "V2, TLS, 0d0a0d0a000d0a515549540a200000001603"
        })
        void comesFirst(ProxyProtocol header, Protocol protocol, String hex) throws Exception {
            byte[] expected = HexFormat.of().parseHex(hex);
            CompletableFuture<byte[]> start = new CompletableFuture<>();
            try (Peer peer =
                    Peer.doing(socket -> start.complete(socket.getInputStream().readNBytes(expected.length)))) {
                Checking.by(protocol).header(header).run(peer.address());
                assertThat(start.get(10, TimeUnit.SECONDS)).isEqualTo(expected);
            }
        }

        @Test
        void isNotSentUnasked() throws Exception {
            CompletableFuture<byte[]> everything = new CompletableFuture<>();
            try (Peer peer = Peer.doing(
                    socket -> everything.complete(socket.getInputStream().readAllBytes()))) {
                assertThat(result(Protocol.TCP, peer)).isEqualTo("passed");
                assertThat(everything.get(10, TimeUnit.SECONDS)).isEmpty();
            }
        }
    }

    private static String result(Protocol protocol, Peer peer) {
        return Checking.by(protocol).result(peer.address());
    }
}

package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.proxyprotocol.ProxyHeaderDecoder;
import fairlead.proxyprotocol.ProxyHeaderDecoder.Decoded;
import fairlead.proxyprotocol.ProxyHeaderEncoder;
import fairlead.proxyprotocol.Tlvs;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PROXY headers of proxies in front: believed from those that are trusted, and from nobody else. */
final class ProxyProtocolInTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();
    private static final InetSocketAddress SOURCE = new InetSocketAddress("203.0.113.9", 51234);
    private static final InetSocketAddress DESTINATION = new InetSocketAddress("192.0.2.1", 443);
    private static final InetSocketAddress SOURCE_6 = new InetSocketAddress("2001:db8::9", 51234);
    private static final InetSocketAddress DESTINATION_6 = new InetSocketAddress("2001:db8::1", 443);
    private static final String TRUSTING = "\"accept_proxy_protocol\": true, \"trusted_proxies\": [\"127.0.0.0/8\"]";
    private static final String V2_OUT = "\"proxy_protocol\": \"v2\"";

    private final FakeBackend backend = FakeBackend.start(new Behaviour.Echo());

    @AfterEach
    void stop() {
        backend.close();
    }

    private TestBalancer.Setup trusting() {
        return TestBalancer.with().listener(TRUSTING).backend("web-1", backend.port());
    }

    /** What the backend is told about a client that sends these bytes, and that the hello follows. */
    private static Decoded told(TestBalancer balancer, byte[]... sent) throws IOException {
        try (Socket client = balancer.connect(Talk.IPV4)) {
            client.getOutputStream().write(Talk.join(sent));
            client.shutdownOutput();
            ByteArrayInputStream echoed =
                    new ByteArrayInputStream(client.getInputStream().readAllBytes());
            Decoded header = ProxyHeaderDecoder.read(echoed);
            assertThat(echoed.readAllBytes()).isEqualTo(HELLO);
            return header;
        }
    }

    @Nested
    class FromATrustedProxy {

        static Stream<byte[]> headers() {
            return Stream.of(
                    ProxyHeaderEncoder.v1(SOURCE, DESTINATION), ProxyHeaderEncoder.v2(SOURCE, DESTINATION, Tlvs.NONE));
        }

        @ParameterizedTest
        @MethodSource("headers")
        void isWhoTheClientIs(byte[] header) throws IOException {
            try (TestBalancer balancer = trusting().lb(V2_OUT).start()) {
                Decoded told = told(balancer, header, HELLO);

                assertThat(told.source()).contains(SOURCE);
                assertThat(told.destination()).contains(DESTINATION);
            }
        }

        @Test
        void mayBeOfIpv6OverAnIpv4Connection() throws IOException {
            try (TestBalancer balancer = trusting().lb(V2_OUT).start()) {
                Decoded told = told(balancer, ProxyHeaderEncoder.v1(SOURCE_6, DESTINATION_6), HELLO);

                assertThat(told.source()).contains(SOURCE_6);
                assertThat(told.destination()).contains(DESTINATION_6);
            }
        }

        static Stream<byte[]> local() {
            return Stream.of(ProxyHeaderEncoder.v1Unknown(), ProxyHeaderEncoder.v2Local());
        }

        @ParameterizedTest
        @MethodSource("local")
        void thatNamesNobodyLeavesTheConnectionItsOwnAddresses(byte[] header) throws IOException {
            try (TestBalancer balancer = trusting().lb(V2_OUT).start()) {
                Decoded told = told(balancer, header, HELLO);

                assertThat(told.source().orElseThrow().getAddress()).isEqualTo(Talk.IPV4);
                assertThat(told.destination()).contains(new InetSocketAddress(Talk.IPV4, balancer.port()));
            }
        }

        @ParameterizedTest
        @MethodSource("headers")
        void mayComeByteByByte(byte[] header) throws IOException {
            try (TestBalancer balancer = trusting().start();
                    Socket client = balancer.connect(Talk.IPV4)) {
                Talk.dribble(client, Talk.join(header, HELLO));
                client.shutdownOutput();

                assertThat(client.getInputStream().readAllBytes()).isEqualTo(HELLO);
            }
        }

        static Stream<byte[]> noHeaders() {
            return Stream.of(
                    HELLO,
                    Talk.bytes("PROXY TCP4 203.0.113.9 192.0.2.1 99999 443\r\n"),
                    Talk.bytes("PROXY " + "x".repeat(200)),
                    Talk.join(new byte[] {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51}, new byte[] {1, 2, 3, 4, 5}),
                    Talk.join(Arrays.copyOf(ProxyHeaderEncoder.v2Local(), 14), new byte[] {(byte) 0xff, (byte) 0xff}),
                    Talk.bytes("GET / HTTP/1.1\r\n\r\n"));
        }

        @ParameterizedTest
        @MethodSource("noHeaders")
        void missingMalformedOrTooLongIsRefusedWithoutAByte(byte[] sent) throws IOException {
            try (TestBalancer balancer = trusting().start();
                    Socket client = balancer.connect(Talk.IPV4)) {
                client.getOutputStream().write(sent);

                assertThat(Talk.endsSilently(client)).isTrue();
                balancer.awaitOutcome(Outcome.PROXY_HEADER_MALFORMED, 1);
                assertThat(backend.accepted()).isZero();
            }
        }

        @Test
        void thatIsNotWholeInTimeIsCut() throws IOException {
            try (TestBalancer balancer = trusting()
                            .listener("\"proxy_header_timeout_seconds\": 0.2")
                            .start();
                    Socket client = balancer.connect(Talk.IPV4)) {
                client.getOutputStream().write(Talk.bytes("PROXY TCP4 203."));

                assertThat(Talk.endsSilently(client)).isTrue();
                balancer.awaitOutcome(Outcome.PROXY_HEADER_TIMEOUT, 1);
            }
        }

        @Test
        void isFollowedByAHelloWithTimeOfItsOwn() throws IOException {
            try (TestBalancer balancer = trusting()
                            .listener("\"client_hello_timeout_seconds\": 0.2")
                            .start();
                    Socket client = balancer.connect(Talk.IPV4)) {
                client.getOutputStream().write(ProxyHeaderEncoder.v1(SOURCE, DESTINATION));

                assertThat(Talk.endsSilently(client)).isTrue();
                balancer.awaitOutcome(Outcome.HELLO_TIMEOUT, 1);
            }
        }
    }

    @Nested
    class FromAnyoneElse {

        @ParameterizedTest
        @MethodSource("fairlead.proxy.ProxyProtocolInTest$FromATrustedProxy#headers")
        void isAMalformedHello(byte[] header) throws IOException {
            try (TestBalancer balancer = trusting().start();
                    Socket client = balancer.connect(Talk.IPV6)) {
                client.getOutputStream().write(Talk.join(header, HELLO));
                client.shutdownOutput();

                byte[] answer = client.getInputStream().readAllBytes();
                assertThat(answer).as("decode_error").containsExactly(21, 3, 3, 0, 2, 2, 50);
                balancer.awaitOutcome(Outcome.HELLO_MALFORMED, 1);
                assertThat(backend.accepted()).isZero();
            }
        }

        @Test
        void isNotNeeded() throws IOException {
            try (TestBalancer balancer = trusting().start();
                    Socket client = balancer.connect(Talk.IPV6)) {
                client.getOutputStream().write(HELLO);
                client.shutdownOutput();

                assertThat(client.getInputStream().readAllBytes()).isEqualTo(HELLO);
            }
        }
    }

    @Nested
    class TheNamedSource {

        @Test
        void isWhatTheFirewallGoesBy() throws IOException {
            try (TestBalancer balancer = trusting()
                    .lb("\"firewall\": {\"deny\": [\"ip:203.0.113.9\"]}")
                    .start()) {
                try (Socket denied = balancer.connect(Talk.IPV4)) {
                    denied.getOutputStream().write(Talk.join(ProxyHeaderEncoder.v1(SOURCE, DESTINATION), HELLO));
                    assertThat(Talk.endsSilently(denied)).isTrue();
                    balancer.awaitOutcome(Outcome.FIREWALL_DENIED, 1);
                }
                try (Socket other = balancer.connect(Talk.IPV4)) {
                    InetSocketAddress neighbour = new InetSocketAddress("203.0.113.10", 1);
                    other.getOutputStream().write(Talk.join(ProxyHeaderEncoder.v1(neighbour, DESTINATION), HELLO));
                    assertThat(other.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
                }
            }
        }

        @Test
        void isWhatTheAccessLogNames(@TempDir Path directory) throws IOException {
            Path log = directory.resolve("access.log");
            try (TestBalancer balancer = trusting().lb(V2_OUT).accessLog(log).start()) {
                told(balancer, ProxyHeaderEncoder.v1(SOURCE, DESTINATION), HELLO);
                await().until(() -> Files.size(log) > 0);

                assertThat(log).content().contains(" 203.0.113.9:51234 ").contains(" in=" + HELLO.length + " ");
            }
        }

        @Test
        void isWhatAffinityGoesBy() throws IOException {
            try (FakeBackend one = FakeBackend.start(new Behaviour.Named("one"));
                    FakeBackend two = FakeBackend.start(new Behaviour.Named("two"));
                    TestBalancer balancer = TestBalancer.with()
                            .listener(TRUSTING)
                            .backend("one", one.port())
                            .backend("two", two.port())
                            .lb("\"sticky_sessions\": {\"type\": \"source_ip\"}")
                            .start()) {
                for (int host = 1; host <= 20; host++) {
                    String first = answer(balancer, host);
                    assertThat(answer(balancer, host)).isEqualTo(first);
                }
                assertThat(one.accepted()).isPositive();
                assertThat(two.accepted()).isPositive();
            }
        }

        private static String answer(TestBalancer balancer, int host) throws IOException {
            byte[] header = ProxyHeaderEncoder.v1(new InetSocketAddress("203.0.113." + host, 1000 + host), DESTINATION);
            try (Socket client = balancer.connect(Talk.IPV4)) {
                return Talk.greet(client, Talk.join(header, HELLO)).orElse("nobody");
            }
        }
    }
}

package fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.tls.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets to read when it gets no backend. */
final class RefusalTest {
    private static final byte[] UNKNOWN_NAME = HexFormat.of().parseHex("15030300020270");
    private static final byte[] MALFORMED = HexFormat.of().parseHex("15030300020232");
    private static final byte[] NO_BACKEND = HexFormat.of().parseHex("15030300020250");
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();
    private static final byte[] HELLO_TO_A_STRANGER =
            Hello.to("other.example.com").bytes();

    @Nested
    class OfANameOrNone {

        @Test
        void nobodyServesTheName() throws IOException {
            assertRefused(shop(), HELLO_TO_A_STRANGER, UNKNOWN_NAME, Outcome.NO_LOAD_BALANCER);
        }

        @Test
        void noNameAndNoCatchAll() throws IOException {
            assertRefused(shop(), Hello.withoutServerName().bytes(), UNKNOWN_NAME, Outcome.NO_LOAD_BALANCER);
            assertRefused(shop(), Hello.withoutExtensions().bytes(), UNKNOWN_NAME, Outcome.NO_LOAD_BALANCER);
        }

        @Test
        void noNameGoesToTheCatchAllAndSoDoesAnUnknownOne() throws IOException {
            try (FakeBackend backend = FakeBackend.start(new FakeBackend.Behaviour.Echo());
                    TestBalancer balancer = TestBalancer.with()
                            .hosts("")
                            .backend("web-1", backend.port())
                            .start()) {
                for (byte[] hello : new byte[][] {Hello.withoutServerName().bytes(), HELLO_TO_A_STRANGER}) {
                    try (Socket client = balancer.connect()) {
                        client.getOutputStream().write(hello);
                        client.shutdownOutput();
                        assertThat(client.getInputStream().readAllBytes()).isEqualTo(hello);
                    }
                }
            }
        }
    }

    @Nested
    class OfWhatIsNoHello {

        /** A banner, an SSLv2 hello, and nothing in particular. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SSH-2.0-OpenSSH_9.6\r\n",
                    "\u0080.\u0001\u0003\u0001\u0000\u0015\u0000\u0000\u0000\u0010",
                    "\u0000\u0000\u0000\u0000",
                    "\u0016\u0003\u0001\u0000\u0000",
                    "\u0016\u0003\u0001\u00ff\u00ff",
                    "\u0017\u0003\u0003\u0000\u0001\u0000",
                    "PROXY TCP4 192.0.2.1 192.0.2.2 1 443\r\n"
                })
        void isAnAlert(String bytes) throws IOException {
            assertRefused(shop(), bytes.getBytes(ISO_8859_1), MALFORMED, Outcome.HELLO_MALFORMED);
        }

        @Test
        void isAnAlertForRandomBytes() throws IOException {
            byte[] bytes = new byte[10_000];
            new Random(1).nextBytes(bytes);
            assertRefused(shop(), bytes, MALFORMED, Outcome.HELLO_MALFORMED);
        }

        @Test
        void isAnAlertForTwoNamesEvenWithACatchAll() throws IOException {
            byte[] hello = Hello.withoutServerName()
                    .serverNames("shop.example.com", "other.example.com")
                    .bytes();
            assertRefused(shop().hosts(""), hello, MALFORMED, Outcome.HELLO_MALFORMED);
        }

        @Test
        void isASentenceForPlainHttp() throws IOException {
            try (TestBalancer balancer = shop().start();
                    Socket client = balancer.connect()) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n".getBytes(ISO_8859_1));

                String answer = new String(client.getInputStream().readAllBytes(), ISO_8859_1);
                String[] parts = answer.split("\r\n\r\n", 2);
                assertThat(parts[0]).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("text/plain");
                assertThat(parts[1]).contains("https://");
                assertThat(parts[0]).contains("Content-Length: " + parts[1].length());
                client.close();
                balancer.awaitOutcome(Outcome.PLAIN_HTTP, 1);
            }
        }
    }

    @Nested
    class WithoutABackend {

        @Test
        void isAnAlertWhenNoneCanBeReached() throws IOException {
            assertRefused(shop().backend("web-2", FreePort.pick()), HELLO, NO_BACKEND, Outcome.BACKEND_UNREACHABLE);
        }

        @Test
        void isAnAlertWhenNoneMayBeUsed() throws IOException {
            TestBalancer.Setup setup = TestBalancer.with().backend("web-1", FreePort.pick(), "\"mode\": \"drain\"");
            assertRefused(setup, HELLO, NO_BACKEND, Outcome.NO_BACKEND);
        }
    }

    @Nested
    class OfAClientThatSendsOn {

        @Test
        void arrivesAlthoughMoreIsInThePipe() throws IOException {
            ByteArrayOutputStream pipe = new ByteArrayOutputStream();
            pipe.writeBytes(HELLO_TO_A_STRANGER);
            pipe.writeBytes(new byte[300 << 10]);
            for (int i = 0; i < 10; i++) {
                assertRefused(shop(), pipe.toByteArray(), UNKNOWN_NAME, Outcome.NO_LOAD_BALANCER);
            }
        }

        @Test
        void arrivesAlthoughTheClientSendsUntilItHasReadIt() throws IOException {
            try (TestBalancer balancer = shop().start();
                    Socket client = balancer.connect()) {
                client.getOutputStream().write(HELLO_TO_A_STRANGER);
                CompletableFuture<Void> sending = Ends.meanwhile(() -> {
                    while (client.getInputStream().available() < UNKNOWN_NAME.length) {
                        client.getOutputStream().write(new byte[100]);
                    }
                    client.shutdownOutput();
                });
                sending.join();
                assertThat(client.getInputStream().readAllBytes()).isEqualTo(UNKNOWN_NAME);
                balancer.awaitOutcome(Outcome.NO_LOAD_BALANCER, 1);
            }
        }

        @Test
        void endsWithTheFarewellWhenItNeitherReadsNorCloses() throws IOException {
            try (TestBalancer balancer = shop().listener("\"client_hello_timeout_seconds\": 0.4")
                            .start();
                    Socket client = balancer.connect()) {
                client.getOutputStream().write(HELLO_TO_A_STRANGER);
                balancer.awaitOutcome(Outcome.NO_LOAD_BALANCER, 1);
                assertThat(balancer.engine().openConnections()).isZero();
            }
        }
    }

    @Nested
    class InSilence {

        @Test
        void byTheFirewall() throws IOException {
            assertNotAByte(shop().lb("\"firewall\": {\"deny\": [\"cidr:127.0.0.0/8\"]}"), 0, Outcome.FIREWALL_DENIED);
        }

        @Test
        void byTheCapOnConnections() throws IOException {
            assertNotAByte(shop().top("\"max_connections\": 1"), 1, Outcome.TOO_MANY_CONNECTIONS);
        }

        @Test
        void byTheCapOnAClientsConnections() throws IOException {
            assertNotAByte(shop().listener("\"max_connections_per_client\": 1"), 1, Outcome.TOO_MANY_FROM_CLIENT);
        }

        @Test
        void byTheCapOnALoadBalancersConnections() throws IOException {
            try (FakeBackend backend = FakeBackend.start(new FakeBackend.Behaviour.Named("web-1"))) {
                TestBalancer.Setup setup =
                        TestBalancer.with().backend("web-1", backend.port()).lb("\"max_connections\": 1");
                try (TestBalancer balancer = setup.start();
                        Socket first = balancer.connect()) {
                    first.getOutputStream().write(HELLO);
                    assertThat(first.getInputStream().readNBytes(6)).isEqualTo("web-1\n".getBytes(ISO_8859_1));
                    assertNotAByte(balancer, Outcome.LOAD_BALANCER_FULL);
                }
            }
        }

        private static void assertNotAByte(TestBalancer.Setup setup, int before, Outcome outcome) throws IOException {
            try (TestBalancer balancer = setup.start();
                    Socket earlier = before == 0 ? new Socket() : balancer.connect()) {
                Awaitility.await().until(() -> balancer.engine().admission().open() == before);
                assertNotAByte(balancer, outcome);
                assertThat(earlier.isClosed()).isFalse();
            }
        }

        private static void assertNotAByte(TestBalancer balancer, Outcome outcome) throws IOException {
            try (Socket client = balancer.connect()) {
                client.getOutputStream().write(HELLO);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            } catch (SocketException e) {
                assertThat(e).hasMessageMatching("Connection reset.*|Broken pipe");
            }
            balancer.awaitOutcome(outcome, 1);
        }
    }

    private static TestBalancer.Setup shop() {
        return TestBalancer.with().backend("web-1", FreePort.pick());
    }

    private static void assertRefused(TestBalancer.Setup setup, byte[] sent, byte[] alert, Outcome outcome)
            throws IOException {
        try (TestBalancer balancer = setup.start();
                Socket client = balancer.connect()) {
            client.getOutputStream().write(sent);
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(alert);
            client.close();
            balancer.awaitOutcome(outcome, 1);
        }
    }
}

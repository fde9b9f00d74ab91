package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.proxyprotocol.ProxyHeaderDecoder;
import fairlead.proxyprotocol.ProxyHeaderDecoder.Decoded;
import fairlead.proxyprotocol.UniqueId;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backend reads of its client, before the client's own bytes. */
final class ProxyProtocolOutTest {
    private static final byte[] HELLO =
            Hello.to("shop.example.com").alpn("h2", "http/1.1").bytes();
    private static final HexFormat HEX = HexFormat.of();
    private static final String V1 = "\"proxy_protocol\": \"v1\"";
    private static final String V2 = "\"proxy_protocol\": \"v2\"";

    @TempDir
    private Path directory;

    /** One connection as its backend saw it: the header, and what came after. */
    private record Seen(String hex, Decoded header, String rest, InetSocketAddress source, InetSocketAddress to) {

        /** The addresses are those of the client's own socket, whatever the balancer's has become. */
        void hasTheClientsAddresses() {
            assertThat(header.source()).contains(source);
            assertThat(header.destination()).contains(to);
        }
    }

    private Seen exchange(TestBalancer.Setup setup, InetAddress to, byte[] sent) throws IOException {
        try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                TestBalancer balancer = setup.backend("web-1", backend.port())
                        .accessLog(directory.resolve("access.log"))
                        .start();
                Socket client = balancer.connect(to)) {
            client.getOutputStream().write(sent);
            client.shutdownOutput();
            byte[] echoed = client.getInputStream().readAllBytes();
            balancer.awaitOutcome(Outcome.COMPLETED, 1);
            ByteArrayInputStream received = new ByteArrayInputStream(echoed);
            return new Seen(
                    HEX.formatHex(echoed),
                    ProxyHeaderDecoder.read(received),
                    HEX.formatHex(received.readAllBytes()),
                    (InetSocketAddress) client.getLocalSocketAddress(),
                    (InetSocketAddress) client.getRemoteSocketAddress());
        }
    }

    @Test
    void version1OfAnIpv4ClientOfADualStackListenerIsAnIpv4Line() throws IOException {
        Seen seen = exchange(TestBalancer.with().lb(V1), Talk.IPV4, HELLO);

        byte[] line = Talk.bytes(
                "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n".formatted(seen.source.getPort(), seen.to.getPort()));
        assertThat(seen.hex).isEqualTo(HEX.formatHex(Talk.join(line, HELLO)));
    }

    @Test
    void version1OfAnIpv6ClientIsAnIpv6Line() throws IOException {
        Seen seen = exchange(TestBalancer.with().lb(V1), Talk.IPV6, HELLO);

        assertThat(seen.hex).startsWith(HEX.formatHex(Talk.bytes("PROXY TCP6 ")));
        seen.hasTheClientsAddresses();
        assertThat(seen.rest).isEqualTo(HEX.formatHex(HELLO));
    }

    @Test
    void version2OfAnIpv4ClientOfADualStackListenerHasIpv4Addresses() throws IOException {
        Seen seen = exchange(TestBalancer.with().lb(V2), Talk.IPV4, HELLO);

        assertThat(seen.hex).startsWith("0d0a0d0a000d0a515549540a2111");
        assertThat(seen.hex.substring(32))
                .startsWith("7f0000017f000001%04x%04x".formatted(seen.source.getPort(), seen.to.getPort()));
        seen.hasTheClientsAddresses();
        assertThat(seen.rest).isEqualTo(HEX.formatHex(HELLO));
    }

    @Test
    void version2OfAnIpv6ClientHasIpv6Addresses() throws IOException {
        Seen seen = exchange(TestBalancer.with().lb(V2), Talk.IPV6, HELLO);

        assertThat(seen.hex).startsWith("0d0a0d0a000d0a515549540a2121");
        seen.hasTheClientsAddresses();
        assertThat(seen.rest).isEqualTo(HEX.formatHex(HELLO));
    }

    @Test
    void version2TellsTheNameTheProtocolAndTheIdOfTheAccessLog() throws IOException {
        Seen seen = exchange(TestBalancer.with().lb(V2), Talk.IPV4, HELLO);

        assertThat(seen.header.authority()).contains("shop.example.com");
        assertThat(seen.header.alpn()).contains("h2");
        assertThat(seen.header.uniqueId()).contains(UniqueId.of(loggedId()));
        assertThat(seen.header.tlvs())
                .as("the checksum is checked by the decoder")
                .containsOnlyKeys(1, 2, 3, 5);
    }

    @Test
    void version2OfAClientThatNamesNothingTellsTheIdAlone() throws IOException {
        Seen seen = exchange(
                TestBalancer.with().hosts("").lb(V2),
                Talk.IPV4,
                Hello.withoutExtensions().bytes());

        assertThat(seen.header.tlvs()).containsOnlyKeys(3, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2 ", "\0", "\u00ff\u00fe", "::"})
    void version2CarriesAnyProtocolName(String sent) throws IOException {
        Seen seen = exchange(
                TestBalancer.with().lb(V2),
                Talk.IPV4,
                Hello.to("shop.example.com").alpn(sent, "h2").bytes());

        assertThat(seen.header.alpn()).contains(sent);
    }

    @Test
    void ofATcpRuleHasNoNameAndArrivesBeforeTheClientSpeaks() throws IOException {
        try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                TestBalancer balancer = TestBalancer.with()
                        .tcp()
                        .lb(V2)
                        .backend("db", backend.port())
                        .start();
                Socket client = balancer.connect(Talk.IPV4)) {
            Decoded header = ProxyHeaderDecoder.read(client.getInputStream());

            assertThat(header.source()).contains((InetSocketAddress) client.getLocalSocketAddress());
            assertThat(header.destination()).contains((InetSocketAddress) client.getRemoteSocketAddress());
            assertThat(header.tlvs()).containsOnlyKeys(3, 5);
            client.getOutputStream().write(Talk.bytes("x"));
            assertThat(client.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void isNotAmongTheBytesThatAreCounted() throws IOException {
        exchange(TestBalancer.with().lb(V2), Talk.IPV4, HELLO);

        assertThat(logged("in=(\\d+)")).isEqualTo(Integer.toString(HELLO.length));
    }

    private String loggedId() throws IOException {
        return logged("id=([0-9a-f]{16})");
    }

    private String logged(String pattern) throws IOException {
        Path log = directory.resolve("access.log");
        await().until(() -> Files.size(log) > 0);
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(log));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}

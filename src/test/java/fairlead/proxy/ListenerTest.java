package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.config.Cidr;
import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clients reach an address that is listened on. */
final class ListenerTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();

    private final FakeBackend backend = FakeBackend.start(new Behaviour.Named("web-1"));

    @AfterEach
    void stop() {
        backend.close();
    }

    private TestBalancer balancer(String address) {
        return TestBalancer.with()
                .backend("web-1", backend.port())
                .listener("\"address\": \"%s\"".formatted(address))
                .start();
    }

    private static void assertServed(TestBalancer balancer, InetAddress to) throws IOException {
        try (Socket client = balancer.connect(to)) {
            assertThat(Talk.greet(client, HELLO)).contains("web-1");
        }
    }

    private static void assertRefused(TestBalancer balancer, InetAddress to) {
        assertThatThrownBy(() -> balancer.connect(to).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void theIpv6WildcardIsForBothFamilies() throws IOException {
        try (TestBalancer balancer = balancer("::")) {
            assertServed(balancer, Talk.IPV4);
            assertServed(balancer, Talk.IPV6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1"})
    void anIpv4AddressIsForIpv4Alone(String address) throws IOException {
        try (TestBalancer balancer = balancer(address)) {
            assertServed(balancer, Talk.IPV4);
            assertRefused(balancer, Talk.IPV6);
        }
    }

    @Test
    void anIpv6AddressIsForIpv6Alone() throws IOException {
        try (TestBalancer balancer = balancer("::1")) {
            assertServed(balancer, Talk.IPV6);
            assertRefused(balancer, Talk.IPV4);
        }
    }

    @ParameterizedTest
    @CsvSource({"::,:", "127.0.0.1,127.0.0.1:", "0.0.0.0,0.0.0.0:"})
    void aTakenPortIsNamedInASentence(String address, String written) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Talk.IPV4)) {
            ListenAddress wanted = new ListenAddress(Cidr.literal(address), taken.getLocalPort());

            assertThatThrownBy(() -> Listener.bind(wanted, new Turns(() -> true), (listener, client) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on %s%d: Address already in use", written, taken.getLocalPort());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "::,:443",
        "0.0.0.0,0.0.0.0:443",
        "192.0.2.1,192.0.2.1:443",
        "::1,[::1]:443",
        "2001:db8::7,[2001:db8::7]:443"
    })
    void isWrittenAsPeopleWriteIt(String address, String written) {
        assertThat(new ListenAddress(Cidr.literal(address), 443)).hasToString(written);
    }
}

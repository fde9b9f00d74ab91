package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.ForwardingRule;
import fairlead.config.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Where a backend is connected to, by its own ports and those of the rules. */
final class AddressTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final OptionalInt NONE = OptionalInt.empty();
    private static final ForwardingRule TCP =
            new ForwardingRule(Protocol.TCP, 25, Protocol.TCP, 2525, false, Optional.empty());

    private static BackendConfig web(OptionalInt port, OptionalInt httpPort) {
        return new BackendConfig("web", new BackendAddress.Ip(LOOPBACK), port, httpPort, 1, Mode.ENABLED, 0);
    }

    private static Backend backend(OptionalInt port, OptionalInt httpPort, ForwardingRule... rules) {
        return Pools.pool(Shop.with().rules(rules).of(web(port, httpPort)), Optional.empty())
                .backends()
                .getFirst();
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }

    @Test
    void isTheTargetPortWithoutPortsOfItsOwn() {
        Backend backend = backend(NONE, NONE, Shop.HTTPS, Shop.HTTP, TCP);
        assertThat(backend.address(Shop.HTTPS)).isEqualTo(at(443));
        assertThat(backend.address(Shop.HTTP)).isEqualTo(at(80));
        assertThat(backend.address(TCP)).isEqualTo(at(2525));
    }

    @Test
    void isItsPortForAllRulesButThoseOfHttp() {
        Backend backend = backend(OptionalInt.of(8443), NONE, Shop.HTTPS, Shop.HTTP, TCP);
        assertThat(backend.address(Shop.HTTPS)).isEqualTo(at(8443));
        assertThat(backend.address(TCP)).isEqualTo(at(8443));
        assertThat(backend.address(Shop.HTTP)).isEqualTo(at(80));
    }

    @Test
    void isItsPortForHttpWhereThereIsNothingElse() {
        assertThat(backend(OptionalInt.of(8080), NONE, Shop.HTTP).address(Shop.HTTP))
                .isEqualTo(at(8080));
    }

    @Test
    void isItsHttpPortForHttp() {
        Backend both = backend(OptionalInt.of(8443), OptionalInt.of(8080), Shop.HTTPS, Shop.HTTP);
        assertThat(both.address(Shop.HTTP)).isEqualTo(at(8080));
        assertThat(both.address(Shop.HTTPS)).isEqualTo(at(8443));

        Backend one = backend(OptionalInt.of(8443), OptionalInt.of(8080), Shop.HTTP);
        assertThat(one.address(Shop.HTTP)).isEqualTo(at(8080));
    }

    @Test
    void followsTheConfigWithoutBecomingAnotherBackend() {
        Shop shop = Shop.with().rules(Shop.HTTPS, Shop.HTTP);
        Pool before = Pools.pool(shop.of(web(OptionalInt.of(8443), OptionalInt.of(8080))), Optional.empty());
        Backend web = before.backends().getFirst();

        Pool after = Pools.pool(shop.of(web(OptionalInt.of(8443), OptionalInt.of(8081))), Optional.of(before));
        assertThat(after.backends()).containsExactly(web);
        assertThat(web.address(Shop.HTTP)).isEqualTo(at(8081));

        Pools.pool(Shop.with().rules(Shop.HTTP).of(web(OptionalInt.of(8443), NONE)), Optional.of(after));
        assertThat(web.address(Shop.HTTP)).isEqualTo(at(8443));
    }
}

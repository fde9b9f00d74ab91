package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.ConfigFile;
import fairlead.config.ConfigFile.Result.Valid;
import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.support.FreePort;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which load balancer of a whole config gets a connection. */
final class SnapshotRoutingTest {
    private final int port = FreePort.pick();
    private final List<FakeBackend> backends = new ArrayList<>();

    @AfterEach
    void stop() {
        backends.forEach(FakeBackend::close);
    }

    /** A load balancer whose backend answers with its name. */
    private String loadBalancer(String name, String rule, String... hosts) {
        FakeBackend backend = FakeBackend.start(new Behaviour.Named(name));
        backends.add(backend);
        return """
                {"name": "%s", "hosts": [%s],
                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %d, "target_protocol": "https",
                   "target_port": 443, "tls_passthrough": true %s}],
                 "backends": [{"name": "web-1", "address": "127.0.0.1", "port": %d}]}
                """.formatted(
                        name,
                        List.of(hosts).stream().map(host -> '"' + host + '"').collect(Collectors.joining(",")),
                        port,
                        rule,
                        backend.port());
    }

    private Engine start(String listeners, String... loadBalancers) throws IOException {
        String json = "{\"access_log\": {\"output\": \"off\"}, \"listeners\": [%s], \"load_balancers\": [%s]}"
                .formatted(listeners, String.join(",", loadBalancers));
        ConfigFile.Result parsed = ConfigFile.parse(json);
        assertThat(parsed).isInstanceOf(Valid.class);
        return Engine.start(((Valid) parsed).config());
    }

    private String answer(InetAddress to, Hello hello) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(new InetSocketAddress(to, port), 10_000);
            client.setSoTimeout(20_000);
            return Talk.greet(client, hello.bytes()).orElse("nobody");
        }
    }

    private String answer(String serverName) throws IOException {
        return answer(Talk.IPV4, Hello.to(serverName));
    }

    @Test
    void isTheExactHostElseTheLongestWildcardElseTheCatchAll() throws IOException {
        try (Engine engine = start(
                "",
                loadBalancer("exact", "", "shop.example.com"),
                loadBalancer("wildcard", "", "*.example.com"),
                loadBalancer("longer", "", "*.eu.example.com"),
                loadBalancer("catch-all", ""))) {
            assertThat(engine.listenAddresses()).hasSize(1);
            assertThat(answer("shop.example.com")).isEqualTo("exact");
            assertThat(answer("SHOP.example.com.")).isEqualTo("exact");
            assertThat(answer("blog.example.com")).isEqualTo("wildcard");
            assertThat(answer("a.shop.example.com")).isEqualTo("wildcard");
            assertThat(answer("a.b.eu.example.com")).isEqualTo("longer");
            assertThat(answer("example.com")).isEqualTo("catch-all");
            assertThat(answer("example.org")).isEqualTo("catch-all");
            assertThat(answer(Talk.IPV4, Hello.withoutServerName())).isEqualTo("catch-all");
        }
    }

    @Test
    void isNoneForAnUnknownNameWithoutACatchAll() throws IOException {
        try (Engine engine =
                start("", loadBalancer("shop", "", "shop.example.com"), loadBalancer("blog", "", "blog.example.com"))) {
            assertThat(answer("shop.example.com")).isEqualTo("shop");
            assertThat(answer("blog.example.com")).isEqualTo("blog");
            assertThat(answer("example.org")).isEqualTo("nobody");
            assertThat(answer(Talk.IPV4, Hello.withoutServerName())).isEqualTo("nobody");
        }
    }

    @Test
    void isThatOfTheAddressTheRuleNames() throws IOException {
        String listeners =
                "{\"port\": %1$d, \"address\": \"127.0.0.1\"}, {\"port\": %1$d, \"address\": \"::1\"}".formatted(port);
        try (Engine engine = start(
                listeners,
                loadBalancer("inside", ", \"listener_address\": \"127.0.0.1\"", "shop.example.com"),
                loadBalancer("outside", ", \"listener_address\": \"::1\"", "shop.example.com"),
                loadBalancer("both", "", "blog.example.com"))) {
            assertThat(engine.listenAddresses()).hasSize(2);
            assertThat(answer(Talk.IPV4, Hello.to("shop.example.com"))).isEqualTo("inside");
            assertThat(answer(Talk.IPV6, Hello.to("shop.example.com"))).isEqualTo("outside");
            assertThat(answer(Talk.IPV4, Hello.to("blog.example.com"))).isEqualTo("both");
            assertThat(answer(Talk.IPV6, Hello.to("blog.example.com"))).isEqualTo("both");
        }
    }
}

package fairlead.config;

import static fairlead.config.Document.config;
import static fairlead.config.Document.loadBalancer;
import static fairlead.config.Document.problems;
import static fairlead.config.Document.rule;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.LoadBalancerConfig.Algorithm;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import fairlead.config.LoadBalancerConfig.OnUnhealthy;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    static final Path MINIMAL = Path.of("conf", "minimal.json");
    static final Path EXAMPLE = Path.of("conf", "example.json");

    @Nested
    class TheFilesInConf {

        @Test
        void minimalNeedsNothingBeyondHostsRuleAndBackends() {
            LoadBalancerConfig shop =
                    config(ConfigFile.load(MINIMAL)).loadBalancers().getFirst();
            assertThat(shop.hosts()).containsExactly("shop.example.com");
            assertThat(shop.forwardingRules())
                    .containsExactly(
                            new ForwardingRule(Protocol.HTTPS, 443, Protocol.HTTPS, 443, true, Optional.empty()));
            assertThat(shop.backends()).extracting(BackendConfig::name).containsExactly("web-1", "web-2");
        }

        @Test
        void exampleIsReadAsWritten() {
            Config config = config(ConfigFile.load(EXAMPLE));
            assertThat(config.accessLog())
                    .isEqualTo(new AccessLogConfig(
                            "/var/log/fairlead/access.log",
                            AccessLogConfig.Format.JSON,
                            AccessLogConfig.HttpPath.PATH,
                            104_857_600,
                            5));
            assertThat(config.listeners().get(1).trustedProxies())
                    .containsExactly(Cidr.parse("10.0.0.3"), Cidr.parse("10.1.0.0/16"), Cidr.parse("2001:db8:1::/48"));
            assertThat(config.listeners().get(1).proxyHeaderTimeout()).isEqualTo(Duration.ofMillis(2500));
            assertThat(config.loadBalancers())
                    .extracting(LoadBalancerConfig::name)
                    .containsExactly("shop", "api", "everything-else", "intranet", "database", "logs");
            LoadBalancerConfig shop = config.loadBalancers().getFirst();
            assertThat(shop.backends().getLast())
                    .isEqualTo(new BackendConfig(
                            "spare",
                            new BackendAddress.Ip(Cidr.literal("10.0.9.1")),
                            OptionalInt.of(8443),
                            OptionalInt.of(8080),
                            1,
                            BackendConfig.Mode.BACKUP,
                            0));
            assertThat(shop.backends())
                    .extracting(BackendConfig::maxConnections)
                    .startsWith(2000, 1000, 0);
            assertThat(shop.proxyProtocol()).isEqualTo(ProxyProtocol.V2);
            assertThat(shop.queue()).isEqualTo(new QueueConfig(100, Duration.ofSeconds(5)));
            assertThat(shop.slowStart()).contains(Duration.ofSeconds(30));
            assertThat(shop.backendDrainTimeout()).contains(Duration.ofMinutes(5));
            assertThat(shop.acmeBackend()).contains("web-1");
            assertThat(config.loadBalancers()
                            .get(1)
                            .forwardingRules()
                            .getFirst()
                            .listenerAddress())
                    .contains(Cidr.literal("192.0.2.10"));
            assertThat(config.loadBalancers().get(2).stickySessions().type())
                    .isEqualTo(StickySessionsConfig.Type.SOURCE_IP);
            assertThat(config.loadBalancers().get(3).stickySessions().cookieSecret())
                    .isPresent();
            assertThat(shop.http())
                    .isEqualTo(new HttpConfig(
                            true,
                            308,
                            OptionalInt.of(443),
                            HttpConfig.AcmeChallenges.FORWARD,
                            HttpConfig.ForwardedHeaders.X_FORWARDED,
                            Duration.ofMinutes(1)));
            assertThat(config.resolveInterval()).isEqualTo(Duration.ofSeconds(10));
            assertThat(config.publicAddresses()).containsExactly(Cidr.literal("192.0.2.10"));
            assertThat(config.webhookUrl()).contains(URI.create("https://hooks.example.com/fairlead"));
            assertThat(config.stateFile()).contains("/var/lib/fairlead/state");
        }

        @Test
        void exampleShowsACheckOfEachProtocolAndANameAsAddress() {
            Config config = config(ConfigFile.load(EXAMPLE));
            assertThat(config.loadBalancers())
                    .extracting(loadBalancer -> loadBalancer.healthCheck().protocol())
                    .contains(HealthCheckConfig.Protocol.values());
            assertThat(config.loadBalancers().get(1).backends().getFirst().address())
                    .isEqualTo(new BackendAddress.Name("api.internal.example.com"));
            assertThat(config.loadBalancers().get(1).onUnhealthy()).isEqualTo(OnUnhealthy.CLOSE);
        }
    }

    @Nested
    class WhatIsNotWritten {

        private final Config config = Document.minimal().config();
        private final LoadBalancerConfig shop = config.loadBalancers().getFirst();

        @Test
        void hasItsDefaultAtTheTop() {
            assertThat(config.admin()).isEqualTo(new AdminConfig(true, "127.0.0.1", 8080));
            assertThat(config.maxConnections()).isEqualTo(10_000);
            assertThat(config.drainTimeout()).isEqualTo(Duration.ofMinutes(1));
            assertThat(config.accessLog())
                    .isEqualTo(new AccessLogConfig(
                            "stdout", AccessLogConfig.Format.TEXT, AccessLogConfig.HttpPath.OFF, 104_857_600, 5));
            assertThat(config.listeners()).isEmpty();
            assertThat(config.resolveInterval()).isEqualTo(Duration.ofSeconds(10));
            assertThat(config.publicAddresses()).isEmpty();
            assertThat(config.webhookUrl()).isEmpty();
            assertThat(config.stateFile()).isEmpty();
        }

        @Test
        void hasItsDefaultInALoadBalancer() {
            assertThat(shop.http().redirect()).isFalse();
            assertThat(shop.http().redirectStatus()).isEqualTo(307);
            assertThat(shop.http().publicHttpsPort()).isEmpty();
            assertThat(shop.algorithm()).isEqualTo(Algorithm.ROUND_ROBIN);
            assertThat(shop.stickySessions()).isEqualTo(StickySessionsConfig.NONE);
            assertThat(shop.healthCheck())
                    .isEqualTo(new HealthCheckConfig(
                            HealthCheckConfig.Protocol.TLS,
                            OptionalInt.empty(),
                            "/",
                            Optional.empty(),
                            List.of(new HealthCheckConfig.StatusRange(200, 399)),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(5),
                            3,
                            5,
                            false,
                            Optional.empty(),
                            ProxyProtocol.OFF));
            assertThat(shop.onUnhealthy()).isEqualTo(OnUnhealthy.KEEP);
            assertThat(shop.queue()).isEqualTo(new QueueConfig(100, Duration.ofSeconds(5)));
            assertThat(shop.slowStart()).isEmpty();
            assertThat(shop.backendDrainTimeout()).isEmpty();
            assertThat(shop.proxyProtocol()).isEqualTo(ProxyProtocol.OFF);
            assertThat(shop.firewall()).isEqualTo(new FirewallConfig(List.of(), List.of()));
            assertThat(shop.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(shop.idleTimeout()).isEqualTo(Duration.ofHours(1));
            assertThat(shop.halfCloseTimeout()).isEqualTo(Duration.ofMinutes(1));
            assertThat(shop.maxConnections()).isZero();
            assertThat(shop.allUnhealthy()).isEqualTo(AllUnhealthy.TRY_ANYWAY);
            assertThat(shop.acmeBackend()).isEmpty();
        }

        @Test
        void hasItsDefaultInABackend() {
            assertThat(shop.backends())
                    .containsExactly(new BackendConfig(
                            "web-1",
                            new BackendAddress.Ip(Cidr.literal("10.0.0.11")),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            1,
                            BackendConfig.Mode.ENABLED,
                            0));
        }

        @Test
        void hasItsDefaultInARuleAndInAListener() {
            Config config = Document.of(
                            "{\"load_balancers\": [%s]}".formatted(loadBalancer("db", "", rule("tcp", 5432))))
                    .without("load_balancers[0].forwarding_rules[0].tls_passthrough")
                    .with("listeners", "[{\"port\": 5432}]")
                    .config();
            assertThat(config.loadBalancers().getFirst().forwardingRules())
                    .containsExactly(
                            new ForwardingRule(Protocol.TCP, 5432, Protocol.TCP, 5432, false, Optional.empty()));
            assertThat(config.listeners())
                    .containsExactly(ListenerConfig.withDefaults(5432, Cidr.literal("::")))
                    .containsExactly(new ListenerConfig(
                            5432,
                            Cidr.literal("::"),
                            false,
                            List.of(),
                            Duration.ofSeconds(5),
                            65_536,
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(60),
                            0));
        }

        @Test
        void mayBeTheLoadBalancersOrBackendsThemselves() {
            assertThat(problems(ConfigFile.parse("{\"load_balancers\": []}"))).isEmpty();
            assertThat(Document.minimal()
                            .with("load_balancers[0].backends", "[]")
                            .problems())
                    .isEmpty();
        }
    }

    @Nested
    class ManyMistakes {

        @Test
        void areAllListedInFileOrder() {
            String json = """
                    {
                      "max_connections": 0,
                      "load_balancers": [
                        {
                          "backends": [{"name": "web-1", "address": "10.0.0.11", "weigth": 2}],
                          "hosts": ["https://shop.example.com"],
                          "forwarding_rules": [
                            {"entry_protocol": "https", "entry_port": 443,
                             "target_protocol": "http", "target_port": 443, "tls_passthrough": true}],
                          "name": "shop"
                        },
                        {
                          "name": "blog",
                          "idle_timeout_seconds": "5s",
                          "forwarding_rules": [
                            {"entry_protocol": "tcp", "entry_port": 443, "target_protocol": "tcp", "target_port": 443}]
                        }
                      ],
                      "drain_timeout_seconds": -1
                    }
                    """;
            assertThat(problems(ConfigFile.parse(json)))
                    .containsExactly(
                            "max_connections: must be a whole number from 1 to 1000000; found the number 0",
                            "load_balancers[0].backends[0].weigth: unknown key: did you mean \"weight\"?",
                            "load_balancers[0].hosts[0]: \"https://shop.example.com\" is a URL: write \"shop.example.com\"",
                            "load_balancers[0].forwarding_rules[0].target_protocol: "
                                    + "must equal entry_protocol \"https\" when tls_passthrough is true",
                            "load_balancers[1].backends: is missing, and has no default: add it",
                            "load_balancers[1].idle_timeout_seconds: "
                                    + "must be a number of seconds, such as 5 or 0.5; found the string \"5s\"",
                            "load_balancers[1].forwarding_rules[0].entry_protocol: port 443 carries TLS for "
                                    + "load_balancers[0].forwarding_rules[0]: a port carries either TLS (https, http2), http or tcp",
                            "drain_timeout_seconds: must be a number of seconds from 0.001 to 604800 (7 days); "
                                    + "found the number -1");
        }

        @Test
        void areListedUpToABound() {
            String json = "{\"load_balancers\": [%s]}".formatted("1, ".repeat(100_000) + "1");
            assertThat(problems(ConfigFile.parse(json)))
                    .hasSize(1001)
                    .startsWith("load_balancers[0]: must be an object in braces { }; found the number 1")
                    .endsWith("there are more problems than the 1000 listed: mend these first");
        }
    }

    @Nested
    class Loading {

        @TempDir
        @SuppressWarnings("NullAway.Init")
        Path directory;

        private List<String> load(byte[] bytes) throws IOException {
            return problems(ConfigFile.load(Files.write(directory.resolve("fairlead.json"), bytes)));
        }

        @Test
        void ignoresAByteOrderMark() throws IOException {
            assertThat(load("\ufeff{\"load_balancers\": []}".getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }

        @Test
        void namesTheLineThatIsNotUtf8() throws IOException {
            assertThat(load("{\n\n  \"b\u00fccher\": 1}".getBytes(StandardCharsets.ISO_8859_1)))
                    .containsExactly("line 3: not UTF-8: save the file in this encoding");
            assertThat(load(new byte[] {'{', (byte) 0xc3}))
                    .containsExactly("line 1: not UTF-8: save the file in this encoding");
        }

        @Test
        void saysThatThereIsNoSuchFile() {
            Path missing = directory.resolve("missing.json");
            assertThat(problems(ConfigFile.load(missing))).containsExactly("there is no file " + missing);
        }

        @Test
        void saysThatADirectoryCannotBeRead() {
            assertThat(problems(ConfigFile.load(directory)))
                    .singleElement()
                    .asString()
                    .startsWith(directory + " cannot be read: ");
        }

        @Test
        void refusesAFileBeyondTheLimit() throws IOException {
            byte[] bytes = " ".repeat(ConfigFile.LARGEST + 1).getBytes(StandardCharsets.UTF_8);
            assertThat(load(bytes)).containsExactly("the file is larger than 16 MiB");
        }
    }
}

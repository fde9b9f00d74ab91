package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.health.BackendStatus;
import fairlead.health.dns.Resolver;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * The real engine on a port of its own, without health checks unless a test asks for them. A test says what is special and
 * leaves the rest: {@code
 * TestBalancer.with().backend("web-1", port).lb("\"proxy_protocol\": \"v2\"").start()}.
 */
public final class TestBalancer implements AutoCloseable {
    private static final String UNCHECKED = ", \"health_check\": {\"protocol\": \"none\"}";

    private final Engine engine;
    private final int port;
    private final Setup setup;

    private TestBalancer(Engine engine, int port, Setup setup) {
        this.engine = engine;
        this.port = port;
        this.setup = setup;
    }

    /** A load balancer called {@code shop} for {@code shop.example.com}, https passthrough, no backends yet. */
    public static Setup with() {
        return new Setup();
    }

    /** What will be in the config, as JSON members. */
    public static final class Setup {
        private int port = FreePort.pick();
        private String accessLog = "off";
        private Resolver resolver = name -> List.of(InetAddress.getLoopbackAddress());
        private String hosts = "\"shop.example.com\"";
        private String protocol = "https";
        private final List<String> backends = new ArrayList<>();
        private final List<String> members = new ArrayList<>();
        private final List<String> listener = new ArrayList<>();
        private final List<String> top = new ArrayList<>();
        private final List<String> others = new ArrayList<>();
        private final List<String> log = new ArrayList<>();

        /** One more backend at this port of 127.0.0.1. */
        public Setup backend(String name, int port, String... members) {
            return backendAt(name, "127.0.0.1", port, members);
        }

        public Setup backendAt(String name, String address, int port, String... members) {
            backends.add("{\"name\": \"%s\", \"address\": \"%s\", \"port\": %d%s}"
                    .formatted(name, address, port, members.length == 0 ? "" : ", " + String.join(", ", members)));
            return this;
        }

        /** The hosts in quotes and with commas; empty for a catch-all. */
        public Setup hosts(String quoted) {
            this.hosts = quoted;
            return this;
        }

        /** A tcp->tcp rule in place of passthrough; it has no hosts. */
        public Setup tcp() {
            this.protocol = "tcp";
            this.hosts = "";
            return this;
        }

        /** An http->http rule in place of passthrough. */
        public Setup http() {
            this.protocol = "http";
            return this;
        }

        /** An http rule all of whose requests are sent to https on this port. */
        public Setup redirecting(int httpsPort) {
            return http().lb("\"redirect_http_to_https\": true", "\"public_https_port\": " + httpsPort);
        }

        /** Members of the load balancer: {@code "\"connect_timeout_seconds\": 0.5"}. */
        public Setup lb(String... json) {
            members.addAll(List.of(json));
            return this;
        }

        /** Health checks at this interval in seconds, and more members of theirs. */
        Setup checks(String protocol, String interval, String... json) {
            return lb("\"health_check\": {\"protocol\": \"%s\", \"check_interval_seconds\": %s%s}"
                    .formatted(protocol, interval, more(List.of(json))));
        }

        /** Members of the listener. */
        public Setup listener(String... json) {
            listener.addAll(List.of(json));
            return this;
        }

        /** Members of the config itself. */
        public Setup top(String... json) {
            top.addAll(List.of(json));
            return this;
        }

        /** Another load balancer, whole; {@code %PORT%} stands for the entry port. */
        public Setup also(String loadBalancer) {
            others.add(loadBalancer);
            return this;
        }

        /** Where the access log goes: a file, or what the config knows by a word. It is off otherwise. */
        public Setup accessLog(String output) {
            this.accessLog = output;
            return this;
        }

        public Setup accessLog(Path file) {
            return accessLog(file.toString());
        }

        /** More members of the access log. */
        Setup log(String... json) {
            log.addAll(List.of(json));
            return this;
        }

        /** Who looks names up; otherwise every name is this machine's. */
        public Setup names(Resolver resolver) {
            this.resolver = resolver;
            return this;
        }

        public int port() {
            return port;
        }

        public Setup on(int port) {
            this.port = port;
            return this;
        }

        /** The config file. */
        public String json() {
            return """
                    {"access_log": {"output": "%s" %s} %s,
                     "listeners": [{"port": %d %s}],
                     "load_balancers": [{"name": "shop", "hosts": [%s],
                       "forwarding_rules": [{"entry_protocol": "%s", "entry_port": %d,
                         "target_protocol": "%s", "target_port": 443 %s}],
                       "backends": [%s] %s}%s]}
                    """.formatted(
                            accessLog,
                            more(log),
                            more(top),
                            port,
                            more(listener),
                            hosts,
                            protocol,
                            port,
                            protocol,
                            protocol.equals("https") ? ", \"tls_passthrough\": true" : "",
                            String.join(", ", backends),
                            more(members) + (checksAreSaid() ? "" : UNCHECKED),
                            more(others))
                    .replace("%PORT%", Integer.toString(port));
        }

        public Config config() {
            String json = json();
            return switch (ConfigFile.parse(json)) {
                case ConfigFile.Result.Valid valid -> valid.config();
                case ConfigFile.Result.Invalid invalid ->
                    throw new IllegalArgumentException(invalid.problems() + "\n" + json);
            };
        }

        public TestBalancer start() {
            try {
                return new TestBalancer(Engine.start(config(), resolver), port, this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean checksAreSaid() {
            return members.stream().anyMatch(member -> member.contains("\"health_check\""));
        }

        private static String more(List<String> json) {
            return json.isEmpty() ? "" : ", " + String.join(", ", json);
        }
    }

    public Engine engine() {
        return engine;
    }

    public int port() {
        return port;
    }

    /** What it was started with, to change and {@link #apply}. */
    Setup setup() {
        return setup;
    }

    void apply(Setup changed) {
        try {
            engine.apply(changed.on(port).config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client's connection to it, with a read timeout that is only there to end a test that hangs. */
    Socket connect() throws IOException {
        return connect(InetAddress.getLoopbackAddress());
    }

    Socket connect(InetAddress to) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(to, port), 10_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Waits until so many connections have ended with this outcome. */
    void awaitOutcome(Outcome outcome, int count) {
        Awaitility.await(outcome.word())
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(engine.counters().connections(outcome))
                        .as(
                                "%s of %s",
                                outcome,
                                engine.counters().tallies().values().stream()
                                        .map(tally -> tally.connections())
                                        .toList())
                        .isEqualTo(count));
    }

    /** One client: who serves it, if anybody does. It takes its leave when it knows. */
    Optional<String> servedBy() throws IOException {
        try (Socket client = connect()) {
            Optional<String> name = Talk.greet(client, Ends.HELLO);
            if (name.isPresent()) {
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            }
            return name;
        }
    }

    /** So many clients, one after another: who serves them. */
    List<String> servedBy(int clients) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            names.add(servedBy().orElse("nobody"));
        }
        return names;
    }

    /** How the backend of the load balancer {@code shop} stands. */
    BackendStatus status(String backend) {
        return engine.backends().stream()
                .filter(status ->
                        status.loadBalancer().equals("shop") && status.name().equals(backend))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the backend stands like this, in words. */
    void awaitStatus(String backend, String text) {
        awaitThat(backend + " " + text, () -> assertThat(status(backend).text()).isEqualTo(text));
    }

    /** Waits until so many of the backend's checks are over. */
    void awaitChecks(String backend, int count) {
        awaitThat(
                count + " checks of " + backend,
                () -> assertThat(status(backend).checks()).hasSizeGreaterThanOrEqualTo(count));
    }

    /** Waits until so many connections wait for the backend. */
    void awaitWaiting(String backend, int count) {
        awaitThat(
                count + " wait for " + backend,
                () -> assertThat(status(backend).waiting()).isEqualTo(count));
    }

    /** Looks again and again, for twenty seconds at the most. */
    static void awaitThat(String what, ThrowingRunnable assertion) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(assertion);
    }

    @Override
    public void close() {
        engine.close();
    }
}

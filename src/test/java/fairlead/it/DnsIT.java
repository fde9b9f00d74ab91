package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import fairlead.support.FreePort;
import fairlead.support.Tools;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend's address is a name, which a hosts file in place of the DNS lets change, vanish and come. */
final class DnsIT {
    private static final String NAME = "web.internal";
    private static final String HOST = "shop.example.com";
    private static final String A = "127.0.0.1";
    private static final String B = "127.0.0.2";
    private static final String C = "127.0.0.3";

    @TempDir
    private Path directory;

    private final int port = FreePort.pick();
    private final List<NamedBackend> backends = new ArrayList<>();
    private final TestBalancer.Setup setup = TestBalancer.with()
            .top("\"resolve_interval_seconds\": 0.5")
            .backendAt("web", NAME, port)
            .lb("\"health_check\": {\"protocol\": \"http\", \"check_interval_seconds\": 0.25}");

    /** Each is called like its address, and all have the same port. */
    @BeforeEach
    void startBackends() throws IOException {
        for (String address : List.of(A, B, C)) {
            Tools.requireThat(canListenOn(address), "there is no " + address + " on this machine");
            backends.add(NamedBackend.start(address, address, port));
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        for (NamedBackend backend : backends) {
            backend.close();
        }
    }

    @Nested
    class WhenTheNameChanges {

        @Test
        void newConnectionsFollowItWithinTheIntervalAndOpenOnesStay() throws Exception {
            pointTo(A);
            try (FairleadProcess fairlead = serve();
                    NamedClient open = NamedClient.connect(setup.port(), HOST)) {
                assertThat(open.backend()).isEqualTo(A);
                long changed = System.nanoTime();
                pointTo(B);
                fairlead.await("a connection to B", () -> assertThat(next(1)).containsKey(B));
                Duration taken = Duration.ofNanos(System.nanoTime() - changed);
                System.out.printf(
                        "a name changed: new connections went there after %d ms, with resolve_interval_seconds 0.5%n",
                        taken.toMillis());
                assertThat(taken).as("the default interval is 10 s").isLessThan(Duration.ofSeconds(8));
                assertThat(next(20)).isEqualTo(Map.of(B, 20L));
                open.echo();
                open.finish();
                assertThat(fairlead.stderr()).contains("web.internal now is 127.0.0.2 (was 127.0.0.1)");
            }
        }
    }

    @Nested
    class WhenTheDnsIsGone {

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void nothingChangesUntilItAnswersAgain(boolean empty) throws Exception {
            pointTo(A, B);
            try (FairleadProcess fairlead = serve();
                    NamedClient open = NamedClient.connect(setup.port(), HOST)) {
                if (empty) {
                    pointTo();
                } else {
                    Files.delete(hosts());
                }
                fairlead.awaitError(
                        "WARNING cannot resolve web.internal: .*; its last answer is kept: 127.0.0.1, 127.0.0.2");
                fairlead.await("both", () -> assertThat(next(20)).isEqualTo(Map.of(A, 10L, B, 10L)));
                open.echo();
                pointTo(B, A);
                fairlead.awaitError("INFO web.internal is resolved now: 127.0.0.1, 127.0.0.2");
                assertThat(next(20)).isEqualTo(Map.of(A, 10L, B, 10L));
                open.echo();
                open.finish();
                assertThat(fairlead.stderr()).doesNotContain("web.internal now is", "is down");
            }
        }
    }

    @Nested
    class WhenTheNameHasSeveralAddresses {

        @Test
        void eachIsABackendAndGetsItsShare() throws Exception {
            pointTo(C, A, B);
            try (FairleadProcess fairlead = serve()) {
                fairlead.await("all three", () -> assertThat(next(30)).isEqualTo(Map.of(A, 10L, B, 10L, C, 10L)));
                backends.get(1).close();
                fairlead.awaitError("shop/web@127.0.0.2 is down: connect refused");
                assertThat(next(30)).isEqualTo(Map.of(A, 15L, C, 15L));
            }
        }

        @Test
        void thePoolGrowsByItself() throws Exception {
            pointTo(A);
            try (FairleadProcess fairlead = serve()) {
                assertThat(next(10)).isEqualTo(Map.of(A, 10L));
                pointTo(A, B, C);
                fairlead.await("all three", () -> assertThat(next(30)).isEqualTo(Map.of(A, 10L, B, 10L, C, 10L)));
            }
        }
    }

    @Nested
    class WhenTheNameDoesNotResolveAtTheStart {
        private static final byte[] NO_BACKEND = {21, 3, 3, 0, 2, 2, 80};

        @Test
        void thatBackendIsMissingTheRestServesAndItComesByItself() throws Exception {
            pointTo();
            setup.also("""
                    {"name": "other", "hosts": ["other.example.com"],
                       "forwarding_rules": [{"entry_protocol": "https", "entry_port": %%PORT%%,
                         "target_protocol": "https", "target_port": 443, "tls_passthrough": true}],
                       "backends": [{"name": "api-1", "address": "%s", "port": %d}],
                       "health_check": {"protocol": "none"}}""".formatted(C, port));
            try (FairleadProcess fairlead = serve()) {
                fairlead.awaitError("WARNING cannot resolve web.internal: .*; it has no address until that works");
                assertThat(NamedClient.backendOf(setup.port(), "other.example.com"))
                        .isEqualTo(C);
                try (EchoClient refused = EchoClient.hello(setup.port())) {
                    refused.expect(NO_BACKEND);
                }
                pointTo(B);
                fairlead.awaitError("INFO web.internal is resolved now: 127.0.0.2");
                fairlead.await("a connection to B", () -> {
                    try {
                        assertThat(NamedClient.backendOf(setup.port(), HOST)).isEqualTo(B);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
            }
        }
    }

    private FairleadProcess serve() throws IOException {
        return FairleadProcess.serve(setup.json(), "-Djdk.net.hosts.file=" + hosts());
    }

    /** How many of the next new connections each backend gets. */
    private Map<String, Long> next(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                names.add(NamedClient.backendOf(setup.port(), HOST));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return names.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** From now on, without a moment in which the file is half written. */
    private void pointTo(String... addresses) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String address : addresses) {
            text.append(address).append(' ').append(NAME).append('\n');
        }
        Path written = Files.writeString(directory.resolve("hosts.new"), text);
        Files.move(written, hosts(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path hosts() {
        return directory.resolve("hosts");
    }

    private static boolean canListenOn(String address) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return server.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}

package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import fairlead.support.FreePort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend is taken out by a reload. */
final class DrainIT {
    private static final String HOST = "shop.example.com";
    private static final Duration DRAIN = Duration.ofSeconds(4);

    private final NamedBackend first = NamedBackend.start("web-1", "127.0.0.1", 0);
    private final NamedBackend second = NamedBackend.start("web-2", "127.0.0.1", 0);
    private final int port = FreePort.pick();
    private final List<NamedClient> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (NamedClient client : open) {
            client.close();
        }
        first.close();
        second.close();
    }

    @Test
    void itGetsNoNewConnectionsKeepsItsOwnAndIsRidOfThemAtTheDeadline() throws Exception {
        try (FairleadProcess fairlead = FairleadProcess.serve(config("enabled"))) {
            for (int i = 0; i < 6; i++) {
                open.add(NamedClient.connect(port, HOST));
            }
            List<NamedClient> drained = of("web-1");
            assertThat(drained).hasSize(3);

            long start = System.nanoTime();
            fairlead.writeConfig(config("drain"));
            fairlead.signal("HUP");
            fairlead.awaitError("reloaded ");
            for (NamedClient client : open) {
                client.echo();
            }
            drained.get(0).finish();
            for (int i = 0; i < 20; i++) {
                assertThat(NamedClient.backendOf(port, HOST)).isEqualTo("web-2");
            }
            drained.get(1).awaitEnd();
            drained.get(2).awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(DRAIN);

            for (NamedClient client : of("web-2")) {
                client.echo();
                client.finish();
            }
            fairlead.await(
                    "access log",
                    () -> assertThat(AccessLine.of(fairlead.stdout()))
                            .extracting(line -> line.backend() + ' ' + line.outcome())
                            .hasSize(26)
                            .filteredOn(ended -> !ended.equals("shop/web-2 completed"))
                            .containsExactlyInAnyOrder(
                                    "shop/web-1 completed",
                                    "shop/web-1 backend_drained",
                                    "shop/web-1 backend_drained"));
        }
    }

    @Test
    void itTakesPartAgainOnceEnabled() throws Exception {
        try (FairleadProcess fairlead = FairleadProcess.serve(config("drain"))) {
            assertThat(NamedClient.backendOf(port, HOST)).isEqualTo("web-2");
            assertThat(NamedClient.backendOf(port, HOST)).isEqualTo("web-2");
            fairlead.writeConfig(config("enabled"));
            fairlead.signal("HUP");
            fairlead.awaitError("reloaded ");
            for (int i = 0; i < 4; i++) {
                open.add(NamedClient.connect(port, HOST));
            }
            assertThat(of("web-1")).hasSize(2);
        }
    }

    private List<NamedClient> of(String backend) {
        return open.stream().filter(client -> client.backend().equals(backend)).toList();
    }

    private String config(String mode) {
        return TestBalancer.with()
                .on(port)
                .accessLog("stdout")
                .backend("web-1", first.port(), "\"mode\": \"" + mode + '"')
                .backend("web-2", second.port())
                .lb("\"backend_drain_timeout_seconds\": " + DRAIN.toSeconds())
                .json();
    }
}

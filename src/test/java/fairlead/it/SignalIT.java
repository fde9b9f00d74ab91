package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the process does when it is signalled. */
final class SignalIT {
    private final EchoBackend backend = EchoBackend.start();
    private final TestBalancer.Setup setup =
            TestBalancer.with().backend("web-1", backend.port()).accessLog("stdout");
    private final List<EchoClient> clients = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (EchoClient client : clients) {
            client.close();
        }
        backend.close();
    }

    @Nested
    class Term {

        @Test
        void letsTransfersInProgressCompleteAndAcceptsNothingNew() throws Exception {
            try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
                connect(50);
                for (EchoClient client : clients) {
                    client.echo(100_000);
                }
                fairlead.signal("TERM");
                fairlead.awaitError("stopping: 50 connections may finish");
                assertThatThrownBy(() -> EchoClient.hello(setup.port())).isInstanceOf(ConnectException.class);
                for (EchoClient client : clients) {
                    client.echo(100_000);
                    client.finish();
                }
                assertThat(fairlead.exitCode()).isZero();
                assertThat(fairlead.stdout().lines())
                        .hasSize(50)
                        .allMatch(line -> line.contains(" completed in=200") && line.contains(" out=200"));
                assertThat(fairlead.stderr()).containsPattern("stopped\\R");
            }
        }

        @Test
        void cutsAtTheDrainDeadlineWhatTakesLonger() throws Exception {
            String config = setup.top("\"drain_timeout_seconds\": 0.5").json();
            try (FairleadProcess fairlead = FairleadProcess.serve(config)) {
                connect(3);
                long start = System.nanoTime();
                fairlead.signal("TERM");
                for (EchoClient client : clients) {
                    assertThat(client.readOrReset()).isEqualTo(-1);
                }
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(500_000_000);
                assertThat(fairlead.exitCode()).isZero();
                assertThat(fairlead.stdout().lines()).hasSize(3).allMatch(line -> line.contains(" drained in="));
                assertThat(fairlead.stderr()).contains("stopped; 3 connections had to be closed");
            }
        }

        @Test
        void ofASecondTimeEndsTheWaitingAtOnce() throws Exception {
            String config = setup.top("\"drain_timeout_seconds\": 86400").json();
            try (FairleadProcess fairlead = FairleadProcess.serve(config)) {
                connect(1);
                fairlead.signal("TERM");
                fairlead.awaitError("stopping: 1 connection may finish");
                clients.get(0).echo(100_000);
                fairlead.signal("TERM");
                assertThat(clients.get(0).readOrReset()).isEqualTo(-1);
                assertThat(fairlead.exitCode()).isZero();
                assertThat(fairlead.stderr()).contains("stopped; 1 connection had to be closed");
            }
        }
    }

    @Nested
    class Hup {

        @Test
        void appliesAChangedFileToNewConnectionsAndLeavesOpenOnesAlone() throws Exception {
            EchoBackend second = EchoBackend.start();
            TestBalancer.Setup changed = TestBalancer.with()
                    .on(setup.port())
                    .backend("web-2", second.port())
                    .accessLog("stdout");
            try (second;
                    FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
                connect(1);
                fairlead.writeConfig(changed.json());
                fairlead.signal("HUP");
                fairlead.awaitError("reloaded .*conf.json: 1 load balancer on :" + setup.port());
                connect(1);
                for (EchoClient client : clients) {
                    client.echo(100_000);
                    client.finish();
                }
                fairlead.await(
                        "log",
                        () -> assertThat(fairlead.stdout())
                                .contains(" shop/web-1 completed ", " shop/web-2 completed "));
            }
        }

        @Test
        void withABrokenFileSaysWhatIsWrongAndChangesNothing() throws Exception {
            try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
                connect(1);
                fairlead.writeConfig(setup.json().replace("\"target_port\"", "\"target_prot\""));
                fairlead.signal("HUP");
                fairlead.awaitError("conf.json has problems, the former config stays in force");
                fairlead.awaitError("load_balancers\\[0].forwarding_rules\\[0].target_prot: .*target_port");
                clients.get(0).echo(100_000);
                connect(1);

                fairlead.writeConfig(setup.json());
                fairlead.signal("HUP");
                fairlead.awaitError("reloaded ");
            }
        }

        @Test
        void withAPortThatIsTakenSaysWhichAndChangesNothing() throws Exception {
            String config = setup.json();
            int taken = backend.port();
            try (FairleadProcess fairlead = FairleadProcess.serve(config)) {
                fairlead.writeConfig(setup.json()
                        .replace("\"port\": " + setup.port(), "\"address\": \"127.0.0.1\", \"port\": " + taken)
                        .replace("\"entry_port\": " + setup.port(), "\"entry_port\": " + taken));
                fairlead.signal("HUP");
                fairlead.awaitError("the former config stays in force: cannot listen on 127.0.0.1:" + taken);
                connect(1);
            }
        }

        @Test
        void beginsANewAccessLogAfterTheOldOneIsRenamed() throws Exception {
            Path directory = Files.createTempDirectory("fairlead-it-log-");
            Path log = directory.resolve("access.log");
            Path old = directory.resolve("access.log.1");
            try (FairleadProcess fairlead =
                    FairleadProcess.serve(setup.accessLog(log.toString()).json())) {
                connect(1);
                clients.get(0).finish();
                fairlead.await("first line", () -> assertThat(log).content().hasLineCount(1));
                Files.move(log, old);
                fairlead.signal("HUP");
                fairlead.await("new file", () -> assertThat(log).exists());
                connect(1);
                clients.get(1).finish();
                fairlead.await("second line", () -> assertThat(log).content().hasLineCount(1));
                assertThat(old).content().hasLineCount(1);
            } finally {
                Files.deleteIfExists(log);
                Files.deleteIfExists(old);
                Files.delete(directory);
            }
        }
    }

    private void connect(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(EchoClient.served(setup.port()));
        }
    }
}

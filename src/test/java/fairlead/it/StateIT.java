package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known after a restart. The finding is that the host of the load balancer does not resolve. */
final class StateIT {
    private static final String RAISED = "WARNING shop: shop.example.com cannot be resolved";
    private static final Pattern LINE = Pattern.compile("(?m)^(\\S+) (\\S+) host_unresolved shop - shop.example.com$");

    @TempDir
    private Path directory;

    private final EchoBackend backend = EchoBackend.start();

    @AfterEach
    void close() throws IOException {
        backend.close();
    }

    @Test
    void aFindingStandsSinceItWasFirstSeenAfterAKillAndAfterAStop() throws Exception {
        Files.createFile(hosts());
        MatchResult killed;
        try (FairleadProcess fairlead = serve()) {
            fairlead.awaitError(RAISED);
            fairlead.await("the state file", () -> assertThat(state()).content().containsPattern(LINE));
            killed = line();
        }
        runAndStop();
        MatchResult stopped = line();
        runAndStop();

        assertThat(stopped.group(1)).isEqualTo(killed.group(1));
        assertThat(line().group(1)).isEqualTo(killed.group(1));
        assertThat(Instant.parse(line().group(2))).isAfter(Instant.parse(stopped.group(2)));
    }

    @Test
    void aFindingThatWasClearedIsANewOneWhenItComesBack() throws Exception {
        Files.createFile(hosts());
        runAndStop();
        String first = line().group(1);
        try (FairleadProcess fairlead = serve()) {
            fairlead.awaitError(RAISED);
            Files.writeString(hosts(), "127.0.0.1 shop.example.com\n");
            fairlead.signal("HUP");
            fairlead.awaitError("INFO shop: no longer so: shop.example.com cannot be resolved");
            fairlead.signal("TERM");
            assertThat(fairlead.exitCode()).isZero();
        }
        assertThat(state()).content().doesNotContainPattern(LINE);
        Files.writeString(hosts(), "");
        runAndStop();
        assertThat(Instant.parse(line().group(1))).isAfter(Instant.parse(first));
    }

    /** Until the finding is there and written. */
    private void runAndStop() throws Exception {
        try (FairleadProcess fairlead = serve()) {
            fairlead.awaitError(RAISED);
            fairlead.signal("TERM");
            assertThat(fairlead.exitCode()).isZero();
        }
    }

    private FairleadProcess serve() throws IOException {
        String config = TestBalancer.with()
                .backend("web-1", backend.port())
                .top("\"state_file\": \"" + state() + '"')
                .json();
        return FairleadProcess.serve(config, "-Djdk.net.hosts.file=" + hosts());
    }

    private MatchResult line() throws IOException {
        return LINE.matcher(Files.readString(state())).results().findFirst().orElseThrow();
    }

    private Path state() {
        return directory.resolve("state");
    }

    private Path hosts() {
        return directory.resolve("hosts");
    }
}

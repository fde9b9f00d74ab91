package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.FreePort;
import fairlead.support.Tools;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;

/** A {@link NamedBackend} in a process of its own, which can be killed and started again on its port. */
final class BackendProcess implements AutoCloseable {
    private final String name;
    private final int port = FreePort.pick();
    private final Path directory;
    private Process process;

    private BackendProcess(String name, Path directory) throws IOException {
        this.name = name;
        this.directory = directory;
        this.process = launch(name, port, output().toFile());
    }

    /** On its way; {@link #awaitListening} tells when it is there. */
    static BackendProcess launch(String name) throws IOException {
        return new BackendProcess(name, Files.createTempDirectory("fairlead-it-backend-"));
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** As by kill -9. When it returns, the system has closed its sockets. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Again on its port, listening when it returns. */
    void restart() throws IOException {
        process = launch(name, port, output().toFile());
        awaitListening();
    }

    void awaitListening() {
        Awaitility.await(name)
                .atMost(FairleadProcess.LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .failFast("the backend has ended", () -> !process.isAlive())
                .untilAsserted(() -> assertThat(output()).content().contains("listening"));
    }

    /** When it was asked by checks, since its latest start. */
    List<Instant> checks() throws IOException {
        try (var lines = Files.lines(output())) {
            return lines.filter(line -> line.startsWith("check "))
                    .map(line -> Instant.parse(line.substring("check ".length())))
                    .toList();
        }
    }

    @Override
    public void close() {
        Tools.end(process, directory);
    }

    private Path output() {
        return directory.resolve("stdout");
    }

    private static Process launch(String name, int port, File output) throws IOException {
        return new ProcessBuilder(
                        FairleadProcess.jdk("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        classes(),
                        NamedBackend.class.getName(),
                        name,
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    private static String classes() {
        try {
            return Path.of(NamedBackend.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError("a directory whose URL is no URI", e);
        }
    }
}

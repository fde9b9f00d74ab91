package fairlead.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that a test talks to. */
public final class Tools {
    private Tools() {}

    /** What a program printed, both streams in one, and how it ended. */
    public record Ran(int exit, String output) {}

    /** The program's path. A test without it is skipped with that reason, or fails when {@code fairlead.tools=required}. */
    public static String require(String program) {
        Optional<Path> found = find(program);
        requireThat(found.isPresent(), program + " is not installed on this machine");
        return found.orElseThrow().toString();
    }

    /** Skips the test with the reason when something else is missing, or fails it when {@code fairlead.tools=required}. */
    public static void requireThat(boolean present, String otherwise) {
        if (!present && "required".equals(System.getProperty("fairlead.tools"))) {
            Assertions.fail(otherwise + ", and fairlead.tools=required");
        }
        Assumptions.assumeTrue(present, otherwise);
    }

    /** Chromium's path. A test without it is skipped, or fails when {@code fairlead.browser=required}: it is large. */
    public static String requireBrowser() {
        Optional<Path> found = find("chromium");
        if (found.isEmpty() && "required".equals(System.getProperty("fairlead.browser"))) {
            Assertions.fail("chromium is not installed on this machine, and fairlead.browser=required");
        }
        Assumptions.assumeTrue(found.isPresent(), "chromium is not installed on this machine");
        return found.orElseThrow().toString();
    }

    /** Runs a command to its end, with nothing to read. Fails the test when it takes longer than the limit. */
    public static Ran run(Duration limit, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        Thread killer = Thread.startVirtualThread(() -> {
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        killer.interrupt();
        return new Ran(exit, output);
    }

    /** Kills a program and removes the directory it worked in. */
    public static void end(Process process, Path directory) {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        remove(directory);
    }

    /** Removes a directory and all that is in it. */
    public static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> find(String program) {
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

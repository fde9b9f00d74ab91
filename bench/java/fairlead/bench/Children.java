package fairlead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** All processes that run, and the directory for their files: both are gone after {@link #close}, which Ctrl-C calls too. */
final class Children implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 2000;

    private final List<Child> running = new CopyOnWriteArrayList<>();
    private final Path directory;
    private volatile boolean closed;

    Children() {
        try {
            directory = Files.createTempDirectory("fairlead-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end of the children"));
    }

    /** A directory of its own for somebody's files. */
    Path directory(String name) {
        try {
            return Files.createTempDirectory(directory, name.replaceAll("[^a-zA-Z0-9]", "-") + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a program whose output goes to a file in the directory. */
    Child start(String name, Path directory, List<String> command) {
        Path log = directory.resolve("log");
        return start(
                name, log, new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
    }

    /** Starts a program to talk with; what it says on standard error goes to a file in the directory. */
    Child startWithPipes(String name, Path directory, List<String> command) {
        Path log = directory.resolve("log");
        return start(name, log, new ProcessBuilder(command).redirectError(log.toFile()));
    }

    private synchronized Child start(String name, Path log, ProcessBuilder builder) {
        if (closed) {
            throw new BenchFailure("interrupted");
        }
        try {
            Child child = new Child(name, builder.start(), log);
            running.add(child);
            return child;
        } catch (IOException e) {
            throw new BenchFailure("cannot start " + name, e);
        }
    }

    void stop(Child child, int patienceMillis) {
        child.stop(patienceMillis);
        running.remove(child);
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.forEach(child -> stop(child, PATIENCE_MILLIS));
        if (Files.exists(directory)) {
            delete();
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + directory + " (" + e + ")");
        }
    }
}

package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that was started, with all it started itself. Its output is in a file, unless it is read through a pipe. */
final class Child {
    private static final int LINES_TO_SHOW = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final Set<ProcessHandle> family = ConcurrentHashMap.newKeySet(); // also those whose parent has been killed

    Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    Process process() {
        return process;
    }

    ProcessTree tree() {
        remember();
        return new ProcessTree(process.toHandle());
    }

    private void remember() {
        process.descendants().forEach(family::add);
    }

    /** Ends the measurement if it has ended, with the last of what it said. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new BenchFailure(name + " has ended with exit code " + process.exitValue() + ". " + lastWords());
        }
    }

    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "The last of what it said:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TO_SHOW), lines.size()));
        } catch (IOException e) {
            return "Its log cannot be read: " + e;
        }
    }

    /** Sends a signal by its name, such as {@code HUP}. */
    void signal(String signal) {
        Programs.output("kill", "-" + signal, Long.toString(process.pid()));
    }

    /** Asks it to end, and ends it and its family when it has not within a while. */
    void stop(int patienceMillis) {
        remember();
        process.destroy();
        boolean interrupted = false;
        try {
            process.waitFor(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

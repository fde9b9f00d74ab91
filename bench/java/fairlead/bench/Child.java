package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that was started, with all it started itself. Its output is in a file, unless it is read through a pipe. */
record Child(String name, Process process, Path log) {
    private static final int LINES_TO_SHOW = 20;

    ProcessTree tree() {
        return new ProcessTree(process.toHandle());
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

    /** Asks it to end, and ends it and its descendants when it has not within a while. */
    void stop(int patienceMillis) {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        boolean interrupted = false;
        try {
            process.waitFor(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        all.forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One of those that are compared: how it is configured, started and told to read its config again. */
sealed interface Contestant permits Direct, Fairlead, Haproxy, Nginx {

    /** Where a contestant stands in the comparison. */
    enum Group {
        /** No proxy at all: what the two ends can do. */
        NONE,
        SUBJECT,
        /** A peer as it comes. */
        DEFAULT,
        /** A peer with 64 KiB buffers and what else helps it. */
        TUNED
    }

    /** All, in the order in which they take turns. */
    static List<Contestant> all() {
        return List.of(
                new Direct(),
                new Fairlead(),
                new Haproxy(false, false),
                new Haproxy(true, false),
                new Nginx(false),
                new Nginx(true));
    }

    String label();

    Group group();

    /** The files of its config, and so what a report shows of it: name and content. */
    List<ConfigFile> config(Setup setup, Path directory);

    /** The command that starts it in the foreground. */
    List<String> command(Path directory);

    /** The signal that makes it read its config again. */
    String reloadSignal();

    default void write(Setup setup, Path directory) {
        for (ConfigFile file : config(setup, directory)) {
            try {
                Files.writeString(directory.resolve(file.name()), file.text());
            } catch (IOException e) {
                throw new BenchFailure("cannot write " + file.name(), e);
            }
        }
    }

    /** A file of a config. */
    record ConfigFile(String name, String text) {}
}

package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this machine lets a process have. */
final class Limits {
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+\\d+\\s+(\\d+)");
    private static final int OF_ITS_OWN = 600; // of a proxy: its pipes, files and listeners
    private static final int MOST = 1 << 20;

    private Limits() {}

    /** Open files, by the hard limit, to which proxies raise theirs. */
    static int descriptors() {
        try {
            Matcher line = OPEN_FILES.matcher(Files.readString(Path.of("/proc/self/limits")));
            return line.find() ? (int) Math.min(MOST, Long.parseLong(line.group(1))) : MOST;
        } catch (IOException e) {
            throw new BenchFailure("cannot read the limits of this process", e);
        }
    }

    /** Connections through a proxy for which there are descriptors. */
    static int connections() {
        return (descriptors() - OF_ITS_OWN) / 2;
    }

    /** Says so when there are not enough for so many. */
    static void warnAbout(int wanted) {
        if (connections() < wanted) {
            System.err.printf(
                    "%d connections need %d open files, the hard limit is %d: measuring with %d (see ulimit -Hn)%n",
                    wanted, 2 * wanted + OF_ITS_OWN, descriptors(), connections());
        }
    }
}

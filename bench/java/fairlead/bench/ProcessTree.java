package fairlead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code /proc} says about a process and its descendants. Who has just ended counts as nothing. */
record ProcessTree(ProcessHandle root) {
    static final double MICROS_A_TICK = 10_000; // USER_HZ is 100 on every Linux that Java runs on
    private static final int UTIME = 11; // counted from the state, which follows the name in parentheses
    private static final int CSTIME = 14;
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");
    private static final Pattern SWITCHES = Pattern.compile("voluntary_ctxt_switches:\\s+(\\d+)"); // both kinds

    /** CPU time of all of them and of the children they have buried, in microseconds, to 10 ms. */
    double cpuMicros() {
        return processes()
                .mapToDouble(process -> ticks(process.pid(), UTIME, CSTIME) * MICROS_A_TICK)
                .sum();
    }

    /** CPU time of the process alone, in microseconds. */
    double ownCpuMicros() {
        return ticks(root.pid(), UTIME, UTIME + 1) * MICROS_A_TICK;
    }

    /** CPU time of the children that have ended, in microseconds. */
    double buriedCpuMicros() {
        return ticks(root.pid(), UTIME + 2, CSTIME) * MICROS_A_TICK;
    }

    /** Memory in RAM: VmRSS of a single process; of several, which share pages, the sum of their Pss. */
    double residentBytes() {
        List<ProcessHandle> all = processes().toList();
        if (all.size() == 1) {
            return kilobytes(root.pid(), "status", RSS) * 1024;
        }
        return all.stream()
                        .mapToDouble(process -> kilobytes(process.pid(), "smaps_rollup", PSS))
                        .sum()
                * 1024;
    }

    /** How often each of its threads has given up a core, by the thread's directory: the sum would forget who ends. */
    Map<Path, Long> switches() {
        Map<Path, Long> switches = new HashMap<>();
        processes()
                .flatMap(process -> threads(process.pid()).stream())
                .forEach(thread -> switches.put(
                        thread,
                        SWITCHES.matcher(read(thread.resolve("status")))
                                .results()
                                .mapToLong(ProcessTree::firstGroup)
                                .sum()));
        return switches;
    }

    private static List<Path> threads(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    private static long ticks(long pid, int first, int last) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        long sum = 0;
        for (int i = first; i <= last && i < fields.length; i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }

    private static double kilobytes(long pid, String file, Pattern line) {
        return line.matcher(read(pid, file))
                .results()
                .mapToLong(ProcessTree::firstGroup)
                .sum();
    }

    private static long firstGroup(MatchResult match) {
        return Long.parseLong(match.group(1));
    }

    private static String read(long pid, String file) {
        return read(Path.of("/proc", Long.toString(pid), file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}

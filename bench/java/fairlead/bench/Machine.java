package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where and with what was measured. */
final class Machine {
    private Machine() {}

    static String description(Options options) {
        return """
                - date: %s
                - machine: %s, %d cores, %s MB of memory, Linux %s
                - Java: %s
                - peers: %s; %s
                - wrk: %s
                - Fairlead: commit %s, flags %s
                - rounds: %d (fewer for idle and gc); a round: %s s, where it is time that ends it
                """.formatted(
                OffsetDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx")),
                find("/proc/cpuinfo", "model name\\s*:\\s*(.*)"),
                Runtime.getRuntime().availableProcessors(),
                megabytes(find("/proc/meminfo", "MemTotal:\\s*(\\d+)")),
                System.getProperty("os.version"),
                System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.runtime.version"),
                firstLine("haproxy", "-v"),
                firstLine("nginx", "-v"),
                firstLine("wrk", "-v"),
                commit(),
                String.join(" ", Fairlead.recommendedFlags()),
                options.rounds(),
                options.seconds());
    }

    private static String commit() {
        String commit = firstLine("git", "rev-parse", "--short", "HEAD");
        boolean changed = !Programs.outputOfAnyExit(List.of("git", "status", "--porcelain", "src", "pom.xml"))
                .isBlank();
        return changed ? commit + " and changes" : commit;
    }

    private static String firstLine(String... command) {
        return Programs.outputOfAnyExit(List.of(command)).lines().findFirst().orElse("unknown");
    }

    private static String megabytes(String kilobytes) {
        return kilobytes.matches("\\d+") ? Long.toString(Long.parseLong(kilobytes) >> 10) : kilobytes;
    }

    private static String find(String file, String regex) {
        try {
            Matcher matcher = Pattern.compile(regex).matcher(Files.readString(Path.of(file)));
            return matcher.find() ? matcher.group(1) : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }
}

package fairlead.health.finding;

import fairlead.health.finding.Finding.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a state file says: a first line that tells whose file it is, then a line for each finding with the time it was
 * first seen, the time it was last known, its kind, load balancer, backend and host, in this order and {@code -} for none.
 */
final class StateText {
    static final String FIRST_LINE = "fairlead state 1";

    private static final Map<String, Kind> KINDS =
            Stream.of(Kind.values()).collect(Collectors.toMap(Kind::word, Function.identity()));
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final Pattern FIELD = Pattern.compile("[!-~]{1,300}");
    private static final String NONE = "-";

    private StateText() {}

    /** When a finding was first seen, and when it was last known to stand. */
    record Times(Instant firstSeen, Instant lastSeen) {}

    static String format(Map<Finding.Key, Times> findings) {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        findings.forEach((key, times) -> {
            List<String> fields = Stream.of(key.loadBalancer(), key.backend(), key.host())
                    .map(field -> field.orElse(NONE))
                    .toList();
            if (fields.stream().allMatch(field -> FIELD.matcher(field).matches())) {
                text.append("%s %s %s %s\n"
                        .formatted(times.firstSeen, times.lastSeen, key.kind().word(), String.join(" ", fields)));
            }
        });
        return text.toString();
    }

    /**
     * Reads the text of a file of ours. Kinds that only another version knows are left out.
     *
     * @return empty when a line is not as it should be
     */
    static Optional<Map<Finding.Key, Times>> parse(String text) {
        Map<Finding.Key, Times> findings = new LinkedHashMap<>();
        for (String line : text.lines().skip(1).toList()) {
            String[] fields = SPACE.split(line, -1);
            if (fields.length != 6) {
                return Optional.empty();
            }
            try {
                Times times = new Times(Instant.parse(fields[0]), Instant.parse(fields[1]));
                Optional.ofNullable(KINDS.get(fields[2]))
                        .ifPresent(kind -> findings.put(
                                new Finding.Key(kind, field(fields[3]), field(fields[4]), field(fields[5])), times));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return Optional.of(findings);
    }

    private static Optional<String> field(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(text);
    }
}

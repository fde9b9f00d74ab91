package fairlead.it;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code jcmd GC.class_histogram} prints: the objects that are reachable, for it collects garbage first. */
record Histogram(Map<String, Long> instances, long bytes) {
    private static final Pattern LINE = Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    static Histogram parse(String printed) {
        Map<String, Long> instances = new TreeMap<>();
        LINE.matcher(printed).results().forEach(line -> instances.merge(line.group(2), count(line), Long::sum));
        MatchResult total = TOTAL.matcher(printed).results().findFirst().orElseThrow();
        return new Histogram(instances, count(total));
    }

    /** Live objects of one class, by its name; 0 when there are none. */
    long of(String className) {
        return instances.getOrDefault(className, 0L);
    }

    /** Live objects of Fairlead's classes, without the lambdas that the JDK makes once and keeps. */
    Map<String, Long> ofFairlead() {
        Map<String, Long> ours = new TreeMap<>(instances);
        ours.keySet().removeIf(name -> !name.contains("fairlead.") || name.contains("$$Lambda"));
        return ours;
    }

    private static long count(MatchResult line) {
        return Long.parseLong(line.group(1));
    }
}

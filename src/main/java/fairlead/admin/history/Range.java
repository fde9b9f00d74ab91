package fairlead.admin.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How far back a graph goes, and in which steps. */
public enum Range {
    QUARTER_HOUR("15m", 1, 180),
    DAY("24h", 60, 288);

    /** The time between two samples. */
    static final Duration TICK = Duration.ofSeconds(5);

    private final String word;
    private final int ticks;
    private final int steps;

    Range(String word, int ticks, int steps) {
        this.word = word;
        this.ticks = ticks;
        this.steps = steps;
    }

    /** {@code 15m}. */
    public String word() {
        return word;
    }

    /** The time between two points. */
    public Duration step() {
        return TICK.multipliedBy(ticks);
    }

    /** How many points there are. */
    public int steps() {
        return steps;
    }

    /** The step in which a sample is taken; both are counted since 1970. */
    long stepOf(long tick) {
        return Math.floorDiv(tick, ticks);
    }

    /** The range of this word. */
    public static Optional<Range> of(String word) {
        return Arrays.stream(values()).filter(range -> range.word.equals(word)).findFirst();
    }
}

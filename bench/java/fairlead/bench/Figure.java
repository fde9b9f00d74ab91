package fairlead.bench;

import java.util.Locale;

/** Something that is measured. */
enum Figure {
    THROUGHPUT("per second", 3),
    P50("p50 us", 1),
    P99("p99 us", 1),
    P999("p99.9 us", 1),
    CPU("CPU", 3),
    EACH("bytes each", 0),
    RSS("RSS MB", 1),
    EMPTY_RSS("RSS MB before", 1),
    IDLE_CPU("idle CPU % of a core", 2),
    CHECK_CPU("CPU % of a core", 2),
    CHECKS("checks/s", 0),
    SWITCHES("context switches/s", 0),
    RATIO("ratio", 3),
    START("ms to the first connection", 1),
    PAUSES("pauses", 0),
    PAUSE_P50("pause p50 ms", 2),
    PAUSE_P99("pause p99 ms", 2),
    PAUSE_MAX("longest pause ms", 2),
    LIVE_BEFORE("live heap MB before", 2),
    LIVE_AFTER("live heap MB after", 2),
    RELOADS("reloads", 0),
    FAILED("failed", 0),
    RETRIED("no port free", 0),
    PROXY("proxy CPU %", 0),
    LOAD("load CPU %", 0),
    BACKEND("backend CPU %", 0),
    OTHERS("others CPU %", 0);

    final String title;
    private final int decimals;

    Figure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    /** With fewer decimals the larger it is, as nobody reads them. */
    String text(double value) {
        int fewer = value >= 1000 ? 3 : value >= 100 ? 2 : value >= 10 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + Math.max(0, decimals - fewer) + "f", value);
    }
}

package fairlead.admin.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Says numbers and times in the words of the pages. */
public final class Words {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Words() {}

    /** {@code 2026-11-23 12:04:05 UTC}. */
    public static String utc(Instant time) {
        return UTC.format(time);
    }

    /** As an element {@code time} has it, to the second. */
    public static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 12,345}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1.2 MB}, in powers of a thousand. */
    public static String bytes(double bytes) {
        int unit = 0;
        double size = bytes;
        while (Math.abs(size) >= 999.5 && unit < SIZES.length - 1) {
            size /= 1000;
            unit++;
        }
        return (unit == 0 ? Math.round(size) : number(size)) + " " + SIZES[unit];
    }

    /** Three digits of it: {@code 0.25}, {@code 3.1}, {@code 42}, {@code 1,234}. */
    public static String number(double value) {
        double size = Math.abs(value);
        if (size == 0 || size >= 99.95) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 9.995 ? "%.1f" : "%.2f", value)
                .replaceFirst("\\.?0+$", "");
    }

    /** {@code 3.2 ms}, {@code 1.5 s}. */
    public static String seconds(double seconds) {
        return seconds < 1 ? number(seconds * 1000) + " ms" : number(seconds) + " s";
    }

    /** How long something took: {@code 3.2 ms}, {@code 4 min 5 s}. */
    public static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return seconds(duration.toNanos() / 1e9);
        }
        if (duration.toHours() < 1) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toDays() < 1
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toDays() + " d " + duration.toHoursPart() + " h";
    }

    /** {@code 1 backend}, {@code 2 backends}. */
    public static String plural(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }
}

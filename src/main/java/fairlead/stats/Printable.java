package fairlead.stats;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * How logs and other programs get to see things: as printable ASCII on one line, wherever it came from. Other characters become
 * {@code \}{@code uXXXX}.
 */
final class Printable {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Printable() {}

    /** Always three digits after the second: lines sort by time. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** For a line of people's log, which quotes nothing. */
    static String line(String text) {
        return escaped(text, "\\");
    }

    /** Valid inside JSON quotes. */
    static String inQuotes(String text) {
        return escaped(text, "\"\\");
    }

    /** A JSON string. */
    static String quoted(String text) {
        return '"' + inQuotes(text) + '"';
    }

    private static String escaped(String text, String special) {
        if (text.chars().allMatch(c -> isPrintable(c) && special.indexOf(c) < 0)) {
            return text; // as nearly always
        }
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (special.indexOf(c) >= 0) {
                safe.append('\\').append(c);
            } else if (isPrintable(c)) {
                safe.append(c);
            } else {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return safe.toString();
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c <= '~';
    }
}

package fairlead.stats;

import java.util.Locale;

/** Text that may have come from the wire, as printable ASCII on one line. What is neither becomes {@code \}{@code uXXXX}. */
final class Printable {
    private Printable() {}

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

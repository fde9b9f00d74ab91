package fairlead.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The pairs of a Cookie field's value (RFC 6265, section 4.2.1), with semicolons between.
 *
 * <p>A semicolon within a value in quotes ends no pair: browsers send none, but some servers make of it what it looks like.
 */
final class Cookies {
    private Cookies() {}

    /** What the cookies with this name say, which may be several. */
    static List<String> values(String line, String name) {
        List<String> values = new ArrayList<>(1);
        for (int from = 0; from <= line.length(); ) {
            int end = end(line, from);
            if (isNamed(line, from, end, name)) {
                values.add(line.substring(line.indexOf('=', from) + 1, end).strip());
            }
            from = end + 1;
        }
        return values;
    }

    /** The same without cookies of this name, and otherwise to the letter; blank when there are no others. */
    static String without(String line, String name) {
        StringBuilder others = new StringBuilder(line.length());
        for (int from = 0; from <= line.length(); ) {
            int end = end(line, from);
            if (!isNamed(line, from, end, name)) {
                int begin = others.isEmpty() ? skipSpaces(line, from, end) : from;
                others.append(line, begin, end).append(';');
            }
            from = end + 1;
        }
        return others.isEmpty() ? "" : others.substring(0, others.length() - 1);
    }

    /** Whether a Set-Cookie field with this value sets the cookie with this name. */
    static boolean sets(String setCookie, String name) {
        return isNamed(setCookie, 0, end(setCookie, 0), name);
    }

    /** Where the pair ends that begins here: at a semicolon or at the end of the line. */
    private static int end(String line, int from) {
        int semicolon = line.indexOf(';', from);
        int end = semicolon < 0 ? line.length() : semicolon;
        int equals = line.indexOf('=', from, end);
        if (equals < 0) {
            return end;
        }
        int value = skipSpaces(line, equals + 1, end);
        if (value == end || line.charAt(value) != '"') {
            return end;
        }
        int quote = line.indexOf('"', value + 1);
        if (quote < end) { // closed before the semicolon, or not at all
            return end;
        }
        int after = skipSpaces(line, quote + 1, line.length());
        return after == line.length() || line.charAt(after) == ';' ? after : end;
    }

    private static boolean isNamed(String line, int from, int end, String name) {
        int begin = skipSpaces(line, from, end);
        int after = begin + name.length();
        if (after >= end || !line.startsWith(name, begin)) {
            return false;
        }
        return line.charAt(skipSpaces(line, after, end - 1)) == '=';
    }

    private static int skipSpaces(String line, int from, int to) {
        int i = from;
        while (i < to && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }
}

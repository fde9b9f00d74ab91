package fairlead.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a text is not JSON, judged by what stands where the parser gave up: the usual slips of a hand. */
final class SyntaxMistake {

    private static final int LOOK = 100; // characters before and after, more than any key has
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u[0-9a-fA-F]{0,3}$");
    private static final Pattern WORD_BEFORE = Pattern.compile("(?<![A-Za-z0-9_.])[A-Za-z][A-Za-z0-9_]*$");
    private static final Pattern WORD_AFTER = Pattern.compile("^([\\p{L}0-9_./@*-]|:(?=/))+");
    private static final Map<String, String> CONSTANTS = Map.of(
            "true", "true", "yes", "true", "on", "true", "false", "false", "no", "false", "null", "null", "none",
            "null");

    private SyntaxMistake() {}

    /** A sentence about the mistake at this offset, which may be the end of the text. */
    static String explain(String text, int offset) {
        if (offset < 0 || offset >= text.length()) {
            return "the file ends too early: a brace, a bracket or a double quote is not closed";
        }
        int found = text.codePointAt(offset);
        String before = text.substring(Math.max(0, offset - LOOK), offset);
        String after = text.substring(offset, Math.min(text.length(), offset + LOOK));
        char adjacent = before.isEmpty() ? '\n' : before.charAt(before.length() - 1);
        String stripped = before.stripTrailing();
        char previous = stripped.isEmpty() ? '\n' : stripped.charAt(stripped.length() - 1);
        return switch (found) {
            case '\n', '\r' -> "a string is not closed at the end of the line: add a double quote";
            case '\t' -> "a string holds a tab: write \\t in its place";
            case '/', '#' -> "JSON has no comments: remove it";
            case '\'', '`', '\u2018', '\u2019', '\u201c', '\u201d', '\u201e' ->
                "strings and keys stand in straight double quotes: write \" instead of " + (char) found;
            case '=', ';' -> "%c is not JSON: a colon follows a key, a comma separates values".formatted(found);
            case ',' -> "a comma too many, or a value is missing before it";
            case ':' -> "a colon belongs between a key in double quotes and its value";
            case '}', ']' -> closing((char) found, before, previous);
            default -> other(found, before, after, adjacent, previous);
        };
    }

    private static String closing(char found, String before, char previous) {
        if (previous == ',') {
            return "no comma may stand before %c: remove it".formatted(found);
        }
        if (previous == ':' || previous == '-' || previous == '.') {
            return "a value is missing or incomplete before " + found;
        }
        Matcher word = WORD_BEFORE.matcher(before);
        return word.find() && !CONSTANTS.containsValue(word.group())
                ? bareWord(word.group())
                : "%c closes nothing that is open here".formatted(found);
    }

    private static String other(int found, String before, String after, char adjacent, char previous) {
        if (!Quote.visible(found)) {
            return "an invisible character (U+%04X) cannot stand here: remove it".formatted(found);
        }
        if (UNICODE_ESCAPE.matcher(before).find()) {
            return "four digits or letters a to f must follow \\u";
        }
        if (adjacent == '\\') {
            return "\\%c means nothing in a string: write a backslash as \\\\".formatted(found);
        }
        if (adjacent == '+') {
            return "a number has no plus sign: remove it";
        }
        if (adjacent == '0' && isDigit(found)) {
            return "a number has no zero in front: remove it";
        }
        if (found == '.') {
            return "not a number: write one such as 0.5, or text such as an IP address in double quotes";
        }
        if (isDigit(adjacent) && Character.isLetter(found)) {
            return "a number has no unit: remove the letters, or write text in double quotes";
        }
        if (isDigit(previous) || Character.isLetter(previous) || "\"}]".indexOf(previous) >= 0) {
            return "a comma is missing before this, or a colon after a key";
        }
        Matcher word = WORD_AFTER.matcher(after);
        if (word.find() && Character.isLetter(found)) {
            return bareWord(word.group());
        }
        boolean key = previous == '{' || previous == ',';
        return "%c cannot stand here: %s belongs in double quotes".formatted(found, key ? "a key" : "text");
    }

    private static String bareWord(String word) {
        String constant = CONSTANTS.get(word.toLowerCase(Locale.ROOT));
        return constant != null && !constant.equals(word)
                ? "write %s instead of %s".formatted(constant, word)
                : "text and keys stand in double quotes: write " + Quote.text(word);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}

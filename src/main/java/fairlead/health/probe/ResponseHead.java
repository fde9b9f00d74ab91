package fairlead.health.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of an HTTP/1 response, of which only the status is of interest (RFC 9112 section 4). */
final class ResponseHead {
    private static final String VERSION = "HTTP/1.";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[0-9] ([1-9][0-9]{2})(?: .*)?");

    /** What the bytes so far are. */
    sealed interface Result {
        /** The head's end has come; {@code length} counts the empty line that is it. */
        record Complete(int status, int length) implements Result {}

        record Incomplete() implements Result {}

        record Malformed() implements Result {}
    }

    private ResponseHead() {}

    /** Parses bytes from {@code from} to {@code to}. Lines may end without a CR (RFC 9112 section 2.2). */
    static Result parse(byte[] bytes, int from, int to) {
        int firstEnd = lineEnd(bytes, from, to);
        if (firstEnd < 0) {
            return canBegin(bytes, from, to) ? new Result.Incomplete() : new Result.Malformed();
        }
        Matcher line = STATUS_LINE.matcher(text(bytes, from, firstEnd));
        if (!line.matches()) {
            return new Result.Malformed();
        }
        int start = firstEnd + 1;
        for (int end = lineEnd(bytes, start, to); end >= 0; end = lineEnd(bytes, start, to)) {
            if (text(bytes, start, end).isEmpty()) {
                return new Result.Complete(Integer.parseInt(line.group(1)), end + 1 - from);
            }
            start = end + 1;
        }
        return new Result.Incomplete();
    }

    /** The first field of this name in a complete head at the start of the bytes. */
    static Optional<String> field(String name, byte[] bytes, int length) {
        return text(bytes, 0, length)
                .lines()
                .filter(line -> line.regionMatches(true, 0, name + ':', 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static boolean canBegin(byte[] bytes, int from, int to) {
        String start = new String(bytes, from, Math.min(to - from, VERSION.length()), ISO_8859_1);
        return VERSION.startsWith(start);
    }

    /** Where the next LF is, or -1. */
    private static int lineEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] bytes, int from, int lineEnd) {
        int end = lineEnd > from && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        return new String(bytes, from, end - from, ISO_8859_1);
    }
}

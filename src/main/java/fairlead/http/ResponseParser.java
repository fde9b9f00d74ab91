package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fairlead.http.ResponseLines.Wrong;
import java.util.Objects;

/** Reads the head of an HTTP/1 response. Keeps nothing between calls. */
public final class ResponseParser {
    /** Bytes that a head may have. */
    public static final int MOST_HEAD = 32 << 10;

    private static final Result INCOMPLETE = new Result.Incomplete();
    private static final String VERSION = "HTTP/1.";
    private static final int TLS_ALERT = 0x15;
    private static final int STATUS = "HTTP/1.1 ".length();
    private static final int REASON = "HTTP/1.1 200 ".length();

    /** What the bytes so far are. */
    public sealed interface Result {
        /** The head's end has come; {@code length} counts the empty line that is it. */
        record Complete(ResponseHead head, int length) implements Result {}

        record Incomplete() implements Result {}

        /** What is wrong, for a person. */
        record Malformed(String sentence) implements Result {}
    }

    private ResponseParser() {}

    /** Parses bytes from {@code from} to {@code to}; whatever they are, it never throws. */
    public static Result parse(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        try {
            return read(bytes, from, to - from > MOST_HEAD ? from + MOST_HEAD : to);
        } catch (Wrong e) {
            return new Result.Malformed(e.sentence());
        }
    }

    private static Result read(byte[] bytes, int from, int to) throws Wrong {
        checkBeginning(bytes, from, to);
        ResponseLines lines = new ResponseLines();
        int at = from;
        for (int feed = from; feed < to; feed++) {
            if (bytes[feed] != '\n') {
                continue;
            }
            int end = feed > at && bytes[feed - 1] == '\r' ? feed - 1 : feed;
            if (at == from) {
                checkStatusLine(bytes, from, end);
            } else if (end > at) {
                lines.add(bytes, at, end);
            } else {
                return new Result.Complete(head(bytes, from, lines), feed + 1 - from);
            }
            at = feed + 1;
        }
        ResponseLines.require(to - from < MOST_HEAD, "The response's head is larger than 32 KiB.");
        return INCOMPLETE;
    }

    private static void checkBeginning(byte[] bytes, int from, int to) throws Wrong {
        for (int i = 0; i < Math.min(to - from, VERSION.length()); i++) {
            ResponseLines.require(
                    i > 0 || bytes[from] != TLS_ALERT,
                    "The backend speaks TLS on a port that a rule for http leads to.");
            ResponseLines.require(bytes[from + i] == VERSION.charAt(i), "What the backend sent is no HTTP/1 response.");
        }
    }

    private static void checkStatusLine(byte[] bytes, int from, int to) throws Wrong {
        boolean valid = to - from >= REASON - 1
                && (bytes[STATUS - 2 + from] == '0' || bytes[STATUS - 2 + from] == '1')
                && bytes[STATUS - 1 + from] == ' '
                && (to - from == REASON - 1 || bytes[REASON - 1 + from] == ' ')
                && Octets.isText(bytes, from, to);
        ResponseLines.require(valid, "The response's first line is not a version, a status and a reason.");
        for (int i = from + STATUS; i < from + STATUS + 3; i++) {
            ResponseLines.require(Octets.isDigit(bytes[i]), "The response's status is not a number.");
        }
        ResponseLines.require(
                bytes[from + STATUS] >= '1' && bytes[from + STATUS] <= '5',
                "The response's status is not from 100 to 599.");
    }

    private static ResponseHead head(byte[] bytes, int from, ResponseLines lines) throws Wrong {
        int end = from;
        while (bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        int status = Integer.parseInt(new String(bytes, from + STATUS, 3, ISO_8859_1));
        int minorVersion = bytes[from + STATUS - 2] - '0';
        String reason = FieldLines.trimmed(bytes, Math.min(from + REASON, end), end);
        return new ResponseHead(status, reason, minorVersion, lines.fields(minorVersion));
    }
}

package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads lines that end in CR LF and the fields in them, of a request's head or of trailers, as strictly as RFC 9112,
 * sections 2.2 and 5, allows: what is tolerated here and not elsewhere lets one request be taken for two.
 */
final class FieldLines {

    static final int MOST = 100;

    /** Instead of a line's end: it has not come yet. */
    static final int NO_END = -1;

    private final List<Field> lines = new ArrayList<>();

    /** Where the CR is that ends the line, or {@link #NO_END}. */
    static int end(byte[] bytes, int from, int to) throws Rejected {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                throw new Rejected(Rejection.BARE_LF);
            }
            if (bytes[i] == '\r') {
                if (i + 1 == to) {
                    return NO_END;
                }
                if (bytes[i + 1] != '\n') {
                    throw new Rejected(Rejection.BARE_CR);
                }
                return i;
            }
        }
        return NO_END;
    }

    /** Reads a line that is not empty, without its end. */
    void add(byte[] bytes, int from, int to) throws Rejected {
        if (lines.size() == MOST) {
            throw new Rejected(Rejection.TOO_MANY_FIELDS);
        }
        if (Octets.isSpace(bytes[from])) {
            throw new Rejected(lines.isEmpty() ? Rejection.SPACE_BEFORE_FIELDS : Rejection.FOLDED_FIELD);
        }
        int colon = colon(bytes, from, to);
        if (!Octets.isToken(bytes, from, colon)) {
            boolean space = colon > from && Octets.isSpace(bytes[colon - 1]);
            throw new Rejected(space ? Rejection.SPACE_BEFORE_COLON : Rejection.FIELD_NAME);
        }
        if (!Octets.isText(bytes, colon, to)) {
            throw new Rejected(Rejection.FIELD_VALUE);
        }
        lines.add(new Field(new String(bytes, from, colon - from, ISO_8859_1), trimmed(bytes, colon + 1, to)));
    }

    Fields fields() {
        return new Fields(lines);
    }

    /** The text without spaces and tabs around it. */
    static String trimmed(byte[] bytes, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && Octets.isSpace(bytes[begin])) {
            begin++;
        }
        while (begin < end && Octets.isSpace(bytes[end - 1])) {
            end--;
        }
        return new String(bytes, begin, end - begin, ISO_8859_1);
    }

    private static int colon(byte[] bytes, int from, int to) throws Rejected {
        for (int i = from; i < to; i++) {
            if (bytes[i] == ':') {
                return i;
            }
        }
        throw new Rejected(Rejection.NO_COLON);
    }
}

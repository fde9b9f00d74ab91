package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a response's head. Read less strictly than a request's where that leaves no doubt: what is passed on is
 * written anew.
 */
final class ResponseLines {

    private static final int MOST = 200;
    private static final int MOST_LENGTH_DIGITS = 18;
    private static final String CONTENT_LENGTH = "Content-Length";

    private final List<Field> fields = new ArrayList<>();
    private int lines;

    /** The reading goes no further, because of what the sentence says. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        private final String sentence;

        Wrong(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** Reads a line that is not empty, without its end. */
    void add(byte[] bytes, int from, int to) throws Wrong {
        lines++;
        require(lines <= MOST, "The response has more than 200 lines of header fields.");
        require(Octets.isText(bytes, from, to), "A header field of the response holds a control character.");
        if (Octets.isSpace(bytes[from])) {
            continueLast(FieldLines.trimmed(bytes, from, to));
            return;
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        require(colon < to, "A line of the response's head is no header field: it has no colon.");
        int end = colon;
        while (end > from && Octets.isSpace(bytes[end - 1])) {
            end--; // RFC 9112, section 5.1: to be removed
        }
        require(Octets.isToken(bytes, from, end), "A header field of the response has an invalid name.");
        fields.add(
                new Field(new String(bytes, from, end - from, ISO_8859_1), FieldLines.trimmed(bytes, colon + 1, to)));
    }

    /** A continued line is one with a space where it was folded (RFC 9112, section 5.2). */
    private void continueLast(String more) throws Wrong {
        require(!fields.isEmpty(), "The response's first header field begins with white space.");
        Field last = fields.removeLast();
        fields.add(new Field(last.name(), (last.value() + ' ' + more).strip()));
    }

    /** All fields, once it is clear that they name one end of the body at most (RFC 9112, section 6.3). */
    Fields fields(int minorVersion) throws Wrong {
        Fields all = new Fields(fields);
        List<String> codings = all.all("Transfer-Encoding");
        List<String> lengths = all.all(CONTENT_LENGTH);
        if (!codings.isEmpty()) {
            require(minorVersion == 1, "The response has a Transfer-Encoding, which HTTP/1.0 does not know.");
            require(lengths.isEmpty(), "The response has both Content-Length and Transfer-Encoding.");
            require(
                    codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"),
                    "The response's Transfer-Encoding is something else than chunked.");
        }
        return lengths.isEmpty() ? all : withOneLength(length(lengths));
    }

    private static long length(List<String> values) throws Wrong {
        long length = -1;
        for (String value : values) {
            for (String element : value.split(",", -1)) {
                long next = Octets.decimal(element.strip(), MOST_LENGTH_DIGITS);
                require(next >= 0, "The response's Content-Length is not a number of 1 to 18 digits.");
                require(length < 0 || length == next, "The response has two values of Content-Length.");
                length = next;
            }
        }
        return length;
    }

    private Fields withOneLength(long length) {
        List<Field> one = new ArrayList<>(fields.size());
        boolean there = false;
        for (Field field : fields) {
            if (!field.is(CONTENT_LENGTH)) {
                one.add(field);
            } else if (!there) {
                one.add(new Field(field.name(), Long.toString(length)));
                there = true;
            }
        }
        return new Fields(one);
    }

    static void require(boolean holds, String otherwise) throws Wrong {
        if (!holds) {
            throw new Wrong(otherwise);
        }
    }
}

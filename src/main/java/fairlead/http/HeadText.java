package fairlead.http;

import java.util.Arrays;

/**
 * A head as it is written. What would end its line early is refused: values come from parsers that let no line end through, and
 * if one is missed somewhere, no line becomes two here.
 */
final class HeadText {
    private static final int ORDINARY = 1024;
    private static final int SEPARATORS = 4; // more than stand between two parts, and behind the last

    private byte[] bytes = new byte[ORDINARY];
    private int length;

    HeadText(String startLine) {
        append(startLine);
        endLine();
    }

    /**
     * Adds a field line.
     *
     * @throws IllegalArgumentException when it would not be one line
     */
    void add(String name, String value) {
        append(name);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        append(value);
        endLine();
    }

    void add(Field field) {
        add(field.name(), field.value());
    }

    /** Adds the field that tells how the body ends. */
    void add(Framing framing) {
        switch (framing) {
            case Framing.Length length -> add("Content-Length", Long.toString(length.bytes()));
            case Framing.Chunked chunked -> add("Transfer-Encoding", "chunked");
            case Framing.None none -> {}
            case Framing.UntilClose untilClose -> {}
        }
    }

    /** The whole, with the empty line that ends it. */
    byte[] bytes() {
        endLine();
        return Arrays.copyOf(bytes, length);
    }

    private void endLine() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    /** Leaves room for what follows a part. A character that is no byte becomes a question mark, never a line end. */
    private void append(String part) {
        int end = length + part.length();
        if (end + SEPARATORS > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + SEPARATORS));
        }
        byte[] to = bytes;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException("a line end within a line of a head");
            }
            to[length + i] = c > 0xff ? (byte) '?' : (byte) c;
        }
        length = end;
    }
}

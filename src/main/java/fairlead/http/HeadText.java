package fairlead.http;

import java.nio.charset.StandardCharsets;

/**
 * A head as it is written. What would end its line early is refused: values come from parsers that let no line end through, and
 * if one is missed somewhere, no line becomes two here.
 */
final class HeadText {
    private final StringBuilder text = new StringBuilder(1024);

    HeadText(String startLine) {
        append(startLine);
        text.append("\r\n");
    }

    /**
     * Adds a field line.
     *
     * @throws IllegalArgumentException when it would not be one line
     */
    void add(String name, String value) {
        append(name);
        text.append(": ");
        append(value);
        text.append("\r\n");
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
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void append(String part) {
        if (part.indexOf('\r') >= 0 || part.indexOf('\n') >= 0 || part.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a line end within a line of a head");
        }
        text.append(part);
    }
}

package fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message as the other side of a connection sees it: read by a reader that shares nothing with Fairlead's.
 *
 * @param startLine request line or status line
 * @param lines field lines as they came
 * @param body as ISO 8859-1, without its chunks
 */
record HttpMessage(String startLine, List<String> lines, String body) {

    /** Reads a response to a request with this method; empty at the end of the stream. */
    static Optional<HttpMessage> response(InputStream in, String method) throws IOException {
        Optional<HttpMessage> head = head(in);
        if (head.isEmpty()) {
            return head;
        }
        int status = head.get().status();
        boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return Optional.of(bodiless ? head.get() : head.get().with(head.get().readBody(in, true)));
    }

    /** Reads a request; empty at the end of the stream. */
    static Optional<HttpMessage> request(InputStream in) throws IOException {
        Optional<HttpMessage> head = head(in);
        return head.isEmpty() ? head : Optional.of(head.get().with(head.get().readBody(in, false)));
    }

    /** Reads a head and leaves the body in the stream. */
    static Optional<HttpMessage> head(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return Optional.of(new HttpMessage(first, lines, ""));
    }

    String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    String target() {
        return startLine.split(" ", -1)[1];
    }

    int status() {
        return Integer.parseInt(startLine.split(" ", -1)[1]);
    }

    /** The values of all lines with this name. */
    List<String> all(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    /** The values of all lines with this name, as one. */
    String field(String name) {
        return String.join(", ", all(name));
    }

    private HttpMessage with(byte[] read) {
        return new HttpMessage(startLine, lines, new String(read, ISO_8859_1));
    }

    private byte[] readBody(InputStream in, boolean untilClose) throws IOException {
        if (field("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return readChunks(in);
        }
        String length = field("Content-Length");
        if (!length.isEmpty()) {
            byte[] body = in.readNBytes(Integer.parseInt(length));
            if (body.length < Integer.parseInt(length)) {
                throw new EOFException("the body is cut");
            }
            return body;
        }
        return untilClose ? in.readAllBytes() : new byte[0];
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line(in);
            if (line == null) {
                throw new EOFException("the chunks are cut");
            }
            int size = Integer.parseInt(line.split(";", -1)[0].strip(), 16);
            if (size == 0) {
                while (!String.valueOf(line(in)).isEmpty()) {
                    // trailers
                }
                return body.toByteArray();
            }
            byte[] data = in.readNBytes(size);
            if (data.length < size) {
                throw new EOFException("a chunk is cut");
            }
            body.write(data);
            line(in);
        }
    }

    /** A line without its end; null at the end of the stream. */
    @SuppressWarnings("NullAway") // as BufferedReader, which would read too far
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n') {
            if (b != '\r') {
                line.write(b);
            }
            b = in.read();
        }
        return line.toString(ISO_8859_1);
    }
}

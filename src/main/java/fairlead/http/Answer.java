package fairlead.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A response of Fairlead's own, with a small page for people.
 *
 * @param fields beside those that describe the page
 * @param page HTML
 */
public record Answer(int status, List<Field> fields, String page) {

    private static final Field NOT_STORED = new Field("Cache-Control", "no-store");
    private static final Field ALLOWED = new Field("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");

    public Answer {
        fields = List.copyOf(fields);
    }

    /** Says in a sentence what is wrong. */
    public static Answer error(int status, String sentence) {
        List<Field> fields = status == 405 ? List.of(NOT_STORED, ALLOWED) : List.of(NOT_STORED);
        return new Answer(status, fields, Page.saying(title(status), sentence));
    }

    /** Leads elsewhere. */
    public static Answer redirect(int status, String location) {
        return new Answer(status, List.of(new Field("Location", location)), Page.leadingTo(title(status), location));
    }

    /**
     * What is sent.
     *
     * @param withPage false in answer to HEAD
     * @param connection the value of the Connection field
     */
    public byte[] bytes(boolean withPage, Optional<String> connection, Instant now) {
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        HeadText text = new HeadText("HTTP/1.1 " + title(status));
        text.add("Date", HttpDate.of(now));
        text.add("Content-Type", "text/html; charset=utf-8");
        text.add(new Framing.Length(body.length));
        fields.forEach(text::add);
        connection.ifPresent(value -> text.add("Connection", value));
        byte[] head = text.bytes();
        return withPage ? joined(head, body) : head;
    }

    private static String title(int status) {
        return status + " " + StatusReason.of(status);
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}

package fairlead.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Heads as the parsers give them, made without the parsers. */
final class Heads {
    static final Authority SHOP = new Authority("shop.example.com", OptionalInt.empty());

    /** Passes on without a word about the client. */
    static final Forwarding PLAIN = forwarding(false, false, false);

    private Heads() {}

    /** For a client at 192.0.2.7 that came to port 80. */
    static Forwarding forwarding(boolean xForwarded, boolean forwarded, boolean trusted) {
        return new Forwarding(
                xForwarded,
                forwarded,
                trusted,
                new InetSocketAddress("192.0.2.7", 51_234),
                new InetSocketAddress("192.0.2.1", 80),
                Optional.empty());
    }

    static RequestHead request(String method, String target, String... lines) {
        return new RequestHead(method, new Target(target), 1, SHOP, fields(lines), new Framing.None());
    }

    static RequestHead get(String... lines) {
        return request("GET", "/", lines);
    }

    static RequestHead post(Framing framing, String... lines) {
        return new RequestHead("POST", new Target("/"), 1, SHOP, fields(lines), framing);
    }

    static ResponseHead response(int status, String... lines) {
        return new ResponseHead(status, "Reason", 1, fields(lines));
    }

    /** From lines like {@code Name: value}. */
    static Fields fields(String... lines) {
        List<Field> fields = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            fields.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Fields(fields);
    }

    /** The lines of a head, whose end is checked. */
    static List<String> lines(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r\n\r\n") || text.indexOf("\r\n\r\n") != text.length() - 4) {
            throw new AssertionError("not one head: " + text);
        }
        return List.of(text.substring(0, text.length() - 4).split("\r\n", -1));
    }

    /** The lines of a head that have one of these names, in any case. */
    static List<String> lines(byte[] head, String... names) {
        List<String> wanted = new ArrayList<>();
        for (String line : lines(head)) {
            for (String name : names) {
                if (line.regionMatches(true, 0, name + ':', 0, name.length() + 1)) {
                    wanted.add(line);
                }
            }
        }
        return wanted;
    }
}

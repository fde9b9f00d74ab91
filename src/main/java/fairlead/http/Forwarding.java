package fairlead.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of a head on its way through: fields that are for the next hop only are taken off, and those that tell of
 * the way put on (RFC 9110, section 7.6).
 *
 * @param xForwarded whether backends get X-Forwarded-For, -Proto, -Port and -Host
 * @param forwarded whether they get Forwarded (RFC 7239)
 * @param trusted whether what the client says in these fields is kept and added to
 * @param client its address
 * @param listener what it connected to
 * @param cookie the name of a cookie that is Fairlead's own: taken off
 */
public record Forwarding(
        boolean xForwarded,
        boolean forwarded,
        boolean trusted,
        InetSocketAddress client,
        InetSocketAddress listener,
        Optional<String> cookie) {

    private static final String VIA = "Via";

    /** The head for the backend. Its body has the framing of the request. */
    public byte[] request(RequestHead head) {
        HeadText text = new HeadText(head.method() + ' ' + head.target().text() + " HTTP/1.1");
        text.add("Host", head.authority().toString());
        HopByHop hop = HopByHop.of(head.fields());
        ClientTrace trace = new ClientTrace(this);
        for (Field line : head.fields().lines()) {
            String name = lowerCase(line);
            if (name.equals("cookie")) {
                addOthers(text, line, hop);
            } else if (passes(name, head, hop, trace)) {
                text.add(line);
            }
        }
        text.add(head.framing());
        head.upgrade().ifPresent(protocols -> {
            text.add("Connection", "upgrade");
            text.add("Upgrade", protocols);
        });
        text.add(VIA, via(head.minorVersion()));
        trace.addTo(text, head);
        return text.bytes();
    }

    private static boolean passes(String name, RequestHead head, HopByHop hop, ClientTrace trace) {
        return switch (name) {
            case "host" -> false;
            case "expect" -> head.expectsContinue();
            case "trailer" -> head.framing() instanceof Framing.Chunked;
            default -> ClientTrace.has(name) ? trace.passes(name) : !hop.has(name);
        };
    }

    /** Adds cookies that are not Fairlead's own. */
    private void addOthers(HeadText text, Field line, HopByHop hop) {
        String others = cookie.isPresent() ? Cookies.without(line.value(), cookie.get()) : line.value();
        if (!others.isBlank() && !hop.has("cookie")) {
            text.add(line.name(), others);
        }
    }

    /**
     * The head for the client.
     *
     * @param framing of the body as the client gets it
     * @param connection the value of the Connection field
     * @param added fields to add
     */
    public byte[] response(ResponseHead head, Framing framing, Optional<String> connection, List<Field> added) {
        boolean switches = head.status() == 101;
        boolean offers = head.status() == 426; // says in Upgrade what to speak instead (RFC 9110, section 15.5.22)
        HeadText text = new HeadText("HTTP/1.1 " + head.status() + ' ' + head.reason());
        HopByHop hop = HopByHop.of(head.fields());
        for (Field line : head.fields().lines()) {
            if (passes(line, framing, hop, switches || offers)) {
                text.add(line);
            }
        }
        if (framing instanceof Framing.None) {
            addLengthOfNoBody(text, head);
        }
        text.add(framing);
        text.add(VIA, via(head.minorVersion()));
        if (switches) {
            text.add("Connection", "upgrade");
        } else if (offers) {
            text.add("Connection", connection.map(value -> "upgrade, " + value).orElse("upgrade"));
        } else {
            connection.ifPresent(value -> text.add("Connection", value));
        }
        added.forEach(text::add);
        return text.bytes();
    }

    private boolean passes(Field line, Framing framing, HopByHop hop, boolean keepsUpgrade) {
        String name = lowerCase(line);
        return switch (name) {
            case "upgrade" -> keepsUpgrade;
            case "trailer" -> framing instanceof Framing.Chunked;
            case "set-cookie" -> !hop.has(name) && !(cookie.isPresent() && Cookies.sets(line.value(), cookie.get()));
            default -> !hop.has(name);
        };
    }

    /** What HEAD and 304 tell of the body that another request would get (RFC 9110, section 8.6). */
    private static void addLengthOfNoBody(HeadText text, ResponseHead head) {
        if (head.status() >= 200 && head.status() != 204) {
            head.fields().first("Content-Length").ifPresent(length -> text.add("Content-Length", length));
        }
    }

    /** Trailers as they are passed on: those that may not be there taken off (RFC 9110, section 6.5.1). */
    public static Fields trailers(Fields came) {
        return Trailers.passed(came);
    }

    private static String lowerCase(Field line) {
        return line.name().toLowerCase(Locale.ROOT);
    }

    /** With the version that the message came in (RFC 9110, section 7.6.3). */
    private static String via(int minorVersion) {
        return minorVersion == 0 ? "1.0 fairlead" : "1.1 fairlead";
    }
}

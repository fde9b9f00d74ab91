package fairlead.http;

import java.net.InetSocketAddress;
import java.util.List;
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

    /** The head for the backend. Its body has the framing of the request. */
    public byte[] request(RequestHead head) {
        throw new UnsupportedOperationException();
    }

    /**
     * The head for the client.
     *
     * @param framing of the body as the client gets it
     * @param connection the value of the Connection field
     * @param added fields to add
     */
    public byte[] response(ResponseHead head, Framing framing, Optional<String> connection, List<Field> added) {
        throw new UnsupportedOperationException();
    }

    /** Trailers as they are passed on: those that may not be there taken off (RFC 9110, section 6.5.1). */
    public static Fields trailers(Fields came) {
        throw new UnsupportedOperationException();
    }
}

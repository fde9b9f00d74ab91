package fairlead.proxyprotocol;

/**
 * Reads the PROXY header, version 1 or 2, that opens a connection from a trusted proxy.
 *
 * <p>As strict as the specification allows: what a receiver is not told to accept is malformed, for this header decides
 * whom the firewall sees. It is meant for TCP, so a datagram's addresses are malformed too.
 */
public final class ProxyHeaderParser {

    /** The longest header read, of either version, in bytes: nginx's limit too. */
    public static final int MAX_LENGTH = 4096;

    static final Result.Malformed NO_HEADER = new Result.Malformed("not a PROXY header");

    private ProxyHeaderParser() {}

    /** What the bytes received so far are. */
    public sealed interface Result {

        /** A whole header of {@code length} bytes; what follows it is the client's. */
        record Complete(ProxyHeader header, int length) implements Result {}

        /** The beginning of a header: every header that begins so has {@code atLeast} bytes, more than are here. */
        record Incomplete(int atLeast) implements Result {}

        /** No header begins so. The reason is ours, never text of the peer's. */
        record Malformed(String reason) implements Result {}
    }

    /** Reads the header that begins at {@code from}; whatever {@code bytes} holds up to {@code to}, it never throws. */
    public static Result parse(byte[] bytes, int from, int to) {
        if (from == to) {
            return new Result.Incomplete(V1Line.MIN_LENGTH);
        }
        return switch (bytes[from]) {
            case 'P' -> V1Line.parse(bytes, from, to);
            case '\r' -> V2Header.parse(bytes, from, to);
            default -> NO_HEADER;
        };
    }
}

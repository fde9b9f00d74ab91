package fairlead.proxyprotocol;

import fairlead.proxyprotocol.ProxyHeaderParser.Result;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Complete;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Incomplete;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Malformed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the text form of the header (proxy-protocol.txt section 2.1): one line of at most 107 bytes.
 *
 * <p>A byte that belongs in no line is refused as it comes. The fields are read when a CR ends them, for the
 * specification asks to wait for the whole of an address.
 */
final class V1Line {

    static final int MAX_LENGTH = 107;
    static final int MIN_LENGTH = Kind.UNKNOWN.minLength;

    private static final int MAX_PORT = 65_535;

    private enum Kind {
        TCP4("PROXY TCP4 ", "0.0.0.0 0.0.0.0 0 0\r\n"),
        TCP6("PROXY TCP6 ", ":: :: 0 0\r\n"),
        UNKNOWN("PROXY UNKNOWN", "\r\n");

        final String opening;
        final int minLength;

        Kind(String opening, String shortestRest) {
            this.opening = opening;
            this.minLength = opening.length() + shortestRest.length();
        }
    }

    private V1Line() {}

    static Result parse(byte[] bytes, int from, int to) {
        int atLeast = Integer.MAX_VALUE;
        for (Kind kind : Kind.values()) {
            int compared = Math.min(to - from, kind.opening.length());
            if (begins(bytes, from, compared, kind.opening)) {
                if (compared == kind.opening.length()) {
                    return parseLine(kind, bytes, from, to);
                }
                atLeast = Math.min(atLeast, kind.minLength);
            }
        }
        return atLeast == Integer.MAX_VALUE ? ProxyHeaderParser.NO_HEADER : new Incomplete(atLeast);
    }

    private static boolean begins(byte[] bytes, int from, int compared, String opening) {
        for (int i = 0; i < compared; i++) {
            if (bytes[from + i] != opening.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Result parseLine(Kind kind, byte[] bytes, int from, int to) {
        int begin = from + kind.opening.length();
        int end = Math.min(to, from + MAX_LENGTH - 1); // the CR stands before it, or the LF comes too late
        for (int i = begin; i < end; i++) {
            byte b = bytes[i];
            if (b == '\r') {
                return parseEnded(kind, bytes, from, i, to);
            }
            if (b == '\n') {
                return new Malformed("LF without CR");
            }
            if (!mayStand(kind, b, i == begin)) {
                return new Malformed("unexpected character after " + kind);
            }
        }
        if (end == from + MAX_LENGTH - 1) {
            return new Malformed("no CRLF in the first 107 bytes");
        }
        return new Incomplete(Math.max(kind.minLength, to - from + "\r\n".length()));
    }

    private static boolean mayStand(Kind kind, byte b, boolean first) {
        boolean digit = b >= '0' && b <= '9';
        return switch (kind) {
            case TCP4 -> digit || b == '.' || b == ' ';
            case TCP6 -> digit || b == ':' || b == '.' || b == ' ' || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
            case UNKNOWN -> !first || b == ' '; // what the rest says is to be ignored
        };
    }

    private static Result parseEnded(Kind kind, byte[] bytes, int from, int cr, int to) {
        int begin = from + kind.opening.length();
        int length = cr + "\r\n".length() - from;
        Result line = kind == Kind.UNKNOWN
                ? new Complete(new ProxyHeader.Local(), length)
                : parseFields(kind, new String(bytes, begin, cr - begin, StandardCharsets.US_ASCII), length);
        if (line instanceof Malformed) {
            return line;
        }
        if (cr + 1 == to) {
            return new Incomplete(length);
        }
        return bytes[cr + 1] == '\n' ? line : new Malformed("CR without LF");
    }

    private static Result parseFields(Kind kind, String text, int length) {
        String[] fields = text.split(" ", -1);
        if (fields.length != 4) {
            return new Malformed("not two addresses and two ports, with one space between");
        }
        Optional<InetAddress> source = address(kind, fields[0]);
        Optional<InetAddress> destination = address(kind, fields[1]);
        int sourcePort = Literals.decimal(fields[2], MAX_PORT);
        int destinationPort = Literals.decimal(fields[3], MAX_PORT);
        if (source.isEmpty()) {
            return new Malformed("source is not an address of " + kind);
        }
        if (destination.isEmpty()) {
            return new Malformed("destination is not an address of " + kind);
        }
        if (sourcePort < 0) {
            return new Malformed("source port is not a number from 0 to 65535");
        }
        if (destinationPort < 0) {
            return new Malformed("destination port is not a number from 0 to 65535");
        }
        ProxyHeader header = new ProxyHeader.Proxied(
                new InetSocketAddress(source.get(), sourcePort),
                new InetSocketAddress(destination.get(), destinationPort),
                Tlvs.NONE);
        return new Complete(header, length);
    }

    private static Optional<InetAddress> address(Kind kind, String text) {
        return kind == Kind.TCP4 ? Literals.ipv4(text) : Literals.ipv6(text);
    }
}

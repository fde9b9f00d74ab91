package fairlead.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fairlead.tls.ClientHelloParser.Reason;
import fairlead.tls.ClientHelloParser.Result;
import fairlead.tls.ClientHelloParser.Result.Incomplete;
import fairlead.tls.ClientHelloParser.Result.Malformed;
import java.util.List;

/** A connection that does not begin with a TLS handshake: refused all the same, but with the reason that helps. */
final class OtherProtocol {

    /** How HTTP begins; the last is the preface of HTTP/2 without TLS (RFC 9113, section 3.4). */
    private static final List<String> HTTP =
            List.of("GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "PATCH ", "TRACE ", "PRI ");

    private static final int TELLING = 4;

    private OtherProtocol() {}

    /** Judges a range of at least one byte. */
    static Result recognize(byte[] bytes, int from, int to) {
        int there = to - from;
        if (bytes[from] < 0) {
            return sslV2(bytes, from, there);
        }
        String start = new String(bytes, from, Math.min(there, TELLING), ISO_8859_1);
        for (String method : HTTP) {
            if (method.startsWith(start)) {
                return there < TELLING ? new Incomplete(there + 1) : new Malformed(Reason.PLAIN_HTTP);
            }
        }
        return new Malformed(Reason.NOT_TLS);
    }

    /** Two bytes of length with the highest bit set, then the message type, 1 for a hello (RFC 5246, appendix E.2). */
    private static Result sslV2(byte[] bytes, int from, int there) {
        if (there < 3) {
            return new Incomplete(3);
        }
        return new Malformed(bytes[from + 2] == 1 ? Reason.SSLV2_HELLO : Reason.NOT_TLS);
    }
}

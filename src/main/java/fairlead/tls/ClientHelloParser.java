package fairlead.tls;

import java.util.Objects;

/**
 * Reads the ClientHello from the first bytes of a connection. Keeps nothing between calls: with more bytes there, it is
 * called again on all of them. A hello that cannot be understood in full is malformed, never a hello without server name.
 */
public final class ClientHelloParser {

    private ClientHelloParser() {}

    /**
     * Parses {@code bytes[from, to)}, which is where the connection begins. Bytes after the hello's last record are not
     * looked at. Never throws because of the bytes; the work is linear in their number.
     *
     * @param limit the largest handshake message accepted, in bytes and with its header. The records around it are not
     *     counted: a hello sent in records of one byte takes six bytes of input for each of its own.
     */
    public static Result parse(byte[] bytes, int from, int to, int limit) {
        Objects.checkFromToIndex(from, to, bytes.length);
        if (from == to) {
            return new Result.Incomplete(1);
        }
        if (bytes[from] != HandshakeRecords.CONTENT_TYPE) {
            return OtherProtocol.recognize(bytes, from, to);
        }
        return new HandshakeRecords(bytes, from, to).readClientHello(limit);
    }

    /** What the bytes turned out to be. */
    public sealed interface Result {

        /** They begin with a whole, well-formed hello. */
        record Complete(ClientHello hello) implements Result {}

        /**
         * They may be the beginning of a hello.
         *
         * @param atLeast how many bytes, counted from the first, any hello that begins like this has to have: always more
         *     than are there. Reading so many before parsing again keeps a dribbling client from costing a parse a byte.
         *     Only what is wrong may show sooner.
         */
        record Incomplete(int atLeast) implements Result {}

        /** They are no hello, whatever follows. */
        record Malformed(Reason reason) implements Result {}
    }

    /** Why bytes are no ClientHello. */
    public enum Reason {
        PLAIN_HTTP("The client sent plain HTTP to a port for TLS: its address should begin with https://."),
        SSLV2_HELLO(
                "The client opened with the hello of SSL 2.0, which is long abandoned: it needs a newer TLS library."),
        NOT_TLS("The client does not speak TLS."),
        BAD_RECORD("The client sent a TLS record with an impossible header, or another one inside its ClientHello."),
        NOT_CLIENT_HELLO("The client's first TLS message is not a ClientHello."),
        TRAILING_DATA("The client sent more right behind its ClientHello, where it has to wait for an answer."),
        TOO_LARGE("The ClientHello is larger than allowed."),
        BAD_VERSION("The ClientHello names a version that is neither SSL 3.0 nor TLS."),
        BAD_LENGTH("A length in the ClientHello contradicts what surrounds it, or is not allowed there."),
        REPEATED_EXTENSION("The ClientHello carries an extension twice."),
        SEVERAL_SERVER_NAMES("The ClientHello asks for several server names at once."),
        UNKNOWN_NAME_TYPE("The ClientHello asks for a server by something other than a host name."),
        ADDRESS_AS_SERVER_NAME(
                "The ClientHello asks for an IP address or a port where only a host name may stand (SNI)."),
        BAD_SERVER_NAME("The ClientHello asks for a server name that cannot be a host name.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** The reason as a sentence for the user. */
        public String sentence() {
            return sentence;
        }
    }
}

package fairlead.tls;

import java.util.Locale;

/** A fatal alert: how a refused client is told why, in words its TLS library knows (RFC 8446, section 6). */
public enum TlsAlert {
    /** The ClientHello cannot be parsed. */
    DECODE_ERROR(50),
    /** No backend can take the connection. */
    INTERNAL_ERROR(80),
    /** No load balancer serves the host the client asked for (RFC 6066, section 3). */
    UNRECOGNIZED_NAME(112);

    private static final byte CONTENT_TYPE = 21;
    private static final byte FATAL = 2;

    private final int code;

    TlsAlert(int code) {
        this.code = code;
    }

    /** The name and number it has in the RFC: {@code unrecognized_name (112)}. */
    public String text() {
        return "%s (%d)".formatted(name().toLowerCase(Locale.ROOT), code);
    }

    /** The alert as a plaintext record, 7 bytes, in an array of the caller's own. */
    public byte[] record() {
        return new byte[] {CONTENT_TYPE, 3, 3, 0, 2, FATAL, (byte) code};
    }
}

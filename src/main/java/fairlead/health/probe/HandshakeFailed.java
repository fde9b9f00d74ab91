package fairlead.health.probe;

import java.io.IOException;
import java.util.Optional;

/** A backend did not complete a TLS handshake. The message is for people: {@code TLS handshake failed: ...}. */
public final class HandshakeFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean oldTls;
    private final transient Optional<String> alert;

    /** For these words; whether the server speaks nothing newer than TLS 1.1. */
    public HandshakeFailed(String message, boolean oldTls) {
        this(message, oldTls, Optional.empty());
    }

    private HandshakeFailed(String message, boolean oldTls, Optional<String> alert) {
        super(message);
        this.oldTls = oldTls;
        this.alert = alert;
    }

    static HandshakeFailed because(String reason, Optional<String> alert) {
        return new HandshakeFailed("TLS handshake failed: " + reason, false, alert);
    }

    static HandshakeFailed because(String reason) {
        return new HandshakeFailed("TLS handshake failed: " + reason, false);
    }

    static HandshakeFailed oldTlsOnly() {
        return new HandshakeFailed("TLS handshake failed: the server speaks only TLS 1.1 or older", true);
    }

    /** Whether the server speaks nothing newer than TLS 1.1. */
    public boolean oldTls() {
        return oldTls;
    }

    /** The alert the server sent: {@code unrecognized_name}. */
    Optional<String> alert() {
        return alert;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

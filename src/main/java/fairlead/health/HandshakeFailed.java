package fairlead.health;

import java.io.IOException;

/** A backend did not complete a TLS handshake. The message is for people: {@code TLS handshake failed: ...}. */
final class HandshakeFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean oldTls;

    HandshakeFailed(String message, boolean oldTls) {
        super(message);
        this.oldTls = oldTls;
    }

    static HandshakeFailed because(String reason) {
        return new HandshakeFailed("TLS handshake failed: " + reason, false);
    }

    static HandshakeFailed oldTlsOnly() {
        return new HandshakeFailed("TLS handshake failed: the server speaks only TLS 1.1 or older", true);
    }

    /** Whether the server speaks nothing newer than TLS 1.1. */
    boolean oldTls() {
        return oldTls;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

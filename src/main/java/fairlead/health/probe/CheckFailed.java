package fairlead.health.probe;

import java.io.IOException;

/** Why a check did not pass, in the words of a state: {@code connect refused}, {@code HTTP 503}. */
public final class CheckFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean noSocket;

    private CheckFailed(String reason, boolean noSocket) {
        super(reason);
        this.noSocket = noSocket;
    }

    static CheckFailed because(String reason) {
        return new CheckFailed(reason, false);
    }

    /** This machine is out of file descriptors or ports, which says nothing about any backend. */
    static CheckFailed noSocket(IOException cause) {
        return new CheckFailed("this machine has no socket left for a check: " + Reason.of(cause), true);
    }

    boolean noSocket() {
        return noSocket;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

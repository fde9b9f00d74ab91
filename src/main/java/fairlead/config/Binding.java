package fairlead.config;

import java.net.InetAddress;

/** An address and port that a listener binds. */
record Binding(int port, InetAddress address) {

    static Binding of(ListenerConfig listener) {
        return new Binding(listener.port(), listener.address());
    }

    /** How a problem names it. */
    String label() {
        return address.equals(ListenerConfig.ANY)
                ? "port " + port
                : "port %d of %s".formatted(port, address.getHostAddress());
    }
}

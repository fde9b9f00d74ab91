package fairlead.config;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Entry protocol and port to target protocol and port.
 *
 * @param listenerAddress which of several addresses of the entry port; all of them when empty
 */
public record ForwardingRule(
        Protocol entryProtocol,
        int entryPort,
        Protocol targetProtocol,
        int targetPort,
        boolean tlsPassthrough,
        Optional<InetAddress> listenerAddress) {}

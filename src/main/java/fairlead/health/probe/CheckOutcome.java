package fairlead.health.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one check.
 *
 * @param failure why it failed, in the words of a state: {@code connect refused}; empty when it passed
 * @param handshake what a tls or https check got to see, also when the check failed after it
 * @param noSocket whether it failed because this machine is out of file descriptors or ports: no backend is to blame
 */
public record CheckOutcome(
        Duration latency, Optional<String> failure, Optional<Handshake> handshake, boolean noSocket) {

    CheckOutcome(Duration latency, Optional<String> failure, Optional<Handshake> handshake) {
        this(latency, failure, handshake, false);
    }
}

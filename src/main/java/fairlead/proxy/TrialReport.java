package fairlead.proxy;

import fairlead.health.certificate.ServedCertificate;
import fairlead.health.probe.Visit;
import fairlead.stats.ConnectionRecord;
import java.util.Optional;

/**
 * What came of a {@link Trial}.
 *
 * @param listener whose it was: {@code :443}
 * @param protocol that the listener takes: {@code tls}, {@code http} or {@code tcp}
 * @param address and port that were connected to
 * @param end what the engine says of the connection: who served it, how it ended; empty when it did not hear of its end
 * @param certificate that was shown
 * @param objection why a client would refuse the certificate, whatever host it asked for
 */
public record TrialReport(
        String listener,
        String protocol,
        String address,
        Visit visit,
        Optional<ConnectionRecord> end,
        Optional<ServedCertificate> certificate,
        Optional<String> objection) {

    /** Whether the handshake was completed, or the request answered; on a tcp port, whether there was a backend. */
    public boolean served() {
        return visit.tls().isPresent()
                || visit.response().isPresent()
                || (protocol.equals("tcp")
                        && visit.failure().isEmpty()
                        && end.flatMap(ConnectionRecord::upstream).isPresent());
    }
}

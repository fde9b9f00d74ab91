package fairlead.proxy;

import fairlead.health.certificate.ServedCertificate;
import fairlead.health.probe.Visit;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Outcome;
import java.util.Optional;
import java.util.Set;

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

    /** Endings of a request that was answered as it should be; the last two when the visitor left before the page's end. */
    private static final Set<Outcome> ANSWERED =
            Set.of(Outcome.COMPLETED, Outcome.REDIRECTED, Outcome.CLIENT_RESET, Outcome.CLIENT_GONE);

    /** Whether a client would have got what it came for: a handshake, a redirect, a page, or on a tcp port a backend. */
    public boolean served() {
        return switch (protocol) {
            case "tls" -> visit.tls().isPresent();
            case "http" ->
                visit.response().isPresent()
                        && end.filter(one -> !ANSWERED.contains(one.outcome())).isEmpty();
            default ->
                visit.failure().isEmpty()
                        && end.flatMap(ConnectionRecord::upstream).isPresent();
        };
    }
}

package fairlead.health.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * What a {@link Visitor} found, and how long it took. A server chose every text in it: they are printable ASCII and bounded.
 *
 * @param connect until the server had accepted; empty when it did not
 * @param answer from then until the handshake was complete or the head of a response there
 * @param failure in words, empty when there was none
 * @param alert that the server sent instead: {@code unrecognized_name}
 */
public record Visit(
        Optional<Duration> connect,
        Optional<Duration> answer,
        Optional<Tls> tls,
        Optional<Response> response,
        Optional<String> failure,
        Optional<String> alert) {

    /** A handshake that was completed. */
    public record Tls(Handshake handshake, String cipher) {}

    /** The head of a response. */
    public record Response(int status, Optional<String> location) {}
}

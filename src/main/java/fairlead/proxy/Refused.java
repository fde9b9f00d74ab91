package fairlead.proxy;

import fairlead.http.Answer;
import fairlead.http.Rejection;
import fairlead.proxy.Snapshot.Traffic;
import fairlead.stats.Outcome;
import fairlead.tls.ClientHelloParser;
import fairlead.tls.TlsAlert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A connection goes no further: what that is called, and what the client gets to read. Has no stack trace. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final byte[] SILENCE = {};
    private static final byte[] HTTP_ON_A_TLS_PORT =
            httpError("This port speaks TLS: use https:// instead of http://\n");

    private final Outcome outcome;
    private final transient byte[] lastWords;
    private final transient Optional<Answer> answer;

    private Refused(Outcome outcome, byte[] lastWords, Optional<Answer> answer, String detail) {
        super(detail, null, false, false);
        this.outcome = outcome;
        this.lastWords = lastWords;
        this.answer = answer;
    }

    private Refused(Outcome outcome, byte[] lastWords, String detail) {
        this(outcome, lastWords, usualAnswer(outcome), detail);
    }

    /** The client is told nothing. */
    static Refused silently(Outcome outcome) {
        return new Refused(outcome, SILENCE, "");
    }

    /** The client is told nothing, the access log more. */
    static Refused silently(Outcome outcome, String detail) {
        return new Refused(outcome, SILENCE, detail);
    }

    /** The client gets a fatal alert. */
    static Refused withAlert(Outcome outcome, TlsAlert alert, String detail) {
        return new Refused(outcome, alert.record(), detail);
    }

    /** What the client sent is no request that can be passed on. */
    static Refused malformed(Rejection rejection) {
        Answer answer = Answer.error(rejection.status(), rejection.sentence());
        return new Refused(Outcome.REQUEST_MALFORMED, SILENCE, Optional.of(answer), rejection.sentence());
    }

    /** No load balancer has the server name. */
    static Refused unknownName() {
        return withAlert(Outcome.NO_LOAD_BALANCER, TlsAlert.UNRECOGNIZED_NAME, "");
    }

    /** The load balancer has no backend to try. */
    static Refused noBackend() {
        return withAlert(Outcome.NO_BACKEND, TlsAlert.INTERNAL_ERROR, "");
    }

    /** No load balancer has the host on this port; maybe one has on another. */
    static Refused unknownHost(boolean servedBesides) {
        Answer answer = servedBesides
                ? Answer.error(421, "This host is not served on this port.")
                : Answer.error(404, "This host is not served here.");
        return new Refused(Outcome.NO_LOAD_BALANCER, SILENCE, Optional.of(answer), "");
    }

    /** What the client sent is no ClientHello. */
    static Refused malformed(ClientHelloParser.Reason reason) {
        return reason == ClientHelloParser.Reason.PLAIN_HTTP
                ? new Refused(Outcome.PLAIN_HTTP, HTTP_ON_A_TLS_PORT, reason.sentence())
                : withAlert(Outcome.HELLO_MALFORMED, TlsAlert.DECODE_ERROR, reason.sentence());
    }

    Outcome outcome() {
        return outcome;
    }

    /** What the client of an http port gets; empty for nothing. */
    Optional<Answer> answer() {
        return answer;
    }

    /**
     * Lets the client of a TLS port read why. What it sends meanwhile is read and thrown away for a moment, so that no
     * reset overtakes the alert.
     */
    void tell(SocketChannel client, Deadline deadline) {
        if (lastWords.length == 0) {
            return;
        }
        deadline.start(client, System.nanoTime() + FAREWELL.toNanos(), outcome);
        try {
            Sockets.write(client, ByteBuffer.wrap(lastWords));
            client.shutdownOutput();
            Sockets.discardInput(client);
            deadline.stop();
        } catch (IOException e) {
            // whoever does not listen is not told
        }
    }

    /** What the client gets, in words: {@code alert unrecognized_name (112)}. */
    String told(Traffic traffic) {
        Optional<String> words = switch (traffic) {
            case TLS -> alert().map(alert -> "alert " + alert.text()).or(() -> httpStatus(lastWords.length > 0));
            case HTTP -> answer.map(page -> "HTTP " + page.status());
            case TCP -> Optional.empty();
        };
        return words.orElse("closed without a word");
    }

    private Optional<TlsAlert> alert() {
        return Stream.of(TlsAlert.values())
                .filter(alert -> Arrays.equals(alert.record(), lastWords))
                .findFirst();
    }

    private static Optional<String> httpStatus(boolean told) {
        return told ? Optional.of("HTTP 400") : Optional.empty();
    }

    /** More about it, for the access log. */
    Optional<String> detail() {
        return Optional.ofNullable(getMessage()).filter(text -> !text.isEmpty());
    }

    /** Tells strangers nothing of the backends; the access log does. */
    private static Optional<Answer> usualAnswer(Outcome outcome) {
        return switch (outcome) {
            case REQUEST_MALFORMED -> Optional.of(Answer.error(400, "The body of the request is malformed."));
            case REQUEST_TIMEOUT -> Optional.of(Answer.error(408, "The request was not complete in time."));
            case INTERNAL_ERROR -> Optional.of(Answer.error(500, "Something went wrong here."));
            case BACKEND_UNREACHABLE, BACKEND_RESET, RESPONSE_MALFORMED ->
                Optional.of(Answer.error(502, "The server behind could not be reached, or gave no valid response."));
            case NO_BACKEND, BACKENDS_FULL, OUT_OF_RESOURCES ->
                Optional.of(Answer.error(503, "No server is free to answer. Try again in a little while."));
            case RESPONSE_TIMEOUT -> Optional.of(Answer.error(504, "The server behind did not respond in time."));
            default -> Optional.empty();
        };
    }

    private static byte[] httpError(String sentence) {
        String head = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + sentence.length() + "\r\nConnection: close\r\n\r\n";
        return (head + sentence).getBytes(StandardCharsets.US_ASCII);
    }
}

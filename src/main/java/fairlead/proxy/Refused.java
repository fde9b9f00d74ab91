package fairlead.proxy;

import fairlead.stats.Outcome;
import fairlead.tls.ClientHelloParser;
import fairlead.tls.TlsAlert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A connection goes no further: what that is called, and what the client gets to read. Has no stack trace. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final byte[] SILENCE = {};
    private static final byte[] HTTP_ON_A_TLS_PORT =
            httpError("This port speaks TLS: use https:// instead of http://\n");

    private final Outcome outcome;
    private final transient byte[] lastWords;

    private Refused(Outcome outcome, byte[] lastWords, String detail) {
        super(detail, null, false, false);
        this.outcome = outcome;
        this.lastWords = lastWords;
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

    /** What the client sent is no ClientHello. */
    static Refused malformed(ClientHelloParser.Reason reason) {
        return reason == ClientHelloParser.Reason.PLAIN_HTTP
                ? new Refused(Outcome.PLAIN_HTTP, HTTP_ON_A_TLS_PORT, reason.sentence())
                : withAlert(Outcome.HELLO_MALFORMED, TlsAlert.DECODE_ERROR, reason.sentence());
    }

    Outcome outcome() {
        return outcome;
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

    /** More about it, for the access log. */
    Optional<String> detail() {
        return Optional.ofNullable(getMessage()).filter(text -> !text.isEmpty());
    }

    private static byte[] httpError(String sentence) {
        String head = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + sentence.length() + "\r\nConnection: close\r\n\r\n";
        return (head + sentence).getBytes(StandardCharsets.US_ASCII);
    }
}

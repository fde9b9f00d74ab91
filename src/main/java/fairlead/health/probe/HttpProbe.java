package fairlead.health.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** One HTTP/1.1 request for a page, and the status it is answered with (RFC 9112). Used by the thread of its check. */
final class HttpProbe {
    private static final int MOST_HEAD = 16 << 10;
    private static final int MOST_INTERIM = 10;
    private static final int FIRST_FINAL = 200;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Plaintext peer;
    private byte[] bytes = new byte[2048];
    private Optional<String> location = Optional.empty();
    private int length;

    /**
     * What came.
     *
     * @param location where it leads, as the server wrote it
     */
    record Response(int status, Optional<String> location) {}

    private HttpProbe(Plaintext peer) {
        this.peer = peer;
    }

    /**
     * Asks for the path, and reads the answer up to the end of its head.
     *
     * @param timeout named in the reason when the wire's time is up
     * @throws CheckFailed when no response comes
     */
    static Response ask(Plaintext peer, String path, String host, Duration timeout) throws CheckFailed {
        try {
            peer.write(request(path, host));
            HttpProbe probe = new HttpProbe(peer);
            return new Response(probe.finalStatus(), probe.location);
        } catch (CheckFailed e) {
            throw e;
        } catch (IOException | RuntimeException e) { // TLS may fail in the JDK's parsers
            throw CheckFailed.because("HTTP: " + Reason.ofTalking(e, timeout));
        }
    }

    private static byte[] request(String path, String host) {
        return """
                GET %s HTTP/1.1\r
                Host: %s\r
                User-Agent: Fairlead-health-check\r
                Accept: */*\r
                Connection: close\r
                \r
                """.formatted(path, host).getBytes(US_ASCII);
    }

    /** Passes over interim responses: a server may send some that nobody asked for (RFC 9110 section 15.2). */
    private int finalStatus() throws IOException {
        for (int i = 0; i <= MOST_INTERIM; i++) {
            int status = nextStatus();
            if (status >= FIRST_FINAL || status == SWITCHING_PROTOCOLS) {
                return status;
            }
        }
        throw CheckFailed.because("HTTP: the server sends interim responses without end");
    }

    private int nextStatus() throws IOException {
        while (true) {
            switch (ResponseHead.parse(bytes, 0, length)) {
                case ResponseHead.Result.Complete complete -> {
                    location = ResponseHead.field("Location", bytes, complete.length());
                    length -= complete.length();
                    System.arraycopy(bytes, complete.length(), bytes, 0, length);
                    return complete.status();
                }
                case ResponseHead.Result.Incomplete unused -> fill();
                case ResponseHead.Result.Malformed unused -> throw CheckFailed.because(whatCame());
            }
        }
    }

    private void fill() throws IOException {
        if (length == MOST_HEAD) {
            throw CheckFailed.because(
                    "HTTP: the head of the response is longer than %d KiB".formatted(MOST_HEAD >> 10));
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, MOST_HEAD));
        }
        int n = peer.read(bytes, length, bytes.length - length);
        if (n < 0) {
            throw CheckFailed.because("HTTP: the server closed the connection");
        }
        length += n;
    }

    private String whatCame() {
        boolean tls = FirstRecord.of(bytes, length) == FirstRecord.TLS;
        return "HTTP: what came is not an HTTP response" + (tls ? " but TLS" : "");
    }
}

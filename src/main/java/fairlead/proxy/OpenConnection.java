package fairlead.proxy;

import fairlead.stats.ConnectionRecord;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An open connection as it stands at one moment. What is not known yet is empty. On an http port it tells of the request
 * under way, or else of the latest.
 *
 * @param id 16 hex digits, as in the access log
 * @param since when it was accepted
 * @param client its address, or what a trusted proxy says it is
 * @param sni the host a ClientHello asks for
 * @param host the host a request asks for
 * @param alpn protocols the client offers, any bytes, as ISO 8859-1
 * @param tlsVersions versions the client offers
 * @param backend the config's name of it
 * @param upstream the address and port that it is connected to
 * @param connect how long the backend took to accept
 * @param bytesIn read from the client
 * @param bytesOut written to the client
 */
public record OpenConnection(
        String id,
        Instant since,
        InetSocketAddress client,
        String listener,
        Optional<String> sni,
        Optional<String> host,
        List<String> alpn,
        List<String> tlsVersions,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> upstream,
        Optional<Duration> connect,
        State state,
        long bytesIn,
        long bytesOut) {

    /** Where a connection is in its story. */
    public enum State {
        READING_PROXY_HEADER("waiting for the PROXY header of a trusted proxy"),
        READING_HELLO("waiting for the client's ClientHello"),
        READING_REQUEST("waiting for the client's request"),
        CONNECTING("connecting to a backend"),
        WAITING("waiting for a backend that is full"),
        RELAYING("bytes are copied both ways"),
        EXCHANGING("a request is passed on, or its response passed back"),
        IDLE("between two requests"),
        CLOSING("about to end");

        private final String meaning;

        State(String meaning) {
            this.meaning = meaning;
        }

        /** {@code relaying}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What it means, as part of a sentence. */
        public String meaning() {
            return meaning;
        }
    }

    /**
     * A connection or request that is not over.
     *
     * @param soFar what the log would say if it ended now
     */
    static OpenConnection of(ConnectionRecord soFar, Instant since, State state, long bytesIn, long bytesOut) {
        return new OpenConnection(
                soFar.id(),
                since,
                soFar.client(),
                soFar.listener(),
                soFar.sni(),
                soFar.request().flatMap(request -> request.host()),
                soFar.alpn(),
                soFar.tlsVersions(),
                soFar.loadBalancer(),
                soFar.backend(),
                soFar.upstream(),
                soFar.connect(),
                state,
                bytesIn,
                bytesOut);
    }
}

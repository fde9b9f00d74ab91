package fairlead.stats;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A connection that has ended, or a request of one that is answered.
 *
 * @param id 16 hex digits, the UNIQUE_ID of a PROXY v2 header
 * @param time when it was accepted
 * @param client its address, or what a trusted proxy says it is
 * @param alpn protocols the client offered, any bytes, as ISO 8859-1
 * @param tlsVersions versions the client offered
 * @param request empty where Fairlead does not see requests
 * @param bytesIn read from the client
 * @param bytesOut written to the client
 * @param backend the config's name of it, of which several share one when its address is a host name
 * @param upstream the address and port that were connected to
 * @param connect how long the backend took to accept; empty when none did
 * @param detail more about the outcome, for a person
 */
public record ConnectionRecord(
        String id,
        Instant time,
        InetSocketAddress client,
        String listener,
        Optional<String> sni,
        List<String> alpn,
        List<String> tlsVersions,
        Optional<HttpRequest> request,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> upstream,
        Outcome outcome,
        long bytesIn,
        long bytesOut,
        Optional<Duration> connect,
        Duration duration,
        Optional<String> detail) {

    /** The connection of this request, whose bytes and time to connect are counted with its requests. */
    public ConnectionRecord ofConnection(Outcome ended, Duration lasted) {
        return new ConnectionRecord(
                id,
                time,
                client,
                listener,
                sni,
                alpn,
                tlsVersions,
                Optional.empty(),
                loadBalancer,
                backend,
                upstream,
                ended,
                0,
                0,
                Optional.empty(),
                lasted,
                detail);
    }
}

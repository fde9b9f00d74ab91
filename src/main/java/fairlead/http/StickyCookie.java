package fairlead.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The cookie that keeps a client on its backend. It is signed: nobody can make one, nor read a backend's name in it. */
public final class StickyCookie {

    /**
     * What a client's cookie says.
     *
     * @param renew whether it is time to set it anew
     */
    public record Kept(String backend, boolean renew) {}

    /**
     * For the backends of one load balancer.
     *
     * @param key at least 16 bytes
     */
    public static StickyCookie of(String name, Duration ttl, byte[] key, String loadBalancer, List<String> backends) {
        throw new UnsupportedOperationException();
    }

    private StickyCookie() {}

    public String name() {
        throw new UnsupportedOperationException();
    }

    /** The backend that the request's cookie names; empty when there is none, or it is not valid any more. */
    public Optional<Kept> read(Fields request, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** A Set-Cookie field for this backend. */
    public Field set(String backend, Instant now) {
        throw new UnsupportedOperationException();
    }
}

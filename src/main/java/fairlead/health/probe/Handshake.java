package fairlead.health.probe;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A TLS handshake that was completed.
 *
 * @param version {@code TLSv1.3}
 * @param alpn what the server chose of {@code h2} and {@code http/1.1}
 * @param chain as served, the leaf first
 */
public record Handshake(String version, Optional<String> alpn, List<X509Certificate> chain) {
    public Handshake {
        chain = List.copyOf(chain);
    }
}

package fairlead.config;

import java.util.List;
import java.util.Optional;

/**
 * The dashboard and the API.
 *
 * @param enabled whether there are any
 * @param address where they listen, a literal
 * @param tls absent when they are served without
 * @param insecure whether they may be served without TLS on an address that others can reach
 * @param allowedHosts names by which browsers may ask for them, beside the address and {@code localhost}; lower case
 */
public record AdminConfig(
        boolean enabled, String address, int port, Optional<Tls> tls, boolean insecure, List<String> allowedHosts) {

    public static final AdminConfig DEFAULT = new AdminConfig(true, "127.0.0.1", 8080);

    public AdminConfig {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Without TLS, and asked for by address. */
    public AdminConfig(boolean enabled, String address, int port) {
        this(enabled, address, port, Optional.empty(), false, List.of());
    }

    /**
     * The files of a server that speaks TLS, in PEM.
     *
     * @param certificateFile its certificate, and after it those in between
     * @param keyFile its private key, PKCS #8 without a password
     */
    public record Tls(String certificateFile, String keyFile) {}
}

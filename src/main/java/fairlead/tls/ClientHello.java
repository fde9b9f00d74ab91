package fairlead.tls;

import java.util.List;
import java.util.Optional;

/**
 * What a client says about itself before anything is encrypted (RFC 8446, section 4.1.2), as far as choosing a load
 * balancer, logging and fingerprinting need it. Holds none of the bytes it was read from.
 *
 * @param legacyVersion the version field that TLS 1.3 froze at 0x0303
 * @param serverName the host asked for (SNI), in lower case and without trailing dot; empty when the client named none
 * @param alpn the application protocols offered, most wanted first, one character a byte
 * @param supportedVersions the versions offered, as sent; empty when the extension is absent, as before TLS 1.3
 * @param encryptedClientHello whether the hello carries an encrypted one, whose real server name only the backend sees
 * @param cipherSuites the cipher suites, as sent
 * @param extensionTypes the types of all extensions, as sent
 */
public record ClientHello(
        int legacyVersion,
        Optional<String> serverName,
        List<String> alpn,
        List<Integer> supportedVersions,
        boolean encryptedClientHello,
        List<Integer> cipherSuites,
        List<Integer> extensionTypes) {

    /** The names of the versions offered, in the client's order and without GREASE: {@code TLSv1.3}, {@code TLSv1.2}. */
    public List<String> versionNames() {
        List<Integer> versions = supportedVersions.isEmpty() ? List.of(legacyVersion) : supportedVersions;
        return versions.stream()
                .filter(version -> !isGrease(version))
                .map(ClientHello::versionName)
                .toList();
    }

    /** Whether the client offers this application protocol (ALPN). */
    public boolean offers(String protocol) {
        return alpn.contains(protocol);
    }

    /** Values clients scatter among the real ones so that servers stay used to unknown ones (RFC 8701). */
    private static boolean isGrease(int value) {
        return value >>> 8 == (value & 0xff) && (value & 0xf) == 0xa;
    }

    private static String versionName(int version) {
        return switch (version) {
            case 0x0300 -> "SSLv3";
            case 0x0301 -> "TLSv1";
            case 0x0302 -> "TLSv1.1";
            case 0x0303 -> "TLSv1.2";
            case 0x0304 -> "TLSv1.3";
            default -> "0x%04x".formatted(version);
        };
    }
}

package fairlead.proxyprotocol;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The TLVs of a version 2 header that Fairlead reads and writes.
 *
 * @param authority the host name the client asked for (SNI): 1 to 255 bytes of UTF-8, no control characters
 * @param alpn one protocol name of 1 to 255 bytes (RFC 7301 section 3.1), one char a byte: it may hold any byte, so
 *     whoever prints it escapes it
 */
public record Tlvs(Optional<String> authority, Optional<String> alpn, Optional<UniqueId> uniqueId) {

    public static final Tlvs NONE = new Tlvs(Optional.empty(), Optional.empty(), Optional.empty());

    static final Charset AUTHORITY_CHARSET = StandardCharsets.UTF_8;

    /** The only one that carries every byte there and back: GREASE names (RFC 8701) are not UTF-8. */
    static final Charset ALPN_CHARSET = StandardCharsets.ISO_8859_1;

    private static final int MAX_TEXT_LENGTH = 255;
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * The TLVs of one header.
     *
     * @throws IllegalArgumentException when a text breaks its rule
     */
    public Tlvs {
        if (authority.isPresent() && !isAuthority(authority.get())) {
            throw new IllegalArgumentException("the authority is not a host name of 1 to 255 bytes");
        }
        if (alpn.isPresent() && !isAlpn(alpn.get())) {
            throw new IllegalArgumentException("the ALPN name is not 1 to 255 bytes");
        }
    }

    /** Decoding turns what is not UTF-8 into U+FFFD, which no host name contains: it is refused here. */
    static boolean isAuthority(String text) {
        int length = text.getBytes(AUTHORITY_CHARSET).length;
        return length >= 1
                && length <= MAX_TEXT_LENGTH
                && text.chars().noneMatch(c -> Character.isISOControl(c) || c == REPLACEMENT);
    }

    static boolean isAlpn(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_TEXT_LENGTH
                && text.chars().allMatch(c -> c <= 0xff);
    }
}

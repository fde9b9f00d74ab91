package fairlead.admin.store;

import fairlead.config.Config;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A config as its file has it, and as the engine goes by it.
 *
 * @param text of the file, to the byte
 */
public record Document(String text, Config config) {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** A tree of its own of what is written there: without defaults. */
    public ObjectNode tree() {
        return (ObjectNode) MAPPER.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    /** What tells it from any other text; in quotes, as HTTP has it (RFC 9110, section 8.8.3). */
    public String etag() {
        return etag(text);
    }

    /** The same of any text. */
    public static String etag(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

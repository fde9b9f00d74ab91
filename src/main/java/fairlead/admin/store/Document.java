package fairlead.admin.store;

import fairlead.config.Config;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A config as its file has it, and as the engine goes by it.
 *
 * @param text of the file, to the byte
 */
public record Document(String text, Config config) {

    /** Keeps numbers as they are written. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** A tree of its own of what is written there: without defaults. */
    public ObjectNode tree() {
        return (ObjectNode) MAPPER.readTree(withoutMark(text));
    }

    /** The same config in the usual layout, one value a line. */
    public String pretty() {
        return text(tree());
    }

    /** What tells it from any other text; in quotes, as HTTP has it (RFC 9110, section 8.8.3). */
    public String etag() {
        return etag(text);
    }

    /** The same of any text. */
    public static String etag(String text) {
        return '"' + hash(text) + '"';
    }

    /** What tells a part of a config from any other; without quotes. */
    public static String hash(JsonNode part) {
        return hash(part.toString());
    }

    /** A tree as it is written down. */
    static String text(JsonNode tree) {
        return MAPPER.writeValueAsString(tree) + "\n";
    }

    /** The tree of a text that may be anything. */
    static Optional<JsonNode> tree(String text) {
        try {
            return Optional.of(MAPPER.readTree(withoutMark(text)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package fairlead.admin.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The text of the file with the tokens. */
final class TokenJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private TokenJson() {}

    static String write(List<Token> tokens) {
        ObjectNode root = JSON.createObjectNode();
        var array = root.putArray("tokens");
        for (Token token : tokens) {
            ObjectNode written = array.addObject()
                    .put("name", token.name())
                    .put("role", token.role().word())
                    .put("sha256", token.hash())
                    .put("created", token.created().toString());
            token.lastUsed().ifPresent(time -> written.put("last_used", time.toString()));
        }
        return JSON.writeValueAsString(root) + "\n";
    }

    /** @throws IllegalArgumentException with the reason when this is no such text */
    static List<Token> read(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        JsonNode array = root.path("tokens");
        if (!array.isArray()) {
            throw new IllegalArgumentException("it has no array \"tokens\"");
        }
        List<Token> tokens = new ArrayList<>();
        for (JsonNode node : array) {
            tokens.add(token(node, "tokens[%d]".formatted(tokens.size())));
        }
        return List.copyOf(tokens);
    }

    private static Token token(JsonNode node, String place) {
        String name = node.path("name").asString("");
        String hash = node.path("sha256").asString("");
        if (!TokenName.isValid(name)) {
            throw new IllegalArgumentException(place + " has no valid name");
        }
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException(place + " has no valid sha256");
        }
        try {
            Role role = Role.of(node.path("role").asString(""));
            Instant created = Instant.parse(node.path("created").asString(""));
            Optional<Instant> lastUsed = Optional.of(node.path("last_used").asString(""))
                    .filter(time -> !time.isEmpty())
                    .map(Instant::parse);
            return new Token(name, role, hash, created, lastUsed, Token.Origin.FILE);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + " has no valid role", e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(place + " has no valid time", e);
        }
    }
}

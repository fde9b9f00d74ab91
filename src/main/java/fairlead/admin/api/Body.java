package fairlead.admin.api;

import fairlead.config.JsonText;
import fairlead.config.Problem;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request brings: JSON in UTF-8, an object. */
final class Body {
    private static final Set<String> TYPES = Set.of("application/json", "application/merge-patch+json");

    private Body() {}

    /** The text to the byte, once it is certain that it is an object of JSON. */
    static String text(Context ctx) {
        String text = utf8(ctx);
        ObjectNode unused = object(text);
        return text;
    }

    static ObjectNode object(Context ctx) {
        return object(utf8(ctx));
    }

    /** The one array that is all there may be: {@code {"backends": [...]}}; not empty. */
    static ArrayNode array(Context ctx, String key) {
        ObjectNode body = object(ctx);
        List<Problem> unknown = body.propertyNames().stream()
                .filter(name -> !name.equals(key))
                .map(name -> new Problem(name, "unknown key: the only key here is " + key))
                .toList();
        if (!unknown.isEmpty()) {
            throw ApiError.unprocessable(unknown);
        }
        if (body.path(key) instanceof ArrayNode array && !array.isEmpty()) {
            return array;
        }
        throw ApiError.unprocessable(List.of(new Problem(key, "must be an array with at least one element")));
    }

    private static String utf8(Context ctx) {
        String type = ctx.contentType();
        if (type != null && !TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw ApiError.unsupportedMediaType("the body must be JSON: send Content-Type: application/json");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(ctx.bodyAsBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiError.badRequest("the body is not UTF-8");
        }
    }

    private static ObjectNode object(String text) {
        if (text.isBlank()) {
            throw ApiError.badRequest("the body is empty: send an object of JSON");
        }
        return switch (JsonText.read(text.startsWith("\ufeff") ? text.substring(1) : text)) {
            case JsonText.Result.Tree tree -> object(tree.root());
            case JsonText.Result.Malformed malformed -> throw ApiError.malformed(malformed.problems());
        };
    }

    private static ObjectNode object(JsonNode root) {
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw ApiError.unprocessable(List.of(new Problem("", "must be an object in braces { }")));
    }
}

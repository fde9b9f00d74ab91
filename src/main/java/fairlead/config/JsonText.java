package fairlead.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns JSON text into a tree, or its first mistake into a problem that says where it is in plain words. */
public final class JsonText {

    private static final int DEEPEST = 32;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private static final String REST = "the document has ended before this: remove what follows";

    private JsonText() {}

    /** What became of a text. */
    public sealed interface Result {

        /** It is JSON. */
        record Tree(JsonNode root) implements Result {}

        /** It is not, or has a key twice; the problems, at least one, say where. */
        record Malformed(List<Problem> problems) implements Result {
            public Malformed {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads a text that is not the config file's; never throws, whatever it holds. */
    public static Result read(String text) {
        Problems problems = new Problems();
        Optional<JsonNode> tree = parse(text, problems);
        return tree.isPresent() && problems.isEmpty()
                ? new Result.Tree(tree.get())
                : new Result.Malformed(problems.inOrderFound());
    }

    /** The tree; empty when the text is not one JSON value. A key given twice is a problem too, and counts once. */
    static Optional<JsonNode> parse(String text, Problems problems) {
        if (text.isBlank()) {
            problems.add("", "the file is empty: write at least {\"load_balancers\": []}");
            return Optional.empty();
        }
        try (JsonParser parser = MAPPER.createParser(text)) {
            return scan(parser, text, problems) ? Optional.of(MAPPER.readTree(text)) : Optional.empty();
        }
    }

    /** Whether the text is one JSON value. */
    private static boolean scan(JsonParser parser, String text, Problems problems) {
        boolean complete = false;
        try {
            Deque<Set<String>> keys = new ArrayDeque<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (complete) {
                    problems.add("", at(parser.currentTokenLocation()) + REST);
                    return false;
                }
                if (token == JsonToken.START_OBJECT) {
                    keys.push(new HashSet<>());
                } else if (token == JsonToken.END_OBJECT) {
                    keys.pop();
                } else if (token == JsonToken.PROPERTY_NAME && !keys.element().add(parser.currentName())) {
                    problems.add(
                            path(parser.streamReadContext()),
                            "stands here twice (again in line %d): keep one of them"
                                    .formatted(parser.currentTokenLocation().getLineNr()));
                }
                complete = token != JsonToken.PROPERTY_NAME
                        && parser.streamReadContext().inRoot();
            }
            return complete;
        } catch (StreamConstraintsException e) {
            boolean deep = parser.streamReadContext().getNestingDepth() > DEEPEST;
            String why = deep
                    ? "braces and brackets are nested deeper than %d levels".formatted(DEEPEST)
                    : "a key or number is far too long";
            problems.add("", at(parser.currentLocation()) + why);
            return false;
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            String why = complete ? REST : SyntaxMistake.explain(text, (int) location.getCharOffset());
            problems.add("", at(location) + why);
            return false;
        }
    }

    private static String at(TokenStreamLocation location) {
        return "line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr());
    }

    /** The place of the member or element that the parser is at. */
    private static String path(TokenStreamContext context) {
        if (context.inRoot()) {
            return "";
        }
        String around = path(context.getParent());
        return context.inObject()
                ? JsonPath.key(around, context.currentName())
                : JsonPath.index(around, context.getCurrentIndex());
    }
}

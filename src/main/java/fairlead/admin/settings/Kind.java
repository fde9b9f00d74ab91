package fairlead.admin.settings;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a field holds: how JSON becomes the text of an input, and back. Text that is none of the kind goes in as a string, so
 * that whoever reads the config says what is wrong with it.
 */
public enum Kind {
    /** A string. */
    TEXT,
    /** A string that is not for everybody's eyes. */
    SECRET,
    /** A whole number. */
    WHOLE,
    /** A number of seconds. */
    SECONDS,
    /** True or false. */
    CHECKBOX,
    /** A number or string, or an array of these; separated by commas. */
    SEVERAL,
    /** One of a few strings, or of a few numbers. */
    CHOICE,
    /** The name of one of the backends, or nothing. */
    BACKEND,
    /** The protocol on both sides of a forwarding rule, with passthrough where it is needed: three keys. */
    PAIR;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,9})?");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,15}");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The JSON of what was typed. */
    JsonNode json(String typed) {
        return switch (this) {
            case TEXT, SECRET, BACKEND, PAIR -> NODES.stringNode(typed);
            case CHECKBOX -> NODES.booleanNode(typed.equals("true"));
            case WHOLE, CHOICE -> whole(typed);
            case SECONDS ->
                WHOLE_NUMBER.matcher(typed).matches() || !NUMBER.matcher(typed).matches()
                        ? whole(typed)
                        : NODES.numberNode(new BigDecimal(typed));
            case SEVERAL -> several(typed);
        };
    }

    /** What an input shows of this JSON. */
    String text(JsonNode value) {
        if (value instanceof ArrayNode array) {
            return StreamSupport.stream(array.spliterator(), false)
                    .map(this::text)
                    .collect(Collectors.joining(", "));
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** Puts what was typed into its object; nothing typed takes the key out. */
    void write(ObjectNode object, String key, String typed) {
        if (typed.isEmpty()) {
            object.remove(key);
        } else {
            object.set(key, json(typed));
        }
        if (this == PAIR) {
            object.set("target_protocol", json(typed));
            if (typed.equals("https") || typed.equals("http2")) {
                object.put("tls_passthrough", true);
            } else {
                object.remove("tls_passthrough");
            }
        }
    }

    private static JsonNode whole(String typed) {
        return WHOLE_NUMBER.matcher(typed).matches()
                ? NODES.numberNode(Long.parseLong(typed))
                : NODES.stringNode(typed);
    }

    private static JsonNode several(String typed) {
        List<JsonNode> values = Arrays.stream(COMMA.split(typed, -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(Kind::whole)
                .toList();
        return values.size() == 1 ? values.getFirst() : NODES.arrayNode().addAll(values);
    }
}

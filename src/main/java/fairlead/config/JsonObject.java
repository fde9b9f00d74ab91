package fairlead.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One JSON object being read. Asking for a key makes it known; a key nobody asked for is a problem. So is a value that
 * cannot be read: it gives the fallback, and reading goes on, but the object counts as unsound and is not compared with
 * others.
 */
final class JsonObject {

    private final JsonNode node;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> required = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private boolean sound = true;
    private boolean soundInParts;

    private JsonObject(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    /** What the reader makes of an object; empty when there is none, or it is unsound. */
    static <T> Optional<T> read(JsonNode node, String path, Problems problems, Function<JsonObject, T> reader) {
        if (!node.isObject()) {
            problems.add(path, "must be an object in braces { }; found " + Found.describe(node));
            return Optional.empty();
        }
        JsonObject object = new JsonObject(node, path, problems);
        T value = reader.apply(object);
        object.reportUnknownKeys();
        return object.isSound() ? Optional.of(value) : Optional.empty();
    }

    String path() {
        return path;
    }

    boolean isSound() {
        return sound || soundInParts;
    }

    /** The reader itself keeps apart what could be read and what not: the object counts as sound. */
    void readInParts() {
        soundInParts = true;
    }

    void problem(String key, String message) {
        problems.add(JsonPath.key(path, key), message);
    }

    /** Reports those of the keys that are there. */
    void problems(List<String> keys, String message) {
        keys.stream().filter(node::has).forEach(key -> problem(key, message));
    }

    /** Reports those of the keys that are missing. */
    void require(String... keys) {
        required.addAll(Arrays.asList(keys));
        for (String key : keys) {
            if (!node.has(key)) {
                problem(key, "is missing, and has no default: add it");
                sound = false;
            }
        }
    }

    /** Reports a key that the model knows and Fairlead has no use for. */
    void refuse(String key, String message) {
        refused.add(key);
        if (node.has(key)) {
            problem(key, message);
        }
    }

    boolean has(String key) {
        return node.has(key);
    }

    /** A single value; empty when the key is absent. */
    <T> Optional<T> value(String key, Scalar<T> scalar) {
        return member(key, (value, place) -> {
            String leaveOut = value.isNull() && !required.contains(key) ? ": leave the key out for its default" : "";
            return scalar(value, place, scalar, leaveOut);
        });
    }

    <T> T value(String key, T fallback, Scalar<T> scalar) {
        return value(key, scalar).orElse(fallback);
    }

    int integer(String key, int fallback, Scalar<Long> range) {
        return Math.toIntExact(value(key, (long) fallback, range));
    }

    OptionalInt port(String key) {
        return value(key, Scalar.port()).stream().mapToInt(Math::toIntExact).findFirst();
    }

    /** An array of at least one such value, or a value without the array around it. */
    <T> List<T> values(String key, List<T> fallback, Scalar<T> scalar) {
        JsonNode array = node.path(key);
        if (!array.isArray()) {
            return value(key, scalar).map(List::of).orElse(fallback);
        }
        if (array.isEmpty()) {
            problem(key, "must hold at least one value; found an empty array");
        }
        return elements(key, (value, place) -> scalar(value, place, scalar, "")).values();
    }

    /** A string for which the parser throws {@link IllegalArgumentException} with a sentence when it will not do. */
    <T> Optional<T> text(String key, Function<String, T> parser) {
        return member(key, (value, place) -> parse(value, place, parser));
    }

    <T> Optional<T> object(String key, Function<JsonObject, T> reader) {
        return member(key, (value, place) -> read(value, place, problems, reader));
    }

    /** An array of such strings; empty when the key is absent. */
    <T> Elements<T> texts(String key, Function<String, T> parser) {
        return elements(key, (value, place) -> parse(value, place, parser));
    }

    /** An array of objects; empty when the key is absent. */
    <T> Elements<T> objects(String key, Function<JsonObject, T> reader) {
        return elements(key, (value, place) -> read(value, place, problems, reader));
    }

    private <T> Optional<T> member(String key, BiFunction<JsonNode, String, Optional<T>> reader) {
        known.add(key);
        if (!node.has(key)) {
            return Optional.empty();
        }
        Optional<T> value = reader.apply(node.path(key), JsonPath.key(path, key));
        sound &= value.isPresent();
        return value;
    }

    private <T> Elements<T> elements(String key, BiFunction<JsonNode, String, Optional<T>> reader) {
        known.add(key);
        JsonNode array = node.path(key);
        if (!array.isArray()) {
            boolean present = node.has(key);
            if (present) {
                problem(key, "must be an array in brackets [ ]; found " + Found.describe(array));
                sound = false;
            }
            return new Elements<>(List.of(), !present && !required.contains(key));
        }
        List<Elements.Item<T>> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String place = JsonPath.index(JsonPath.key(path, key), i);
            reader.apply(array.path(i), place).ifPresent(value -> items.add(new Elements.Item<>(place, value)));
        }
        boolean complete = items.size() == array.size();
        sound &= complete;
        return new Elements<>(items, complete);
    }

    private <T> Optional<T> scalar(JsonNode value, String place, Scalar<T> scalar, String remedy) {
        Optional<T> read = scalar.read(value);
        if (read.isEmpty()) {
            problems.add(place, scalar.mismatch(value) + remedy);
        }
        return read;
    }

    private <T> Optional<T> parse(JsonNode value, String place, Function<String, T> parser) {
        if (!value.isString()) {
            problems.add(place, "must be a string in double quotes; found " + Found.describe(value));
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(value.stringValue()));
        } catch (IllegalArgumentException e) {
            problems.add(place, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void reportUnknownKeys() {
        for (String key : node.propertyNames()) {
            if (!known.contains(key) && !refused.contains(key)) {
                problem(key, problems.areEnough() ? "unknown key" : "unknown key: " + meant(key));
            }
        }
    }

    private String meant(String unknown) {
        List<String> absent = known.stream().filter(key -> !node.has(key)).toList();
        return Nearest.to(unknown, absent)
                .map(near -> "did you mean %s?".formatted(Quote.text(near)))
                .orElseGet(() -> "the keys here are " + String.join(", ", known));
    }
}

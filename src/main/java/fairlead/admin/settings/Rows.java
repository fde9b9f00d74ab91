package fairlead.admin.settings;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list, as a form asks for it: a row for each element. The inputs of a column have one name, and a browser sends their values
 * in the order of the rows.
 *
 * @param path from its load balancer: {@code firewall.deny}
 * @param one what a row is called: {@code rule}
 * @param columns one with an empty path when the elements are strings
 */
public record Rows(String path, String title, String one, String hint, List<Field> columns) {

    /**
     * One row.
     *
     * @param origin the index of the element it was made of; empty for a new one
     * @param texts one a column
     */
    record Row(String origin, List<String> texts) {
        Row {
            texts = List.copyOf(texts);
        }

        Optional<Integer> index() {
            return origin.matches("[0-9]{1,6}") ? Optional.of(Integer.valueOf(origin)) : Optional.empty();
        }
    }

    public Rows {
        columns = List.copyOf(columns);
    }

    static Rows ofStrings(String path, String title, String one, String hint) {
        return new Rows(path, title, one, hint, List.of(Field.of("", title, "", Kind.TEXT)));
    }

    /** The name of a column's inputs. */
    String name(Field column) {
        return column.path().isEmpty() ? path : path + "." + column.path();
    }

    /** The name of the inputs that say which element a row was made of. */
    String originName() {
        return path + "._row";
    }

    /** The names of all its inputs. */
    List<String> names() {
        return Stream.concat(Stream.of(originName()), columns.stream().map(this::name))
                .toList();
    }

    /** What is typed in the rows that are not blank. */
    List<Row> typed(Typed typed) {
        int most = columns.stream()
                .mapToInt(column -> typed.count(name(column)))
                .max()
                .orElse(0);
        return IntStream.range(0, most)
                .mapToObj(at -> new Row(
                        typed.at(originName(), at),
                        columns.stream()
                                .map(column -> typed.at(name(column), at))
                                .toList()))
                .filter(row -> !isBlank(row))
                .toList();
    }

    /** What is written there. */
    List<Row> written(JsonNode loadBalancer) {
        JsonNode array = Place.of(path).in(loadBalancer);
        return IntStream.range(0, array.size())
                .mapToObj(at -> new Row(
                        String.valueOf(at),
                        columns.stream()
                                .map(column -> text(column, array.path(at)))
                                .toList()))
                .toList();
    }

    /** Writes these; what was not touched in an element stays as it was. */
    void write(ObjectNode loadBalancer, List<Row> rows) {
        Place place = Place.of(path);
        JsonNode before = place.in(loadBalancer);
        ArrayNode after = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> after.add(element(row, before)));
        if (!after.equals(before) && !(after.isEmpty() && before.isMissingNode())) {
            ObjectNode object = place.object(loadBalancer);
            object.set(place.key(), after);
            place.keep(loadBalancer, object);
        }
    }

    private JsonNode element(Row row, JsonNode before) {
        if (columns.getFirst().path().isEmpty()) {
            return columns.getFirst().kind().json(row.texts().getFirst());
        }
        ObjectNode element = row.index()
                .map(before::path)
                .filter(ObjectNode.class::isInstance)
                .map(node -> (ObjectNode) node.deepCopy())
                .orElseGet(JsonNodeFactory.instance::objectNode);
        for (int i = 0; i < columns.size(); i++) {
            Field column = columns.get(i);
            String typed = row.texts().get(i);
            if (!text(column, element).equals(typed)) {
                column.write(element, typed);
            }
        }
        return element;
    }

    private boolean isBlank(Row row) {
        return IntStream.range(0, columns.size())
                .allMatch(i -> row.texts().get(i).isEmpty()
                        || columns.get(i).kind() == Kind.PAIR
                        || columns.get(i).kind() == Kind.CHOICE);
    }

    private static String text(Field column, JsonNode element) {
        return column.path().isEmpty()
                ? column.kind().text(element)
                : column.written(element).orElse("");
    }
}

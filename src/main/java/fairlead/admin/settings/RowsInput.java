package fairlead.admin.settings;

import fairlead.admin.settings.Rows.Row;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The inputs of a list, ready to be shown.
 *
 * @param path also what the button for another row sends
 * @param id of the element around the rows
 * @param originName of the hidden inputs that say what a row was made of
 * @param blank a row to copy; {@value #NUMBER} stands where its number goes
 * @param error what is wrong with the list as a whole
 */
public record RowsInput(
        String path,
        String id,
        String title,
        String one,
        String hint,
        String originName,
        List<RowInput> rows,
        RowInput blank,
        Optional<String> error) {
    private static final String NUMBER = "__i__";

    /** The inputs of one row. */
    public record RowInput(String number, String origin, List<Input> inputs) {
        public RowInput {
            inputs = List.copyOf(inputs);
        }
    }

    public RowsInput {
        rows = List.copyOf(rows);
    }

    /** With these rows, and another one to fill in when there are none or it is asked for. */
    static RowsInput of(Rows list, List<Row> filled, boolean another, Complaints complaints) {
        Row blank = blank(list);
        List<Row> all = another || filled.isEmpty()
                ? Stream.concat(filled.stream(), Stream.of(blank)).toList()
                : filled;
        return new RowsInput(
                list.path(),
                Input.id(list.path()),
                list.title(),
                list.one(),
                list.hint(),
                list.originName(),
                IntStream.range(0, all.size())
                        .mapToObj(at -> row(list, String.valueOf(at), all.get(at), complaints))
                        .toList(),
                row(list, NUMBER, blank, Complaints.NONE),
                complaints.at(list.path()));
    }

    private static Row blank(Rows list) {
        return new Row(
                "",
                list.columns().stream()
                        .map(column -> column.options().isEmpty()
                                ? ""
                                : column.options().getFirst().value())
                        .toList());
    }

    private static RowInput row(Rows list, String number, Row row, Complaints complaints) {
        return new RowInput(
                number,
                row.origin(),
                IntStream.range(0, list.columns().size())
                        .mapToObj(at -> {
                            Field column = list.columns().get(at);
                            return Input.of(
                                    column,
                                    list.name(column),
                                    Input.id(list.name(column)) + "-" + number,
                                    row.texts().get(at),
                                    column.options(),
                                    complaints.at(Complaints.key(list, number, column)));
                        })
                        .toList());
    }
}

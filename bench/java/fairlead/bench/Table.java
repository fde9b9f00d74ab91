package fairlead.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown that can be read as it is. The first column is text, the others are numbers. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> titles) {
        rows.add(titles);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines =
                rows.stream().map(row -> line(row, widths)).collect(Collectors.toCollection(ArrayList::new));
        String rule = IntStream.range(0, columns)
                .mapToObj(column ->
                        column == 0 ? "-".repeat(widths[0] + 2) : "-".repeat(Math.max(2, widths[column] + 1)) + ":")
                .collect(Collectors.joining("|", "|", "|"));
        lines.add(1, rule);
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> {
                    String gap = " ".repeat(widths[column] - row.get(column).length());
                    return column == 0 ? " " + row.get(column) + gap + " " : " " + gap + row.get(column) + " ";
                })
                .collect(Collectors.joining("|", "|", "|"));
    }
}

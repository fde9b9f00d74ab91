package fairlead.admin.page;

import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends a table as a file for spreadsheets (RFC 4180). What a spreadsheet would take for a formula begins with an
 * apostrophe: strangers choose some of the texts.
 */
final class Csv {
    private Csv() {}

    /** Whether the request wants the table like this. */
    static boolean isAsked(Context ctx) {
        return "csv".equals(ctx.queryParam("format"));
    }

    /**
     * Answers with a file.
     *
     * @param name of the file, without its ending
     */
    static void send(Context ctx, String name, List<String> header, List<List<String>> rows) {
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"fairlead-" + name + ".csv\"")
                .result(text(header, rows));
    }

    static String text(List<String> header, List<List<String>> rows) {
        return line(header) + rows.stream().map(Csv::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = isFormula(text) ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
    }
}

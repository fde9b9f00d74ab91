package fairlead.admin.page;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What somebody wants to see of a long table.
 *
 * @param path of the page
 * @param search what rows have to contain, as it was typed
 * @param sort the column, or empty for the usual order
 * @param page counted from 1
 */
public record ListQuery(String path, String search, String sort, boolean descending, int page) {
    private static final int LONGEST = 200;
    private static final int LAST_PAGE = 100_000;

    static ListQuery of(Context ctx) {
        String sort = text(ctx, "sort");
        boolean descending = sort.startsWith("-");
        String search = text(ctx, "search").strip();
        return new ListQuery(
                ctx.path(),
                search.substring(0, Math.min(search.length(), LONGEST)),
                descending ? sort.substring(1) : sort,
                descending,
                page(text(ctx, "page")));
    }

    /** The address of another page of the same. */
    public String at(int other) {
        return uri(search, sort, descending, other, "");
    }

    /** The address of the same sorted by this column, or the other way round if it is already. */
    public String by(String column) {
        return uri(search, column, sort.equals(column) && !descending, 1, "");
    }

    /** What {@code aria-sort} says of a column; empty when it is not sorted by that. */
    public String sorted(String column) {
        if (!sort.equals(column)) {
            return "";
        }
        return descending ? "descending" : "ascending";
    }

    /** The address of all of it as a file. */
    public String csv() {
        return uri(search, sort, descending, 1, "csv");
    }

    private String uri(String wanted, String column, boolean down, int at, String format) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("search", wanted);
        query.put("sort", column.isEmpty() ? "" : (down ? "-" : "") + column);
        query.put("page", at == 1 ? "" : Integer.toString(at));
        query.put("format", format);
        String text = query.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? path : path + "?" + text;
    }

    private static String text(Context ctx, String name) {
        return Objects.requireNonNullElse(ctx.queryParam(name), "");
    }

    private static int page(String text) {
        return text.matches("[0-9]{1,6}") ? Math.clamp(Integer.parseInt(text), 1, LAST_PAGE) : 1;
    }
}

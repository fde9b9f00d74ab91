package fairlead.admin.page;

import java.util.List;

/**
 * One page of a long table.
 *
 * @param first of its rows, counted from 1; 0 when there are none
 * @param total rows on all pages
 * @param page counted from 1
 */
public record Paged<T>(List<T> rows, int first, int total, int page, int pages) {
    static final int SIZE = 50;

    public Paged {
        rows = List.copyOf(rows);
    }

    static <T> Paged<T> of(List<T> all, ListQuery query) {
        int pages = Math.max(1, (all.size() + SIZE - 1) / SIZE);
        int page = Math.min(query.page(), pages);
        int begin = (page - 1) * SIZE;
        List<T> rows = all.subList(begin, Math.min(all.size(), begin + SIZE));
        return new Paged<>(rows, rows.isEmpty() ? 0 : begin + 1, all.size(), page, pages);
    }

    public int last() {
        return Math.max(0, first + rows.size() - 1);
    }
}

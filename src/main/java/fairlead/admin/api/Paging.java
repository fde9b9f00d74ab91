package fairlead.admin.api;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which part of a long list is wanted. */
record Paging(Context ctx, int page, int perPage) {
    static final String PAGE = "page";
    static final String PER_PAGE = "per_page";
    private static final int MOST = 200;
    private static final int USUAL = 20;

    static Paging of(Context ctx, Query query) {
        return new Paging(
                ctx, query.number(PAGE, 1, Integer.MAX_VALUE / MOST, 1), query.number(PER_PAGE, 1, MOST, USUAL));
    }

    private record Links(Optional<Map<String, String>> pages) {}

    private record Meta(int total) {}

    /** The part of it, under this name, with how many there are in all and where the other parts are. */
    Map<String, Object> of(String name, List<?> all) {
        long from = Math.min(all.size(), (page - 1L) * perPage);
        long to = Math.min(all.size(), from + perPage);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(name, all.subList((int) from, (int) to));
        answer.put("links", new Links(links(all.size())));
        answer.put("meta", new Meta(all.size()));
        return answer;
    }

    private Optional<Map<String, String>> links(int total) {
        int last = Math.max(1, (total + perPage - 1) / perPage);
        Map<String, String> links = new LinkedHashMap<>();
        if (page > 1) {
            links.put("first", link(1));
            links.put("prev", link(Math.min(page - 1, last)));
        }
        if (page < last) {
            links.put("next", link(page + 1));
            links.put("last", link(last));
        }
        return links.isEmpty() ? Optional.empty() : Optional.of(links);
    }

    /** From the root of the server: how a client reaches that is its own affair. */
    private String link(int number) {
        Map<String, String> parameters = new LinkedHashMap<>();
        ctx.queryParamMap().forEach((name, values) -> parameters.put(name, values.getFirst()));
        parameters.put(PAGE, Integer.toString(number));
        parameters.put(PER_PAGE, Integer.toString(perPage));
        return ctx.path()
                + '?'
                + parameters.entrySet().stream()
                        .map(one -> encoded(one.getKey()) + '=' + encoded(one.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

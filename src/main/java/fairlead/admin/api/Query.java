package fairlead.admin.api;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What stands behind the question mark of a request: only parameters that are known, each at most once. */
final class Query {
    private final Context ctx;

    private Query(Context ctx) {
        this.ctx = ctx;
    }

    /**
     * The parameters of a request.
     *
     * @throws ApiError when there is one that the route does not have, or has only once
     */
    static Query of(Context ctx, String... known) {
        Set<String> others = new TreeSet<>(ctx.queryParamMap().keySet());
        others.removeAll(Arrays.asList(known));
        if (!others.isEmpty()) {
            throw ApiError.badRequest("there is no query parameter %s here, but: %s"
                    .formatted(quoted(others.iterator().next()), String.join(", ", known)));
        }
        ctx.queryParamMap().forEach((name, values) -> {
            if (values.size() > 1) {
                throw ApiError.badRequest("the query parameter \"%s\" may be given once".formatted(name));
            }
        });
        return new Query(ctx);
    }

    /** What was given, unless it is empty. */
    Optional<String> text(String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(text -> !text.isEmpty());
    }

    int number(String name, int least, int most, int otherwise) {
        return text(name)
                .map(text -> number(text)
                        .filter(number -> number >= least && number <= most)
                        .orElseThrow(
                                () -> ApiError.badRequest("the query parameter \"%s\" must be a number from %d to %d"
                                        .formatted(name, least, most))))
                .orElse(otherwise);
    }

    /** One of these words. */
    Optional<String> word(String name, List<String> all) {
        Optional<String> given = text(name);
        if (given.isPresent() && !all.contains(given.get())) {
            throw ApiError.badRequest(
                    "the query parameter \"%s\" must be one of: %s".formatted(name, String.join(", ", all)));
        }
        return given;
    }

    /** The one of these that has the word given. */
    <T> Optional<T> word(String name, T[] all, Function<T, String> word) {
        Optional<String> given = word(name, Arrays.stream(all).map(word).toList());
        return given.flatMap(text ->
                Arrays.stream(all).filter(one -> word.apply(one).equals(text)).findFirst());
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String quoted(String name) {
        return '"' + (name.length() > 40 ? name.substring(0, 40) + "..." : name) + '"';
    }
}

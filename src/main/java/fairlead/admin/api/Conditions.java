package fairlead.admin.api;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conditions of a request (RFC 9110, section 13.1): that something is still what it was, or is not any more. */
final class Conditions {
    private static final Pattern LIST =
            Pattern.compile("\\s*,*\\s*(?:(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(?:,|$))");

    private Conditions() {}

    /**
     * Whether the request may be done, as far as If-Match is concerned. Compares strongly: a weak tag never matches.
     *
     * @param isPresent whether a tag, without its quotes, is that of what is there now
     */
    static boolean allow(Context ctx, Predicate<String> isPresent) {
        Optional<String> tags = field(ctx, "If-Match");
        return tags.isEmpty() || matches(tags.get(), "If-Match", false, isPresent);
    }

    /** Whether the client has what is there now already, as If-None-Match says. Compares weakly. */
    static boolean isKnown(Context ctx, String tag) {
        Optional<String> tags = field(ctx, "If-None-Match");
        return tags.isPresent() && matches(tags.get(), "If-None-Match", true, tag::equals);
    }

    private static Optional<String> field(Context ctx, String name) {
        return Optional.of(String.join(",", Collections.list(ctx.req().getHeaders(name))))
                .filter(value -> !value.isBlank());
    }

    private static boolean matches(String tags, String name, boolean weakly, Predicate<String> isPresent) {
        if (tags.strip().equals("*")) {
            return true;
        }
        Matcher list = LIST.matcher(tags);
        int end = 0;
        boolean found = false;
        while (list.find() && list.start() == end) {
            found |= (weakly || list.group(1) == null) && isPresent.test(list.group(2));
            end = list.end();
        }
        if (end < tags.length() && !tags.substring(end).isBlank()) {
            throw ApiError.badRequest(name + " must be * or the ETag of an answer, with its quotes");
        }
        return found;
    }
}

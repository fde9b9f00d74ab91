package fairlead.admin.access;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a page of the dashboard itself sent a request, as browsers tell it. */
public final class SameOrigin {
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private SameOrigin() {}

    /** Whether this asks for a change. */
    static boolean isUnsafe(Context ctx) {
        return !SAFE.contains(ctx.method());
    }

    /**
     * Whether nothing speaks against it: programs and old browsers say neither. The scheme may differ, behind a proxy that
     * speaks TLS.
     */
    public static boolean isPossible(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        String origin = ctx.header("Origin");
        return (site == null || site.equals("same-origin")) && (origin == null || isOwn(origin, ctx.header("Host")));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        return host != null && (origin.equals("http://" + host) || origin.equals("https://" + host));
    }

    /** Whether the request carries what only pages of this session know. */
    static boolean carries(Context ctx, String csrf) {
        String field = ctx.header("X-CSRF-Token");
        boolean form = ctx.isFormUrlencoded() || ctx.isMultipartFormData();
        String given = field == null && form ? ctx.formParam("_csrf") : field;
        return !csrf.isEmpty() && Secret.same(csrf, Objects.requireNonNullElse(given, ""));
    }
}

package fairlead.admin.access;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnauthorizedResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is said to somebody who is not logged in. */
public final class Unknown {
    private static final String LOGIN = "/login";
    private static final int LONGEST_NEXT = 1024;

    private Unknown() {}

    /** Sends people to the login, and tells programs that they need a token. */
    static void turnAway(Context ctx) {
        if (ctx.header("HX-Request") != null) {
            ctx.header("HX-Redirect", LOGIN + next(shown(ctx)));
            throw new UnauthorizedResponse("you are not logged in any more");
        }
        boolean browser = Objects.requireNonNullElse(ctx.header("Accept"), "").contains("text/html");
        if (browser && !Guard.isApi(ctx.path())) {
            ctx.redirect(LOGIN + next(ctx.method().equals(HandlerType.GET) ? asked(ctx) : "/"), HttpStatus.SEE_OTHER);
            ctx.skipRemainingHandlers();
            return;
        }
        ctx.header("WWW-Authenticate", "Bearer realm=\"Fairlead\"");
        throw new UnauthorizedResponse("a valid token is needed: Authorization: Bearer fl_...");
    }

    private static String asked(Context ctx) {
        return withQuery(ctx.path(), ctx.queryString());
    }

    /** The page that a script of ours asked from. */
    private static String shown(Context ctx) {
        try {
            URI page = new URI(Objects.requireNonNullElse(ctx.header("HX-Current-URL"), "/"));
            return withQuery(Objects.requireNonNullElse(page.getRawPath(), "/"), page.getRawQuery());
        } catch (URISyntaxException e) {
            return "/";
        }
    }

    private static String withQuery(String path, @Nullable String query) {
        return query == null ? path : path + '?' + query;
    }

    /** Leads back there after the login. */
    private static String next(String wanted) {
        boolean back = !wanted.equals("/") && wanted.equals(local(wanted));
        return back ? "?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8) : "";
    }

    /** A path of the dashboard, whatever a link says: browsers take {@code //host} and {@code /\host} for another site. */
    public static String local(String path) {
        boolean local = path.length() <= LONGEST_NEXT
                && path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        return local ? path : "/";
    }
}

package fairlead.admin.access;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Optional;

/**
 * Holds a browser's session. Over TLS its name has the prefix that keeps other hosts and plain HTTP from setting it (RFC
 * 6265bis, section 4.1.3.2). It goes when the browser is closed.
 */
public final class SessionCookie {
    private static final String NAME = "fairlead_session";
    private static final int LONGEST = 100;

    private SessionCookie() {}

    static Optional<String> of(Context ctx) {
        return Optional.ofNullable(ctx.cookie(name(ctx))).filter(id -> !id.isEmpty() && id.length() <= LONGEST);
    }

    public static void set(Context ctx, String session) {
        ctx.cookie(cookie(ctx, session, -1));
    }

    static void remove(Context ctx) {
        ctx.cookie(cookie(ctx, "", 0));
    }

    private static Cookie cookie(Context ctx, String value, int seconds) {
        return new Cookie(name(ctx), value, "/", seconds, ctx.req().isSecure(), true, null, SameSite.STRICT);
    }

    /** What it is called, by whether the request came over TLS. */
    public static String name(boolean secure) {
        return secure ? "__Host-" + NAME : NAME;
    }

    private static String name(Context ctx) {
        return name(ctx.req().isSecure());
    }
}

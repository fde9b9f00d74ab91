package fairlead.admin.page;

import fairlead.admin.api.Json;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A sentence about what came of a form. It is shown on the page that follows: a cookie takes it there, once.
 *
 * @param level {@code ok} or {@code bad}
 */
public record Toast(String level, String text) {
    private static final String COOKIE = "fairlead_flash";
    private static final int LONGEST = 500;
    private static final int SECONDS = 60;

    public Toast {
        text = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }

    /** It is done. */
    public static Toast ok(String text) {
        return new Toast("ok", text);
    }

    /** It could not be done. */
    public static Toast bad(String text) {
        return new Toast("bad", text);
    }

    /**
     * Ends a form's request with it: in place where htmx asked, and on this page otherwise.
     *
     * @param page its local address
     */
    public void answer(Context ctx, String page) {
        if ("true".equals(ctx.header("HX-Request"))) {
            ctx.status(204).header("HX-Trigger", ascii(Map.of("toast", this, "refresh", true)));
        } else {
            attach(ctx);
            ctx.redirect(page, io.javalin.http.HttpStatus.SEE_OTHER);
        }
    }

    /** Gives it along to the next page. */
    public void attach(Context ctx) {
        String value = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((level + ' ' + text).getBytes(StandardCharsets.UTF_8));
        Cookie cookie = new Cookie(COOKIE, value);
        cookie.setPath("/");
        cookie.setMaxAge(SECONDS);
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        ctx.cookie(cookie);
    }

    /** What the request before gave along, which is gone thereby. */
    static Optional<Toast> take(Context ctx) {
        String value = ctx.cookie(COOKIE);
        if (value == null) {
            return Optional.empty();
        }
        ctx.removeCookie(COOKIE, "/");
        try {
            String text = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
            return text.startsWith("bad ")
                    ? Optional.of(bad(text.substring("bad ".length())))
                    : Optional.of(ok(text.substring(text.indexOf(' ') + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not ours
        }
    }

    /** JSON as a header can carry it. */
    private static String ascii(Map<String, Object> value) {
        StringBuilder ascii = new StringBuilder();
        Json.line(value).chars().forEach(c -> ascii.append(c < 0x7f ? Character.toString(c) : "\\u%04x".formatted(c)));
        return ascii.toString();
    }
}

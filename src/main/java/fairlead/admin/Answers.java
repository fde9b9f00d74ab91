package fairlead.admin;

import fairlead.admin.access.Principal;
import fairlead.admin.api.ApiError;
import fairlead.admin.api.ErrorAnswer;
import fairlead.admin.api.RequestId;
import fairlead.admin.page.ErrorPage;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Objects;
import java.util.Optional;

/** Answers to requests that cannot be served: a page for browsers, JSON for programs, and never a stack trace. */
final class Answers {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");

    private Answers() {}

    static void to(ApiError error, Context ctx) {
        if (isOfAPage(ctx)) {
            page(ctx, error.status(), String.valueOf(error.getMessage()));
        } else {
            ErrorAnswer.send(ctx, error);
        }
    }

    /** What the web server found: no such route, another method, too large a body. */
    static void to(HttpResponseException error, Context ctx) {
        Optional.ofNullable(error.getDetails().get("availableMethods"))
                .ifPresent(methods -> ctx.header("Allow", methods)); // RFC 9110, section 15.5.6
        String message = switch (error.getStatus()) {
            case 404 -> "there is nothing at " + ctx.path();
            case 405 -> "%s cannot do %s".formatted(ctx.path(), ctx.method().name());
            case 413 -> "the request is too large";
            default -> String.valueOf(error.getMessage());
        };
        send(ctx, error.getStatus(), message);
    }

    static void to(Exception defect, Context ctx) {
        LOG.log(System.Logger.Level.ERROR, "request " + RequestId.of(ctx) + " failed by a defect in Fairlead", defect);
        send(ctx, 500, "a defect in Fairlead; the log has the details");
    }

    private static void send(Context ctx, int status, String message) {
        if (isOfAPage(ctx)) {
            page(ctx, status, message);
        } else {
            ErrorAnswer.send(ctx, status, message);
        }
    }

    private static boolean isOfAPage(Context ctx) {
        String accept = Objects.requireNonNullElse(ctx.header("Accept"), "");
        return accept.contains("text/html") && !ctx.path().startsWith("/api/");
    }

    private static void page(Context ctx, int status, String message) {
        ctx.status(status).header("Cache-Control", "no-store");
        boolean known = !Principal.of(ctx).equals(Principal.NOBODY);
        ErrorPage.send(ctx, status, message, RequestId.of(ctx), known);
    }
}

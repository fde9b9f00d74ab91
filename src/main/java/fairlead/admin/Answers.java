package fairlead.admin;

import fairlead.admin.access.Principal;
import fairlead.admin.api.ApiError;
import fairlead.admin.api.Json;
import fairlead.admin.page.ErrorPage;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpStatus;

/** Answers to requests that cannot be served: a page for browsers, JSON for programs, and never a stack trace. */
final class Answers {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");

    private Answers() {}

    static void to(ApiError error, Context ctx) {
        send(ctx, error.status(), error.id(), String.valueOf(error.getMessage()));
    }

    static void to(HttpResponseException error, Context ctx) {
        String message = switch (error.getStatus()) {
            case 404 -> "there is nothing at " + ctx.path();
            case 405 -> "%s cannot do %s".formatted(ctx.path(), ctx.method().name());
            case 413 -> "the request is too large";
            default -> String.valueOf(error.getMessage());
        };
        String id = HttpStatus.getMessage(error.getStatus())
                .toLowerCase(Locale.ROOT)
                .replace(' ', '_');
        send(ctx, error.getStatus(), id, message);
    }

    static void to(Exception defect, Context ctx) {
        LOG.log(System.Logger.Level.ERROR, "request " + requestId(ctx) + " failed by a defect in Fairlead", defect);
        send(ctx, 500, "internal_error", "a defect in Fairlead; the log has the details");
    }

    private static void send(Context ctx, int status, String id, String message) {
        ctx.status(status).header("Cache-Control", "no-store");
        boolean api = ctx.path().startsWith("/api/");
        boolean browser = Objects.requireNonNullElse(ctx.header("Accept"), "").contains("text/html");
        if (browser && !api) {
            ErrorPage.send(
                    ctx, status, message, requestId(ctx), !Principal.of(ctx).equals(Principal.NOBODY));
        } else {
            Json.send(ctx, Map.of("id", id, "message", message, "request_id", requestId(ctx)));
        }
    }

    private static String requestId(Context ctx) {
        return Objects.requireNonNullElse(ctx.attribute(AdminServer.REQUEST_ID), "");
    }
}

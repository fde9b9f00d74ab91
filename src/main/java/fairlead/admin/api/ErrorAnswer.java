package fairlead.admin.api;

import fairlead.config.Problem;
import io.javalin.http.Context;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * How every error of the API looks.
 *
 * @param id what kind of error it is, by which programs go
 * @param message a sentence for people
 * @param requestId by which the log names the request
 * @param problems absent when there is no more to say than the message does
 */
public record ErrorAnswer(String id, String message, String requestId, Optional<List<Problem>> problems) {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");

    /** Answers with an error that has no problems to list. */
    public static void send(Context ctx, int status, String message) {
        send(ctx, status, message, List.of());
    }

    /** Answers with an error and its problems. */
    public static void send(Context ctx, ApiError error) {
        send(ctx, error.status(), String.valueOf(error.getMessage()), error.problems());
    }

    private static void send(Context ctx, int status, String message, List<Problem> problems) {
        String requestId = RequestId.of(ctx);
        LOG.log(
                Level.DEBUG,
                "request {0}: {1} {2}: {3} {4}",
                requestId,
                ctx.method().name(),
                ctx.path(),
                Integer.toString(status),
                message);
        Optional<List<Problem>> listed = Optional.of(problems).filter(some -> !some.isEmpty());
        ctx.status(status).header("Cache-Control", "no-store");
        Json.send(ctx, new ErrorAnswer(id(status), message, requestId, listed));
    }

    /** The name of a status, as DigitalOcean's API has it. */
    public static String id(int status) {
        return switch (status) {
            case 400 -> "bad_request";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 408 -> "request_timeout";
            case 409 -> "conflict";
            case 412 -> "precondition_failed";
            case 413 -> "payload_too_large";
            case 415 -> "unsupported_media_type";
            case 421 -> "misdirected_request";
            case 422 -> "unprocessable_entity";
            case 429 -> "too_many_requests";
            case 431 -> "request_header_fields_too_large";
            case 503 -> "service_unavailable";
            default -> status < 500 ? "bad_request" : "server_error";
        };
    }
}

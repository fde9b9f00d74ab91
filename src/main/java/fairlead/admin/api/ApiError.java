package fairlead.admin.api;

import fairlead.config.Problem;
import java.util.List;

/** Ends a request of the API with an error. */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String id;
    private final transient List<Problem> problems;

    private ApiError(int status, String id, String message, List<Problem> problems) {
        super(message);
        this.status = status;
        this.id = id;
        this.problems = List.copyOf(problems);
    }

    public static ApiError notFound(String message) {
        return new ApiError(404, "not_found", message, List.of());
    }

    public static ApiError conflict(String message) {
        return new ApiError(409, "conflict", message, List.of());
    }

    /** Somebody else was faster (RFC 9110, section 15.5.13). */
    public static ApiError stale(String message) {
        return new ApiError(412, "precondition_failed", message, List.of());
    }

    public static ApiError badRequest(String message) {
        return new ApiError(400, "bad_request", message, List.of());
    }

    /** For now (RFC 6585, section 4). */
    public static ApiError tooMany(String message) {
        return new ApiError(429, "too_many_requests", message, List.of());
    }

    /**
     * What was sent is understood, and wrong.
     *
     * @param problems each with its path from the root of what was sent
     */
    public static ApiError unprocessable(String message, List<Problem> problems) {
        return new ApiError(422, "unprocessable_entity", message, problems);
    }

    public int status() {
        return status;
    }

    /** What kind of error it is, as DigitalOcean's API calls it: {@code not_found}. */
    public String id() {
        return id;
    }

    public List<Problem> problems() {
        return problems;
    }
}

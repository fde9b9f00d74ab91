package fairlead.admin.api;

import fairlead.config.Problem;
import java.util.List;

/** Ends a request of the API with an error. */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<Problem> problems;

    private ApiError(int status, String message, List<Problem> problems) {
        super(message);
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    private ApiError(int status, String message) {
        this(status, message, List.of());
    }

    public static ApiError badRequest(String message) {
        return new ApiError(400, message);
    }

    /**
     * What was sent is no JSON.
     *
     * @param problems each with its line and column
     */
    public static ApiError malformed(List<Problem> problems) {
        return new ApiError(400, sentence(problems), problems);
    }

    public static ApiError forbidden(String message) {
        return new ApiError(403, message);
    }

    public static ApiError notFound(String message) {
        return new ApiError(404, message);
    }

    public static ApiError conflict(String message) {
        return new ApiError(409, message);
    }

    /** Somebody else was faster (RFC 9110, section 15.5.13). */
    public static ApiError stale(String message) {
        return new ApiError(412, message);
    }

    public static ApiError unsupportedMediaType(String message) {
        return new ApiError(415, message);
    }

    /** For now (RFC 6585, section 4). */
    public static ApiError tooMany(String message) {
        return new ApiError(429, message, List.of());
    }

    /**
     * What was sent is understood, and wrong.
     *
     * @param problems each with its path from the root of what was sent
     */
    public static ApiError unprocessable(String message, List<Problem> problems) {
        return new ApiError(422, message, problems);
    }

    /** The same, with a message made of the problems. */
    public static ApiError unprocessable(List<Problem> problems) {
        return unprocessable(sentence(problems), problems);
    }

    /** What was asked is in order, and this machine is not. */
    public static ApiError failed(String message) {
        return new ApiError(500, message);
    }

    public int status() {
        return status;
    }

    /** What kind of error it is, as DigitalOcean's API calls it: {@code not_found}. */
    public String id() {
        return ErrorAnswer.id(status);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String sentence(List<Problem> problems) {
        int more = problems.size() - 1;
        return problems.getFirst() + (more > 0 ? " (and %d more)".formatted(more) : "");
    }
}

package fairlead.admin.access;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;

/** The answer to who was wrong too often (RFC 6585, section 4). */
public final class TooOften {
    private TooOften() {}

    public static HttpResponseException wait(Context ctx, Duration wait) {
        long seconds = wait.plusMillis(999).toSeconds();
        ctx.header("Retry-After", Long.toString(seconds));
        return new HttpResponseException(
                429, "too many attempts with a wrong token: wait %d seconds".formatted(seconds));
    }
}

package fairlead.admin.api;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** By what the answer and the log name a request. Always made here: what a client would like it to be is its own affair. */
public final class RequestId {
    private static final String ATTRIBUTE = "request_id";

    private RequestId() {}

    /** Gives a request its name, before anything else is done with it. */
    public static void begin(Context ctx) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        ctx.attribute(ATTRIBUTE, id);
        ctx.header("X-Request-Id", id);
    }

    public static String of(Context ctx) {
        return Objects.requireNonNullElse(ctx.attribute(ATTRIBUTE), "");
    }
}

package fairlead.admin.api;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** By what the answer and the log name a request. Always made here: what a client would like it to be is its own affair. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "request_id";

    private RequestId() {}

    /** Gives a request its name, before anything else is done with it. */
    public static void begin(Context ctx) {
        String id = random();
        ctx.attribute(ATTRIBUTE, id);
        ctx.header(HEADER, id);
    }

    /** A new name, of a request that is refused before there is more to it. */
    public static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    public static String of(Context ctx) {
        return Objects.requireNonNullElse(ctx.attribute(ATTRIBUTE), "");
    }
}

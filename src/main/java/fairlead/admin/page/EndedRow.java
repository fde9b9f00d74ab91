package fairlead.admin.page;

import fairlead.stats.ConnectionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A connection that ended, or a request that was answered. Texts that were never known are empty.
 *
 * @param time when it ended
 * @param badge the class of its outcome's badge
 * @param outcome {@code hello timeout}
 * @param meaning the same in a sentence, with more where there is more to say
 */
public record EndedRow(
        String id,
        Instant time,
        String client,
        String host,
        String request,
        String loadBalancer,
        String backend,
        Duration duration,
        long bytesIn,
        long bytesOut,
        String badge,
        String outcome,
        String meaning) {

    static EndedRow of(ConnectionRecord ended) {
        return new EndedRow(
                ended.id(),
                ended.time().plus(ended.duration()),
                ConnectionRow.address(ended.client()),
                ended.sni()
                        .or(() -> ended.request().flatMap(request -> request.host()))
                        .orElse(""),
                ended.request()
                        .map(request -> request.method().orElse("?") + " "
                                + request.path().orElse("") + " "
                                + request.status()
                                        .map(status -> Integer.toString(status))
                                        .orElse("(no response)"))
                        .orElse(""),
                ended.loadBalancer().orElse(""),
                ended.backend().orElse(""),
                ended.duration(),
                ended.bytesIn(),
                ended.bytesOut(),
                badge(ended),
                ended.outcome().word().replace('_', ' '),
                ended.outcome().meaning()
                        + ended.detail().map(detail -> " (" + detail + ")").orElse(""));
    }

    private static String badge(ConnectionRecord ended) {
        return switch (ended.outcome()) {
            case COMPLETED, REDIRECTED -> "ok";
            case INTERNAL_ERROR, OUT_OF_RESOURCES, NO_BACKEND, BACKENDS_FULL, BACKEND_UNREACHABLE -> "bad";
            default -> ended.outcome().isRefusal() ? "warn" : "off";
        };
    }

    /** Whether one of its texts contains this, in lower case. */
    boolean contains(String search) {
        return String.join("\n", id, client, host, request, loadBalancer, backend, outcome)
                .toLowerCase(Locale.ROOT)
                .contains(search);
    }
}

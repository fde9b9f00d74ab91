package fairlead.stats;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * One event's way to a webhook, by POST. No answer's body is read, so none is too long, and no redirect is followed. What it
 * says about failures holds nothing of the URL, whose path often is a secret. For one thread.
 */
final class WebhookRequest implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // an offer of h2c makes some servers stumble
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final Duration timeout;

    /** Gives the other side so much time from connect to the head of its answer. */
    WebhookRequest(Duration timeout) {
        this.timeout = timeout;
    }

    /** What became of it. */
    sealed interface Result {
        /** The other side has it. */
        record Delivered() implements Result {}

        /** It may be delivered another time. */
        record Failed(String why) implements Result {}

        /** It will not be taken, however often it is sent. */
        record Rejected(String why) implements Result {}
    }

    /** Blocks for the timeout at most, and as long as it takes to look the host up. */
    Result post(URI url, Event event) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(timeout)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "Fairlead")
                    .POST(HttpRequest.BodyPublishers.ofString(json(event), StandardCharsets.US_ASCII))
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            return result(response.statusCode());
        } catch (IOException | RuntimeException e) {
            return new Result.Failed(reason(e));
        }
    }

    /** Cuts off what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    private static Result result(int status) {
        if (status >= 200 && status < 300) {
            return new Result.Delivered();
        }
        boolean forGood =
                status >= 400 && status < 500 && status != 408 && status != 429; // RFC 9110 15.5.9, RFC 6585 4
        return forGood ? new Result.Rejected("HTTP " + status) : new Result.Failed("HTTP " + status);
    }

    /** {@code text} is what Slack and Mattermost show. */
    static String json(Event event) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"text\":").append(Printable.quoted(event.text()));
        json.append(",\"event\":").append(Printable.quoted(event.kind().word()));
        json.append(",\"time\":").append(Printable.quoted(Printable.time(event.time())));
        event.loadBalancer()
                .ifPresent(name -> json.append(",\"load_balancer\":").append(Printable.quoted(name)));
        event.backend().ifPresent(name -> json.append(",\"backend\":").append(Printable.quoted(name)));
        return json.append('}').toString();
    }

    private String reason(Exception failure) {
        if (failure instanceof HttpTimeoutException) {
            return "no answer in %d s".formatted(timeout.toSeconds());
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "no such host";
            }
            if (cause instanceof SSLException) {
                return "TLS: " + Printable.line(String.valueOf(cause.getMessage()));
            }
        }
        return failure instanceof ConnectException ? "connect failed" : "the connection broke";
    }
}

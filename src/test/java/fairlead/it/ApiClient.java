package fairlead.it;

import fairlead.support.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whoever asks the API of a {@link FairleadProcess}. */
final class ApiClient implements AutoCloseable {
    static final String TOKEN = "it_0123456789abcdef0123456789abcdef";

    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private ApiClient(int port) {
        this.port = port;
    }

    /** Of a dashboard that will be on a port that is free now. */
    static ApiClient onFreePort() {
        return new ApiClient(FreePort.pick());
    }

    /** The member of the config that puts the dashboard there. */
    String admin() {
        return "\"admin\": {\"port\": %d}".formatted(port);
    }

    HttpResponse<String> send(String method, String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/v1%s".formatted(port, path)))
                .timeout(Duration.ofSeconds(30)) // only ends a test that hangs
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

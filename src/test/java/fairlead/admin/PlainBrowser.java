package fairlead.admin;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Keeps cookies and sends forms, as a browser without JavaScript does; follows no redirects. */
final class PlainBrowser implements AutoCloseable {
    private final TestAdmin admin;
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    PlainBrowser(TestAdmin admin) {
        this.admin = admin;
    }

    static PlainBrowser loggedIn(TestAdmin admin, String token) throws IOException, InterruptedException {
        PlainBrowser browser = new PlainBrowser(admin);
        HttpResponse<String> answer = browser.post("/login", "token", token);
        if (answer.statusCode() != 303) {
            throw new AssertionError("not logged in: " + answer.body());
        }
        return browser;
    }

    HttpResponse<String> get(String path, String... fields) throws IOException, InterruptedException {
        return send(request(path, fields).GET());
    }

    /** Sends a form of these names and values. */
    HttpResponse<String> post(String path, String... form) throws IOException, InterruptedException {
        return post(path, List.of(), form);
    }

    HttpResponse<String> post(String path, List<String> fields, String... form)
            throws IOException, InterruptedException {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < form.length; i += 2) {
            pairs.add(form[i] + '=' + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return send(request(path, fields.toArray(String[]::new))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", pairs))));
    }

    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return send(request(path).method(method, BodyPublishers.noBody()));
    }

    /** What the forms of this session have to carry. */
    String csrf() throws IOException, InterruptedException {
        Element field = Jsoup.parse(get("/tokens").body()).selectFirst("input[name=_csrf]");
        return Objects.requireNonNull(field).val();
    }

    private HttpRequest.Builder request(String path, String... fields) {
        URI uri = admin.uri(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/html,application/xhtml+xml");
        if (fields.length > 0) {
            request.headers(fields);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

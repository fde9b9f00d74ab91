package fairlead.admin;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.helper.HttpConnection;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.FormElement;

/** A form of a page, filled in and submitted as a browser without JavaScript does it. */
public final class PageForm {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String action;
    private final List<KeyVal> fields;

    private PageForm(String action, List<KeyVal> fields) {
        this.action = action;
        this.fields = fields;
    }

    /** The page at this path. */
    public static Document page(TestAdmin admin, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = admin.get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return Jsoup.parse(response.body());
    }

    /** The form that goes to this action. */
    public static PageForm of(Document page, String action) {
        page.outputSettings().prettyPrint(false); // which would change the text of a textarea
        Document shown = Jsoup.parse(page.html());
        shown.outputSettings().prettyPrint(false);
        shown.select("template").remove();
        FormElement form = Jsoup.parse(shown.html()).forms().stream()
                .filter(each -> each.attr("action").equals(action))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no form goes to " + action + ": " + page));
        return new PageForm(action, new ArrayList<>(form.formData()));
    }

    /** Types this into the only input of this name, or into the first of them. */
    public PageForm with(String name, String value) {
        return with(name, 0, value);
    }

    /** Types this into one of the inputs of this name; there is one more when there are as many. */
    public PageForm with(String name, int index, String value) {
        List<KeyVal> named =
                fields.stream().filter(field -> field.key().equals(name)).toList();
        if (index < named.size()) {
            named.get(index).value(value);
        } else {
            fields.add(HttpConnection.KeyVal.create(name, value));
        }
        return this;
    }

    /** Unticks, or leaves out. */
    public PageForm without(String name) {
        fields.removeIf(field -> field.key().equals(name));
        return this;
    }

    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.key().equals(name))
                .map(KeyVal::value)
                .toList();
    }

    public HttpResponse<String> submit(TestAdmin admin) throws IOException, InterruptedException {
        String body = fields.stream()
                .map(field -> encoded(field.key()) + "=" + encoded(field.value()))
                .collect(Collectors.joining("&"));
        return CLIENT.send(
                HttpRequest.newBuilder(admin.uri(action))
                        .header("Authorization", "Bearer " + TestAdmin.TOKEN)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

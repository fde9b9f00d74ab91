package fairlead.admin.page;

import gg.jte.Content;
import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A part of a page that the browser asks for again and again. Page and answer show the same template; when it has not
 * changed since, the answer is 204, and the browser leaves everything as it is.
 *
 * @param id of its element
 * @param uri of the page, with the query that it was asked with
 * @param seconds between two questions
 * @param html what it shows
 */
public record Region(String id, String uri, int seconds, String html) {

    private static final String SEEN = "seen";

    /** Shown by this model, at the address of this request. */
    public static Region of(String id, Context ctx, int seconds, JteModel body) {
        return new Region(id, ctx.path() + query(ctx), seconds, body.render());
    }

    /** Whether this request is about the region alone. */
    public boolean isAsked(Context ctx) {
        ctx.header("Vary", "HX-Request");
        return "true".equals(ctx.header("HX-Request")) && id.equals(ctx.header("HX-Target"));
    }

    /** Answers a request that is about the region alone. */
    public void answer(Context ctx, JteModel element) {
        if (hash().equals(ctx.queryParam(SEEN))) {
            ctx.status(204);
        } else {
            Pages.send(ctx, element);
        }
    }

    /** Where the browser asks for it. */
    public String poll() {
        return uri + (uri.contains("?") ? "&" : "?") + SEEN + "=" + hash();
    }

    /** Its HTML, which a template escaped. */
    public Content body() {
        return output -> output.writeContent(html);
    }

    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(html.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String query(Context ctx) {
        StringBuilder query = new StringBuilder();
        ctx.queryParamMap().forEach((name, values) -> {
            if (!name.equals(SEEN)) {
                values.forEach(value -> query.append(query.isEmpty() ? '?' : '&')
                        .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
            }
        });
        return query.toString();
    }
}

package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** {@code GET /openapi.json}: the description of the API, by OpenAPI 3.1. */
public final class OpenApi {
    private static final byte[] DOCUMENT = load();

    List<Route> routes() {
        return List.of(Route.get("/api/v1/openapi.json", Role.READ, OpenApi::send));
    }

    /** The whole of it, in a tree of its own. */
    public static JsonNode document() {
        return Json.MAPPER.readTree(DOCUMENT);
    }

    private static void send(Context ctx) {
        ctx.contentType("application/json").result(DOCUMENT.clone());
    }

    private static byte[] load() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/fairlead/openapi.json")) {
            return Objects.requireNonNull(in, "the jar has the document").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

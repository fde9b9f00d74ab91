package fairlead.admin.page;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.api.OpenApi;
import fairlead.admin.views.StaticTemplates;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The page that describes the API, with commands to copy. */
final class ApiPage {
    private static final JsonNode DOCUMENT = OpenApi.document();

    /** What may stand in a command: a name or address, with a port or without. */
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:[0-9]{1,5})?");

    private final Function<Context, Frame> frame;

    ApiPage(Function<Context, Frame> frame) {
        this.frame = frame;
    }

    List<Route> routes() {
        return List.of(Route.get("/api", Role.READ, this::show));
    }

    private void show(Context ctx) {
        String server = server(ctx.scheme(), Objects.requireNonNullElse(ctx.header("Host"), ""));
        Pages.send(ctx, new StaticTemplates().pagesApi(frame.apply(ctx), ApiReference.of(DOCUMENT, server)));
    }

    /** Where the API is for whoever asked for this host; the usual place when that cannot stand in a command. */
    static String server(String scheme, String host) {
        return HOST.matcher(host).matches() ? scheme + "://" + host : "http://127.0.0.1:8080";
    }
}

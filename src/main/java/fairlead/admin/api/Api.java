package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.ConfigStore;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Stream;

/** Every route of the API. */
public final class Api {
    private static final String ROOT = "/api/v1";

    private final Engine engine;
    private final ConfigStore store;

    public Api(Engine engine, ConfigStore store) {
        this.engine = engine;
        this.store = store;
    }

    public List<Route> routes() {
        return Stream.of(
                        List.of(
                                Route.get(ROOT + "/config", Role.READ, this::config),
                                Route.get(ROOT + "/listeners", Role.READ, this::listeners)),
                        new RouteApi(engine).routes(),
                        new TestApi(engine).routes(),
                        new OpenApi().routes())
                .flatMap(List::stream)
                .toList();
    }

    private void config(Context ctx) {
        ctx.header("ETag", store.current().etag())
                .contentType("application/json")
                .result(store.current().text());
    }

    private void listeners(Context ctx) {
        Json.send(ctx, engine.listenAddresses());
    }
}

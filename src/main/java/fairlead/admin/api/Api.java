package fairlead.admin.api;

import fairlead.admin.access.Access;
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
    private final Access access;

    public Api(Engine engine, ConfigStore store, Access access) {
        this.engine = engine;
        this.store = store;
        this.access = access;
    }

    public List<Route> routes() {
        return Stream.of(own(), new TokensApi(access).routes())
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> own() {
        return List.of(
                Route.get(ROOT + "/config", Role.READ, this::config),
                Route.get(ROOT + "/listeners", Role.READ, this::listeners));
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

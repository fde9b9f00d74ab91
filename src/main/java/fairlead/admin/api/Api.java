package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.store.ConfigStore;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Stream;

/** Every route of the API. */
public final class Api {
    static final String ROOT = "/api/v1";

    private final Engine engine;
    private final ConfigStore store;
    private final History history;

    /** The API of an engine, its config file, and what was going on. */
    public Api(Engine engine, ConfigStore store, History history) {
        this.engine = engine;
        this.store = store;
        this.history = history;
    }

    public List<Route> routes() {
        return Stream.of(
                        List.of(Route.get(ROOT + "/config", Role.READ, this::config)),
                        new ConnectionsApi(engine, history).routes(),
                        new FindingsApi(engine).routes(),
                        new StatsApi(engine, history).routes(),
                        new StatusApi(engine, store, history).routes())
                .flatMap(List::stream)
                .toList();
    }

    private void config(Context ctx) {
        ctx.header("ETag", store.current().etag())
                .contentType("application/json")
                .result(store.current().text());
    }
}

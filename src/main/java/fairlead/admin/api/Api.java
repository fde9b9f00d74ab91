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
    static final String ROOT = "/api/v1";

    private final Engine engine;
    private final ConfigStore store;

    public Api(Engine engine, ConfigStore store) {
        this.engine = engine;
        this.store = store;
    }

    public List<Route> routes() {
        Changes changes = new Changes(store);
        LoadBalancers loadBalancers = new LoadBalancers(engine, store, changes);
        return Stream.of(
                        List.of(Route.get(ROOT + "/listeners", Role.READ, this::listeners)),
                        new ConfigApi(store, changes).routes(),
                        new LoadBalancerApi(loadBalancers).routes(),
                        new RuleApi(loadBalancers).routes(),
                        new BackendApi(loadBalancers).routes())
                .flatMap(List::stream)
                .toList();
    }

    private void listeners(Context ctx) {
        Json.send(ctx, engine.listenAddresses());
    }
}

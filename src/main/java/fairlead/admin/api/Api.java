package fairlead.admin.api;

import fairlead.admin.access.Access;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.store.Acts;
import fairlead.admin.store.ConfigStore;
import fairlead.proxy.Engine;
import java.util.List;
import java.util.stream.Stream;

/** Every route of the API. */
public final class Api {
    static final String ROOT = "/api/v1";

    private final Engine engine;
    private final ConfigStore store;
    private final History history;
    private final Access access;

    /** The API of an engine, its config file, what was going on, and who may ask. */
    public Api(Engine engine, ConfigStore store, History history, Access access) {
        this.engine = engine;
        this.store = store;
        this.history = history;
        this.access = access;
    }

    public List<Route> routes() {
        Changes changes = new Changes(store);
        LoadBalancers loadBalancers = new LoadBalancers(engine, store, changes);
        return Stream.of(
                        new ConfigApi(store, changes).routes(),
                        new LoadBalancerApi(loadBalancers).routes(),
                        new RuleApi(loadBalancers).routes(),
                        new BackendApi(loadBalancers).routes(),
                        new ConnectionsApi(engine, history).routes(),
                        new FindingsApi(engine).routes(),
                        new StatsApi(engine, history).routes(),
                        new StatusApi(engine, store, history).routes(),
                        new RouteApi(engine).routes(),
                        new TestApi(engine).routes(),
                        new TokensApi(access, new Acts(engine.events())).routes(),
                        new OpenApi().routes())
                .flatMap(List::stream)
                .toList();
    }
}

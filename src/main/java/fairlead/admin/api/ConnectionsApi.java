package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.history.Rates;
import fairlead.admin.store.Acts;
import fairlead.proxy.Engine;
import fairlead.proxy.OpenConnection;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.HttpRequest;
import fairlead.stats.Outcome;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The connections: those that are open, to look at and to close, and the latest that ended. */
final class ConnectionsApi {
    private static final String NEWEST_FIRST = "-since";

    private final Engine engine;
    private final History history;

    ConnectionsApi(Engine engine, History history) {
        this.engine = engine;
        this.history = history;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Api.ROOT + "/connections", Role.READ, this::open),
                Route.get(Api.ROOT + "/connections/recent", Role.READ, this::recent),
                Route.delete(Api.ROOT + "/connections/{id}", Role.OPERATE, this::close));
    }

    private void open(Context ctx) {
        Query query = Query.of(ctx, with("sort", Paging.PAGE, Paging.PER_PAGE));
        ConnectionFilter filter = ConnectionFilter.of(query);
        Comparator<OpenView> order =
                OpenView.order(query.word("sort", OpenView.SORTS).orElse(NEWEST_FIRST));
        List<OpenConnection> all = engine.connections();
        Map<String, Rates.Rate> rates = history.rates().of(all);
        Instant now = Instant.now();
        List<OpenView> wanted = all.stream()
                .filter(one -> filter.wants(traits(one)))
                .map(one -> OpenView.of(one, rates.getOrDefault(one.id(), Rates.Rate.NONE), now))
                .sorted(order)
                .toList();
        Json.send(ctx, Paging.of(ctx, query).of("connections", wanted));
    }

    private void recent(Context ctx) {
        Query query = Query.of(ctx, with("outcome", Paging.PAGE, Paging.PER_PAGE));
        ConnectionFilter filter = ConnectionFilter.of(query);
        Optional<Outcome> outcome = query.word("outcome", Outcome.values(), Outcome::word);
        List<EndedView> wanted = engine.recent().stream()
                .filter(one -> outcome.map(one.outcome()::equals).orElse(true))
                .filter(one -> filter.wants(traits(one)))
                .map(EndedView::of)
                .toList();
        Json.send(ctx, Paging.of(ctx, query).of("connections", wanted));
    }

    private void close(Context ctx) {
        String id = ctx.pathParam("id");
        OpenConnection closed = engine.close(id)
                .orElseThrow(() -> ApiError.notFound("no connection that is open has the id \"%s\""
                        .formatted(id.length() > 16 ? id.substring(0, 16) + "..." : id)));
        new Acts(engine.events()).closed(Changes.author(ctx), closed);
        ctx.status(204);
    }

    private static ConnectionFilter.Traits traits(OpenConnection one) {
        return new ConnectionFilter.Traits(
                one.id(),
                one.client(),
                one.listener(),
                one.loadBalancer(),
                one.backend(),
                one.upstream(),
                one.sni(),
                one.host());
    }

    private static ConnectionFilter.Traits traits(ConnectionRecord one) {
        return new ConnectionFilter.Traits(
                one.id(),
                one.client(),
                one.listener(),
                one.loadBalancer(),
                one.backend(),
                one.upstream(),
                one.sni(),
                one.request().flatMap(HttpRequest::host));
    }

    private static String[] with(String... others) {
        return Stream.of(ConnectionFilter.PARAMETERS, others)
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }
}

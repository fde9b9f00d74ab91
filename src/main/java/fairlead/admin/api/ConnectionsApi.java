package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.history.Rates;
import fairlead.proxy.Engine;
import fairlead.proxy.OpenConnection;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.HttpRequest;
import fairlead.stats.Outcome;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The connections: those that are open, to look at and to close, and the latest that ended. */
final class ConnectionsApi {
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

    /** An open connection, as the API tells of it. */
    private record Open(
            String id,
            Instant since,
            double ageSeconds,
            String client,
            String listener,
            Optional<String> sni,
            Optional<String> host,
            List<String> alpn,
            List<String> tlsVersions,
            Optional<String> loadBalancer,
            Optional<String> backend,
            Optional<String> upstream,
            Optional<Double> connectSeconds,
            String state,
            long bytesIn,
            long bytesOut,
            double bytesInPerSecond,
            double bytesOutPerSecond) {

        static Open of(OpenConnection one, Rates.Rate rate, Instant now) {
            return new Open(
                    one.id(),
                    one.since(),
                    seconds(Duration.between(one.since(), now)),
                    ConnectionFilter.address(one.client()),
                    one.listener(),
                    one.sni(),
                    one.host(),
                    one.alpn(),
                    one.tlsVersions(),
                    one.loadBalancer(),
                    one.backend(),
                    one.upstream(),
                    one.connect().map(ConnectionsApi::seconds),
                    one.state().word(),
                    one.bytesIn(),
                    one.bytesOut(),
                    Math.rint(rate.bytesIn()),
                    Math.rint(rate.bytesOut()));
        }
    }

    /** One that ended, or a request that was answered. */
    private record Ended(
            String id,
            Instant time,
            double durationSeconds,
            String client,
            String listener,
            Optional<String> sni,
            Optional<String> method,
            Optional<String> host,
            Optional<String> path,
            Optional<Integer> status,
            List<String> alpn,
            List<String> tlsVersions,
            Optional<String> loadBalancer,
            Optional<String> backend,
            Optional<String> upstream,
            Optional<Double> connectSeconds,
            String outcome,
            String meaning,
            Optional<String> detail,
            long bytesIn,
            long bytesOut) {

        static Ended of(ConnectionRecord one) {
            return new Ended(
                    one.id(),
                    one.time(),
                    seconds(one.duration()),
                    ConnectionFilter.address(one.client()),
                    one.listener(),
                    one.sni(),
                    one.request().flatMap(HttpRequest::method),
                    one.request().flatMap(HttpRequest::host),
                    one.request().flatMap(HttpRequest::path),
                    one.request().flatMap(HttpRequest::status),
                    one.alpn(),
                    one.tlsVersions(),
                    one.loadBalancer(),
                    one.backend(),
                    one.upstream(),
                    one.connect().map(ConnectionsApi::seconds),
                    one.outcome().word(),
                    one.outcome().meaning(),
                    one.detail(),
                    one.bytesIn(),
                    one.bytesOut());
        }
    }

    /** What open connections can be sorted by. */
    private enum Sort {
        SINCE(Comparator.comparing(Open::since)),
        CLIENT(Comparator.comparing(Open::client)),
        SNI(Comparator.comparing(one -> one.sni.or(one::host).orElse(""))),
        LOAD_BALANCER(Comparator.comparing(one -> one.loadBalancer.orElse(""))),
        BACKEND(Comparator.comparing(one -> one.backend.orElse(""))),
        STATE(Comparator.comparing(Open::state)),
        BYTES_IN(Comparator.comparing(Open::bytesIn)),
        BYTES_OUT(Comparator.comparing(Open::bytesOut)),
        BYTES_IN_PER_SECOND(Comparator.comparing(Open::bytesInPerSecond)),
        BYTES_OUT_PER_SECOND(Comparator.comparing(Open::bytesOutPerSecond));

        private final Comparator<Open> order;

        Sort(Comparator<Open> order) {
            this.order = order;
        }
    }

    private record Order(String word, Comparator<Open> comparator) {

        /** Each way to sort, and its reverse with a {@code -} before it. */
        static Order[] all() {
            return Stream.of(Sort.values())
                    .flatMap(sort -> {
                        String word = sort.name().toLowerCase(java.util.Locale.ROOT);
                        return Stream.of(new Order(word, sort.order), new Order("-" + word, sort.order.reversed()));
                    })
                    .toArray(Order[]::new);
        }
    }

    private void open(Context ctx) {
        Query query = Query.of(ctx, with("sort", Paging.PAGE, Paging.PER_PAGE));
        ConnectionFilter filter = ConnectionFilter.of(query);
        Comparator<Open> order = query.word("sort", Order.all(), Order::word)
                .map(Order::comparator)
                .orElse(Sort.SINCE.order.reversed());
        List<OpenConnection> all = engine.connections();
        Map<String, Rates.Rate> rates = history.rates().of(all);
        Instant now = Instant.now();
        List<Open> wanted = all.stream()
                .filter(one -> filter.wants(traits(one)))
                .map(one -> Open.of(one, rates.getOrDefault(one.id(), Rates.Rate.NONE), now))
                .sorted(order.thenComparing(Open::id))
                .toList();
        Json.send(ctx, Paging.of(ctx, query).of("connections", wanted));
    }

    private void recent(Context ctx) {
        Query query = Query.of(ctx, with("outcome", Paging.PAGE, Paging.PER_PAGE));
        ConnectionFilter filter = ConnectionFilter.of(query);
        Optional<Outcome> outcome = query.word("outcome", Outcome.values(), Outcome::word);
        List<Ended> wanted = engine.recent().stream()
                .filter(one -> outcome.map(one.outcome()::equals).orElse(true))
                .filter(one -> filter.wants(traits(one)))
                .map(Ended::of)
                .toList();
        Json.send(ctx, Paging.of(ctx, query).of("connections", wanted));
    }

    private void close(Context ctx) {
        String id = ctx.pathParam("id");
        if (!engine.close(id)) {
            throw ApiError.notFound("no connection that is open has the id \"%s\""
                    .formatted(id.length() > 16 ? id.substring(0, 16) + "..." : id));
        }
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

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1000 / 1e6; // whole microseconds
    }
}

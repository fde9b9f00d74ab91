package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.history.Measure;
import fairlead.admin.history.Point;
import fairlead.admin.history.Range;
import fairlead.admin.history.Scope;
import fairlead.config.BackendConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was going on at a load balancer, as series of numbers. */
final class StatsApi {
    private final Engine engine;
    private final History history;

    StatsApi(Engine engine, History history) {
        this.engine = engine;
        this.history = history;
    }

    List<Route> routes() {
        return List.of(Route.get(Api.ROOT + "/load_balancers/{name}/stats", Role.READ, this::stats));
    }

    /**
     * Series with one value for each step, null where nothing is known.
     *
     * @param from the time of the first value
     */
    private record Stats(
            String loadBalancer,
            String range,
            long stepSeconds,
            Instant from,
            Instant to,
            Map<String, List<@Nullable Float>> series,
            Map<String, List<@Nullable Float>> refusalsByOutcome,
            Map<String, Map<String, List<@Nullable Float>>> backends) {}

    private void stats(Context ctx) {
        Query query = Query.of(ctx, "range");
        Range range = query.word("range", Range.values(), Range::word).orElse(Range.QUARTER_HOUR);
        String name = ctx.pathParam("name");
        LoadBalancerConfig loadBalancer = engine.config().loadBalancers().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound("there is no load balancer of this name"));
        Scope scope = new Scope.LoadBalancer(name);
        List<Point> axis = history.series(scope, Measure.OPEN_CONNECTIONS, range);
        Map<String, List<@Nullable Float>> refusals = new LinkedHashMap<>();
        history.refusals(scope, range).forEach((outcome, points) -> refusals.put(outcome.word(), values(points)));
        Map<String, Map<String, List<@Nullable Float>>> backends = new LinkedHashMap<>();
        for (BackendConfig backend : loadBalancer.backends()) {
            backends.put(backend.name(), series(new Scope.Backend(name, backend.name()), range));
        }
        Stats stats = new Stats(
                name,
                range.word(),
                range.step().toSeconds(),
                axis.getFirst().at(),
                axis.getLast().at(),
                series(scope, range),
                refusals,
                backends);
        Json.send(ctx, Map.of("stats", stats));
    }

    private Map<String, List<@Nullable Float>> series(Scope scope, Range range) {
        Map<String, List<@Nullable Float>> series = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            series.put(measure.word(), values(history.series(scope, measure, range)));
        }
        return series;
    }

    private static List<@Nullable Float> values(List<Point> points) {
        @Nullable Float[] values = new @Nullable Float[points.size()];
        for (int i = 0; i < values.length; i++) {
            Point point = points.get(i);
            values[i] = point.value().isPresent() ? (float) point.value().getAsDouble() : null;
        }
        return Arrays.asList(values);
    }
}

package fairlead.admin.page;

import fairlead.admin.history.History;
import fairlead.admin.history.Measure;
import fairlead.admin.history.Point;
import fairlead.admin.history.Range;
import fairlead.admin.history.Scope;
import fairlead.stats.Outcome;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The graphs of one page.
 *
 * @param path of the page, which links to its other ranges
 * @param range the word of the one that is shown
 */
public record GraphSet(String path, String range, List<Graph> graphs) {
    private static final int MOST_REASONS = 3;

    public GraphSet {
        graphs = List.copyOf(graphs);
    }

    /** All there is to draw of this scope. */
    static GraphSet all(Context ctx, History history, Scope scope) {
        Range range = range(ctx);
        List<Graph> graphs = new ArrayList<>(List.of(
                graph(
                        history,
                        scope,
                        range,
                        "Open connections",
                        Graph.Unit.COUNT,
                        line("open", Measure.OPEN_CONNECTIONS)),
                graph(
                        history,
                        scope,
                        range,
                        "New connections",
                        Graph.Unit.PER_SECOND,
                        line("new", Measure.NEW_CONNECTIONS)),
                traffic(history, scope, range),
                graph(
                        history,
                        scope,
                        range,
                        "Time to connect to a backend",
                        Graph.Unit.SECONDS,
                        line("p50", Measure.CONNECT_P50),
                        line("p95", Measure.CONNECT_P95)),
                refusals(history, scope, range)));
        if (history.series(scope, Measure.REQUESTS, range).stream()
                .anyMatch(point -> point.value().orElse(0) > 0)) {
            graphs.add(graph(
                    history, scope, range, "HTTP requests", Graph.Unit.PER_SECOND, line("all", Measure.REQUESTS)));
        }
        return new GraphSet(ctx.path(), range.word(), graphs);
    }

    /** The most telling of them, for everything. */
    static GraphSet few(Context ctx, History history) {
        Range range = range(ctx);
        return new GraphSet(
                ctx.path(),
                range.word(),
                List.of(
                        graph(
                                history,
                                Scope.EVERYTHING,
                                range,
                                "Open connections",
                                Graph.Unit.COUNT,
                                line("open", Measure.OPEN_CONNECTIONS)),
                        traffic(history, Scope.EVERYTHING, range),
                        graph(
                                history,
                                Scope.EVERYTHING,
                                range,
                                "New connections",
                                Graph.Unit.PER_SECOND,
                                line("new", Measure.NEW_CONNECTIONS)),
                        refusals(history, Scope.EVERYTHING, range)));
    }

    /** Seconds between two looks: the points of a day change seldom. */
    int seconds() {
        return range.equals(Range.DAY.word()) ? 60 : 5;
    }

    private record Wanted(String name, Measure measure) {}

    private static Wanted line(String name, Measure measure) {
        return new Wanted(name, measure);
    }

    private static Range range(Context ctx) {
        return Optional.ofNullable(ctx.queryParam("range")).flatMap(Range::of).orElse(Range.QUARTER_HOUR);
    }

    private static Graph traffic(History history, Scope scope, Range range) {
        return graph(
                history,
                scope,
                range,
                "Traffic",
                Graph.Unit.BYTES_PER_SECOND,
                line("to clients", Measure.BYTES_OUT),
                line("from clients", Measure.BYTES_IN));
    }

    private static Graph graph(
            History history, Scope scope, Range range, String title, Graph.Unit unit, Wanted... lines) {
        List<Graph.Series> series = new ArrayList<>();
        for (Wanted line : lines) {
            series.add(new Graph.Series(line.name(), history.series(scope, line.measure(), range)));
        }
        return draw(title, unit, range, series);
    }

    /** The commonest reasons one by one; where there was none, one flat line. */
    private static Graph refusals(History history, Scope scope, Range range) {
        Map<Outcome, List<Point>> reasons = history.refusals(scope, range);
        List<Graph.Series> series = reasons.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -sum(entry.getValue())))
                .limit(MOST_REASONS)
                .map(entry -> new Graph.Series(entry.getKey().word().replace('_', ' '), entry.getValue()))
                .toList();
        return draw(
                "Refused connections",
                Graph.Unit.PER_SECOND,
                range,
                series.isEmpty()
                        ? List.of(new Graph.Series("refused", history.series(scope, Measure.REFUSALS, range)))
                        : series);
    }

    private static double sum(List<Point> points) {
        return points.stream()
                .map(Point::value)
                .flatMapToDouble(OptionalDouble::stream)
                .sum();
    }

    private static Graph draw(String title, Graph.Unit unit, Range range, List<Graph.Series> series) {
        Instant now = series.getFirst().points().getLast().at();
        Duration span = range.step().multipliedBy(range.steps());
        return Graph.of(title, unit, now, span, series);
    }
}

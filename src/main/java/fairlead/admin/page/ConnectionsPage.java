package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.Acts;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.proxy.Engine;
import fairlead.proxy.OpenConnection;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The open connections, and the latest that ended. */
final class ConnectionsPage {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final String PATH = "/connections";

    private final Engine engine;
    private final Frames frames;
    private final Rates rates = new Rates();

    ConnectionsPage(Engine engine, Frames frames) {
        this.engine = engine;
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.READ, this::showOpen),
                Route.get(PATH + "/recent", Role.READ, this::showEnded),
                Route.post(PATH + "/{id}/close", Role.OPERATE, this::close));
    }

    private void showOpen(Context ctx) {
        ListQuery query = ListQuery.of(ctx);
        List<ConnectionRow> rows = open(query);
        if (Csv.isAsked(ctx)) {
            csvOfOpen(ctx, rows);
            return;
        }
        Region region = Region.of(
                "connections", ctx, 2, TEMPLATES.fragmentsConnections(Paged.of(rows, query), query, Principal.of(ctx)));
        if (region.isAsked(ctx)) {
            region.answer(ctx, TEMPLATES.fragmentsRegion(region));
            return;
        }
        Pages.send(
                ctx, TEMPLATES.pagesConnections(frames.of(ctx, "Connections", "connections"), query, "open", region));
    }

    private void showEnded(Context ctx) {
        ListQuery query = ListQuery.of(ctx);
        String search = query.search().toLowerCase(Locale.ROOT);
        List<EndedRow> rows = engine.recent().stream()
                .map(EndedRow::of)
                .filter(row -> row.contains(search))
                .toList();
        if (Csv.isAsked(ctx)) {
            csvOfEnded(ctx, rows);
            return;
        }
        Region region = Region.of("connections", ctx, 2, TEMPLATES.fragmentsEndings(Paged.of(rows, query), query));
        if (region.isAsked(ctx)) {
            region.answer(ctx, TEMPLATES.fragmentsRegion(region));
            return;
        }
        Frame frame = frames.of(ctx, "Recent endings", "connections").below(PATH, "Connections");
        Pages.send(ctx, TEMPLATES.pagesConnections(frame, query, "recent", region));
    }

    private void close(Context ctx) {
        Optional<OpenConnection> closed = engine.close(ctx.pathParam("id"));
        closed.ifPresent(connection -> new Acts(engine.events()).closed(Forms.author(ctx), connection));
        Toast toast = closed.isPresent()
                ? Toast.ok("The connection is closed")
                : Toast.bad("The connection is not open any more");
        toast.answer(ctx, PATH);
    }

    private List<ConnectionRow> open(ListQuery query) {
        List<OpenConnection> open = engine.connections();
        Rates.Found found = rates.look(open, System.nanoTime());
        String search = query.search().toLowerCase(Locale.ROOT);
        Comparator<ConnectionRow> order = order(query.sort());
        return open.stream()
                .map(connection -> ConnectionRow.of(connection, found.of(connection.id())))
                .filter(row -> row.contains(search))
                .sorted(query.descending() ? order.reversed() : order)
                .toList();
    }

    /** Without a wish, the oldest first. Of equal ones too, so that rows stay where they are. */
    private static Comparator<ConnectionRow> order(String column) {
        Comparator<ConnectionRow> order = switch (column) {
            case "client" -> Comparator.comparing(ConnectionRow::client);
            case "host" -> Comparator.comparing(ConnectionRow::host);
            case "load_balancer" -> Comparator.comparing(ConnectionRow::loadBalancer);
            case "backend" -> Comparator.comparing(ConnectionRow::backend);
            case "bytes" -> Comparator.comparingLong(ConnectionRow::bytes);
            case "rate" ->
                Comparator.comparingDouble((ConnectionRow row) -> row.rate().orElse(0));
            default -> Comparator.comparing(ConnectionRow::since);
        };
        return order.thenComparing(ConnectionRow::since).thenComparing(ConnectionRow::id);
    }

    private static void csvOfOpen(Context ctx, List<ConnectionRow> rows) {
        Csv.send(
                ctx,
                "connections",
                List.of(
                        "id",
                        "since",
                        "client",
                        "listener",
                        "host",
                        "alpn",
                        "tls_versions",
                        "load_balancer",
                        "backend",
                        "upstream",
                        "state",
                        "bytes_in",
                        "bytes_out"),
                rows.stream()
                        .map(row -> List.of(
                                row.id(),
                                Words.iso(row.since()),
                                row.client(),
                                row.listener(),
                                row.host(),
                                row.alpn(),
                                row.tls(),
                                row.loadBalancer(),
                                row.backend(),
                                row.upstream(),
                                row.stage(),
                                Long.toString(row.bytesIn()),
                                Long.toString(row.bytesOut())))
                        .toList());
    }

    private static void csvOfEnded(Context ctx, List<EndedRow> rows) {
        Csv.send(
                ctx,
                "recent-connections",
                List.of(
                        "id",
                        "ended",
                        "client",
                        "host",
                        "request",
                        "load_balancer",
                        "backend",
                        "duration_seconds",
                        "bytes_in",
                        "bytes_out",
                        "outcome",
                        "meaning"),
                rows.stream()
                        .map(row -> List.of(
                                row.id(),
                                Words.iso(row.time()),
                                row.client(),
                                row.host(),
                                row.request(),
                                row.loadBalancer(),
                                row.backend(),
                                Double.toString(row.duration().toMillis() / 1000.0),
                                Long.toString(row.bytesIn()),
                                Long.toString(row.bytesOut()),
                                row.outcome(),
                                row.meaning()))
                        .toList());
    }
}

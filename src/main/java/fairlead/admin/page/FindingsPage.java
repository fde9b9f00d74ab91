package fairlead.admin.page;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.List;

/** What is wrong or risky, the worst first. */
final class FindingsPage {
    private static final Templates TEMPLATES = new StaticTemplates();

    private final Engine engine;
    private final Frames frames;

    FindingsPage(Engine engine, Frames frames) {
        this.engine = engine;
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(Route.get("/findings", Role.READ, this::show));
    }

    private void show(Context ctx) {
        List<FindingRow> rows = engine.findings().stream().map(FindingRow::of).toList();
        if (Csv.isAsked(ctx)) {
            csv(ctx, rows);
            return;
        }
        Region region = Region.of("findings", ctx, 5, TEMPLATES.fragmentsFindings(rows));
        if (region.isAsked(ctx)) {
            region.answer(ctx, TEMPLATES.fragmentsRegion(region));
            return;
        }
        Pages.send(ctx, TEMPLATES.pagesFindings(frames.of(ctx, "Findings", "findings"), region));
    }

    private static void csv(Context ctx, List<FindingRow> rows) {
        Csv.send(
                ctx,
                "findings",
                List.of("severity", "kind", "load_balancer", "backend", "host", "message", "first_seen"),
                rows.stream()
                        .map(row -> List.of(
                                row.severity(),
                                row.kind(),
                                row.loadBalancer().orElse(""),
                                row.backend().orElse(""),
                                row.host().orElse(""),
                                row.text(),
                                Words.iso(row.firstSeen())))
                        .toList());
    }
}

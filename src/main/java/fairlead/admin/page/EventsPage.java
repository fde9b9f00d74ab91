package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Diff;
import fairlead.admin.store.Revision;
import fairlead.admin.store.Secrets;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.proxy.Engine;
import fairlead.stats.Event;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What changed, who changed it, and what the difference is. */
final class EventsPage {
    private static final Templates TEMPLATES = new StaticTemplates();

    private final Engine engine;
    private final ConfigStore store;
    private final Frames frames;

    EventsPage(Engine engine, ConfigStore store, Frames frames) {
        this.engine = engine;
        this.store = store;
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/events", Role.READ, this::show),
                Route.get("/events/changes/{revision}", Role.READ, this::showChange));
    }

    private void show(Context ctx) {
        ListQuery query = ListQuery.of(ctx);
        List<EventRow> rows = rows().filter(row -> row.contains(query.search().toLowerCase(Locale.ROOT)))
                .toList();
        if (Csv.isAsked(ctx)) {
            csv(ctx, rows);
            return;
        }
        Paged<EventRow> paged = Paged.of(rows, query);
        Region region = Region.of("events", ctx, 5, TEMPLATES.fragmentsEvents(paged, query));
        if (region.isAsked(ctx)) {
            region.answer(ctx, TEMPLATES.fragmentsRegion(region));
            return;
        }
        Pages.send(ctx, TEMPLATES.pagesEvents(frames.of(ctx, "Events", "events"), query, region));
    }

    private void showChange(Context ctx) {
        Revision revision = store.revisions().stream()
                .filter(known -> Integer.toString(known.number()).equals(ctx.pathParam("revision")))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("that revision of the config is not kept (any more)"));
        List<ChangeLine> lines = store
                .revisionDiff(revision.number())
                .map(diff -> Principal.of(ctx).knowsSecrets() ? diff : Secrets.hidden(diff))
                .map(Diff::entries)
                .orElse(List.of())
                .stream()
                .map(ChangeLine::of)
                .toList();
        Frame frame = frames.of(ctx, "Revision " + revision.number(), "events").below("/events", "Events");
        Pages.send(ctx, TEMPLATES.pagesChange(frame, EventRow.of(revision), lines));
    }

    /** The newest first. A change of the config is both an event and a revision: of the two, the revision tells more. */
    private Stream<EventRow> rows() {
        List<Revision> revisions = store.revisions();
        Stream<EventRow> events = engine.events().latest().stream()
                .filter(event -> !isRevision(event, revisions))
                .map(EventRow::of);
        return Stream.concat(revisions.stream().map(EventRow::of), events)
                .sorted(Comparator.comparing(EventRow::time).reversed());
    }

    private static boolean isRevision(Event event, List<Revision> revisions) {
        OptionalInt number = event.origin().map(Event.Origin::revision).orElse(OptionalInt.empty());
        return number.isPresent() && revisions.stream().anyMatch(revision -> revision.number() == number.getAsInt());
    }

    private static void csv(Context ctx, List<EventRow> rows) {
        Csv.send(
                ctx,
                "events",
                List.of("time", "kind", "load_balancer", "backend", "who", "what", "revision"),
                rows.stream()
                        .map(row -> List.of(
                                Words.iso(row.time()),
                                row.kind(),
                                row.loadBalancer().orElse(""),
                                row.backend().orElse(""),
                                row.who().orElse(""),
                                row.text(),
                                row.revision().isPresent()
                                        ? Integer.toString(row.revision().getAsInt())
                                        : ""))
                        .toList());
    }
}

package fairlead.admin.page;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.proxy.Engine;
import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Stream;

/** Every page of the dashboard. */
public final class Pages {
    private static final Templates TEMPLATES = new StaticTemplates();

    private final Frames frames;
    private final ConfigStore store;

    public Pages(Engine engine, ConfigStore store) {
        this.frames = new Frames(engine);
        this.store = store;
    }

    public List<Route> routes() {
        return Stream.of(frames.routes(), List.of(Route.get("/", Role.READ, this::overview)),
                        new NewLoadBalancerPage(frames, store).routes(),
                        new SettingsPage(frames, store).routes(),
                        new ChecklistPage(frames, store).routes(),
                        new ConfigPage(frames, store).routes(),
                        new RevisionPage(frames, store).routes())
                .flatMap(List::stream)
                .toList();
    }

    private void overview(Context ctx) {
        send(ctx, TEMPLATES.pagesOverview(frames.of(ctx, "Overview", "overview")));
    }

    static void send(Context ctx, JteModel page) {
        ctx.contentType("text/html; charset=utf-8").result(page.render());
    }
}

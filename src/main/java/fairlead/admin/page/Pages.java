package fairlead.admin.page;

import fairlead.admin.access.Access;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.store.Acts;
import fairlead.admin.store.ConfigStore;
import fairlead.proxy.Engine;
import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import java.util.List;
import java.util.stream.Stream;

/** Every page of the dashboard. */
public final class Pages {
    private final List<Route> routes;

    public Pages(Engine engine, ConfigStore store, History history, Access access) {
        Frames frames = new Frames(engine);
        this.routes = Stream.of(
                        frames.routes(),
                        new OverviewPage(engine, history, frames).routes(),
                        new NewLoadBalancerPage(frames, store).routes(), // before "new" is taken for a name
                        new ChecklistPage(frames, store).routes(),
                        new BackendsPage(engine, frames).routes(),
                        new BackendForms(engine, store, frames).routes(),
                        new GraphsPage(engine, history, frames).routes(),
                        new SettingsPage(frames, store).routes(),
                        new ConnectionsPage(engine, frames).routes(),
                        new CertificatesPage(engine, frames).routes(),
                        new FindingsPage(engine, frames).routes(),
                        new EventsPage(engine, store, frames).routes(),
                        new ConfigPage(frames, store).routes(),
                        new RevisionPage(frames, store).routes(),
                        new TestPage(engine, ctx -> frames.of(ctx, "Test", "test")).routes(),
                        new ApiPage(ctx -> frames.of(ctx, "API", "api")).routes(),
                        new LoginPage(access).routes(),
                        new TokensPage(access, new Acts(engine.events()), ctx -> frames.of(ctx, "Tokens", "tokens"))
                                .routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    static void send(Context ctx, JteModel page) {
        ctx.contentType("text/html; charset=utf-8").result(page.render());
    }
}

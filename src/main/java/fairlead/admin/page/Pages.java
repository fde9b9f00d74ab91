package fairlead.admin.page;

import fairlead.admin.access.Access;
import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
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

    private final Engine engine;
    private final Access access;

    public Pages(Engine engine, Access access) {
        this.engine = engine;
        this.access = access;
    }

    public List<Route> routes() {
        return Stream.of(
                        List.of(Route.get("/", Role.READ, this::overview)),
                        new TestPage(engine, ctx -> frame(ctx, "Test", "test")).routes(),
                        new ApiPage(ctx -> frame(ctx, "API", "api")).routes(),
                        new LoginPage(access).routes(),
                        new TokensPage(access, ctx -> frame(ctx, "Tokens", "tokens")).routes())
                .flatMap(List::stream)
                .toList();
    }

    private void overview(Context ctx) {
        send(ctx, TEMPLATES.pagesOverview(frame(ctx, "Overview", "overview")));
    }

    private Frame frame(Context ctx, String title, String section) {
        return new Frame(title, section, Principal.of(ctx), engine.findings().size());
    }

    static void send(Context ctx, JteModel page) {
        ctx.contentType("text/html; charset=utf-8").result(page.render());
    }
}

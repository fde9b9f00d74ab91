package fairlead.admin.page;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.history.Scope;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.LoadBalancerConfig;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.List;

/** The tab Graphs of a load balancer. */
final class GraphsPage {
    private static final Templates TEMPLATES = new StaticTemplates();

    private final Engine engine;
    private final History history;
    private final Frames frames;

    GraphsPage(Engine engine, History history, Frames frames) {
        this.engine = engine;
        this.history = history;
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(Route.get("/load_balancers/{name}/graphs", Role.READ, this::show));
    }

    private void show(Context ctx) {
        LoadBalancerConfig config = Found.loadBalancer(engine.config(), ctx);
        GraphSet set = GraphSet.all(ctx, history, new Scope.LoadBalancer(config.name()));
        Region graphs = Region.of("graphs", ctx, set.seconds(), TEMPLATES.fragmentsGraphs(set));
        if (graphs.isAsked(ctx)) {
            graphs.answer(ctx, TEMPLATES.fragmentsRegion(graphs));
            return;
        }
        LoadBalancerHead head = LoadBalancerHead.of(config, frames.state(config.name()));
        Frame frame = frames.of(ctx, "Graphs", head.section())
                .below("/", "Overview")
                .below("/load_balancers/" + config.name(), config.name());
        Pages.send(ctx, TEMPLATES.pagesLoadBalancerGraphs(frame, head, graphs));
    }
}

package fairlead.admin;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.List;

/** What an orchestrator asks, without a token: whether the process lives, and whether clients may be sent to it. */
final class HealthRoutes {
    private final Engine engine;

    HealthRoutes(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/healthz", Role.ANYONE, ctx -> ctx.result("ok\n")),
                Route.get("/readyz", Role.ANYONE, this::ready));
    }

    private void ready(Context ctx) {
        boolean stopping = engine.isStopping();
        ctx.status(stopping ? 503 : 200).result(stopping ? "stopping\n" : "ready\n");
    }
}

package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.history.Scope;
import fairlead.admin.history.Traffic;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.certificate.ServedCertificate;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** The tab Backends of a load balancer, which is its first page. */
final class BackendsPage {
    private static final Templates TEMPLATES = new StaticTemplates();

    private final Engine engine;
    private final Frames frames;

    BackendsPage(Engine engine, Frames frames) {
        this.engine = engine;
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(Route.get("/load_balancers/{name}", Role.READ, this::show));
    }

    private void show(Context ctx) {
        LoadBalancerConfig config = Found.loadBalancer(engine.config(), ctx);
        List<BackendRow> rows = rows(config);
        if (Csv.isAsked(ctx)) {
            csv(ctx, config.name(), rows);
            return;
        }
        LoadBalancerHead head = LoadBalancerHead.of(config, frames.state(config.name()));
        Region region = Region.of("backends", ctx, 2, TEMPLATES.fragmentsBackends(head, rows, Principal.of(ctx)));
        if (region.isAsked(ctx)) {
            region.answer(ctx, TEMPLATES.fragmentsRegion(region));
            return;
        }
        Frame frame = frames.of(ctx, config.name(), head.section()).below("/", "Overview");
        Pages.send(ctx, TEMPLATES.pagesLoadBalancer(frame, region));
    }

    private List<BackendRow> rows(LoadBalancerConfig config) {
        Map<Scope, Traffic> traffic = Traffic.of(engine);
        List<ServedCertificate> certificates = engine.certificates();
        return engine.backends().stream()
                .filter(status -> status.loadBalancer().equals(config.name()))
                .map(status ->
                        BackendRow.of(status, config, Traffic.of(traffic, config.name(), status.entry()), certificates))
                .toList();
    }

    private static void csv(Context ctx, String loadBalancer, List<BackendRow> rows) {
        Csv.send(
                ctx,
                loadBalancer + "-backends",
                List.of(
                        "backend",
                        "address",
                        "state",
                        "reason",
                        "since",
                        "last_check",
                        "weight",
                        "connections",
                        "bytes_in",
                        "bytes_out",
                        "certificate_not_after"),
                rows.stream()
                        .map(row -> List.of(
                                row.name(),
                                row.address(),
                                row.state(),
                                row.reason(),
                                Words.iso(row.since()),
                                row.check().map(BackendRow.Check::text).orElse(""),
                                Integer.toString(row.weight()),
                                Integer.toString(row.connections()),
                                Long.toString(row.traffic().bytesIn()),
                                Long.toString(row.traffic().bytesOut()),
                                row.certificate()
                                        .map(life -> Words.iso(life.notAfter()))
                                        .orElse("")))
                        .toList());
    }
}

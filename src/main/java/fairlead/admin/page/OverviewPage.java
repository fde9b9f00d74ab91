package fairlead.admin.page;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.history.Now;
import fairlead.admin.history.Scope;
import fairlead.admin.page.OverviewView.IssueRow;
import fairlead.admin.page.OverviewView.LoadBalancerRow;
import fairlead.admin.page.OverviewView.Refusal;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import fairlead.health.finding.Finding;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The first page: how everything stands. */
final class OverviewPage {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final int MOST_ISSUES = 10;

    private final Engine engine;
    private final History history;
    private final Frames frames;

    OverviewPage(Engine engine, History history, Frames frames) {
        this.engine = engine;
        this.history = history;
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(Route.get("/", Role.READ, this::show));
    }

    private void show(Context ctx) {
        if (Csv.isAsked(ctx)) {
            csv(ctx, view().loadBalancers());
            return;
        }
        Region now = Region.of("now", ctx, 2, TEMPLATES.fragmentsOverview(view()));
        if (now.isAsked(ctx)) {
            now.answer(ctx, TEMPLATES.fragmentsRegion(now));
            return;
        }
        GraphSet set = GraphSet.few(ctx, history);
        Region graphs = Region.of("graphs", ctx, set.seconds(), TEMPLATES.fragmentsGraphs(set));
        if (graphs.isAsked(ctx)) {
            graphs.answer(ctx, TEMPLATES.fragmentsRegion(graphs));
            return;
        }
        Pages.send(ctx, TEMPLATES.pagesOverview(frames.of(ctx, "Overview", "overview"), now, graphs));
    }

    private OverviewView view() {
        Now now = history.now(Scope.EVERYTHING);
        List<BackendStatus> backends = engine.backends();
        return new OverviewView(
                engine.openConnections(),
                engine.maxConnections(),
                now.newConnections(),
                now.bytesIn(),
                now.bytesOut(),
                now.refusals(),
                refusals(now),
                issues(backends, engine.findings()),
                engine.config().loadBalancers().stream()
                        .map(config -> row(config, backends))
                        .toList());
    }

    private static void csv(Context ctx, List<LoadBalancerRow> rows) {
        Csv.send(
                ctx,
                "load-balancers",
                List.of(
                        "load_balancer",
                        "state",
                        "hosts",
                        "ports",
                        "backends",
                        "connections",
                        "new_connections_per_second",
                        "bytes_in_per_second",
                        "bytes_out_per_second"),
                rows.stream()
                        .map(row -> List.of(
                                row.name(),
                                row.state().word(),
                                row.hosts(),
                                row.ports(),
                                row.up(),
                                Integer.toString(row.connections()),
                                Double.toString(row.newConnections()),
                                Double.toString(row.bytesIn()),
                                Double.toString(row.bytesOut())))
                        .toList());
    }

    private static List<Refusal> refusals(Now now) {
        return now.refused().entrySet().stream()
                .map(entry -> new Refusal(
                        entry.getKey().word().replace('_', ' '), entry.getKey().meaning(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Refusal::perSecond).reversed())
                .toList();
    }

    private static List<IssueRow> issues(List<BackendStatus> backends, List<Finding> findings) {
        Stream<IssueRow> down = backends.stream()
                .filter(backend -> backend.condition() == Condition.DOWN)
                .map(backend -> new IssueRow(
                        "bad",
                        "Down",
                        Optional.of(backend.loadBalancer() + " / " + backend.name()),
                        "/load_balancers/" + backend.loadBalancer(),
                        backend.text().replaceFirst("^down: ", ""),
                        backend.since()));
        Stream<IssueRow> found = findings.stream()
                .map(FindingRow::of)
                .map(row -> new IssueRow(
                        row.badge(), row.severity(), row.about(), "/findings", row.text(), row.firstSeen()));
        return Stream.concat(down, found).limit(MOST_ISSUES).toList();
    }

    private LoadBalancerRow row(LoadBalancerConfig config, List<BackendStatus> all) {
        List<BackendStatus> own = all.stream()
                .filter(backend -> backend.loadBalancer().equals(config.name()))
                .toList();
        long up = own.stream()
                .filter(backend -> backend.condition() == Condition.UP)
                .count();
        LoadBalancerHead head = LoadBalancerHead.of(config, frames.state(config.name()));
        Now now = history.now(new Scope.LoadBalancer(config.name()));
        return new LoadBalancerRow(
                config.name(),
                head.state(),
                head.hosts(),
                head.ports(),
                own.isEmpty() ? "none" : up + " of " + own.size() + " up",
                own.stream().mapToInt(BackendStatus::connections).sum(),
                now.newConnections(),
                now.bytesIn(),
                now.bytesOut());
    }
}

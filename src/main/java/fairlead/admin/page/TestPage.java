package fairlead.admin.page;

import fairlead.admin.access.Client;
import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.api.ApiError;
import fairlead.admin.api.CheckForm;
import fairlead.admin.api.TestAnswer;
import fairlead.admin.views.StaticTemplates;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.Problem;
import fairlead.proxy.Engine;
import fairlead.proxy.ListenAddress;
import fairlead.proxy.RouteQuestion;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page of the two checks: where a connection would go, and where one does. */
final class TestPage {
    private static final List<String> USUAL_ALPN = List.of("h2", "http/1.1");
    private static final int MOST_HOSTS = 200;

    private final Engine engine;
    private final Function<Context, Frame> frame;

    TestPage(Engine engine, Function<Context, Frame> frame) {
        this.engine = engine;
        this.frame = frame;
    }

    List<Route> routes() {
        return List.of(Route.get("/test", Role.READ, this::show), Route.post("/test", Role.OPERATE, this::test));
    }

    private void show(Context ctx) {
        if (ctx.queryParam("port") == null) {
            send(ctx, 200, blank(), List.of(), List.of(), Optional.empty(), Optional.empty());
            return;
        }
        CheckForm form = form(ctx::queryParam);
        try {
            RouteQuestion asked = form.question(Client.of(ctx));
            Optional<RouteView> route = Optional.of(RouteView.of(asked, engine.explain(asked)));
            send(ctx, 200, form, List.of(), List.of(), route, Optional.empty());
        } catch (ApiError e) {
            send(ctx, 422, form, problems(e), List.of(), Optional.empty(), Optional.empty());
        }
    }

    private void test(Context ctx) {
        CheckForm form = form(ctx::formParam);
        try {
            TestAnswer answer = TestAnswer.of(form.tryOut(engine));
            send(ctx, 200, form, List.of(), List.of(), Optional.empty(), Optional.of(TrialView.of(answer)));
        } catch (ApiError e) {
            send(ctx, e.status(), form, List.of(), problems(e), Optional.empty(), Optional.empty());
        }
    }

    private void send(
            Context ctx,
            int status,
            CheckForm form,
            List<Problem> routeProblems,
            List<Problem> testProblems,
            Optional<RouteView> route,
            Optional<TrialView> trial) {
        TestView view = new TestView(
                form,
                routeProblems,
                testProblems,
                route,
                trial,
                hosts(),
                engine.listenAddresses().stream().map(ListenAddress::toString).collect(Collectors.joining(", ")),
                Principal.of(ctx).role().permits(Role.OPERATE));
        ctx.status(status);
        Pages.send(ctx, new StaticTemplates().pagesTest(frame.apply(ctx), view));
    }

    private CheckForm blank() {
        String port = engine.listenAddresses().stream()
                .map(ListenAddress::port)
                .max((a, b) -> a == 443 ? 1 : b == 443 ? -1 : Integer.compare(b, a))
                .map(Object::toString)
                .orElse("443");
        return new CheckForm(port, hosts().stream().findFirst().orElse(""), USUAL_ALPN, "", "", "");
    }

    private static CheckForm form(Function<String, @Nullable String> field) {
        return new CheckForm(
                text(field, "port"),
                text(field, "host"),
                CheckForm.protocols(text(field, "alpn")),
                text(field, "client"),
                text(field, "listener"),
                text(field, "path"));
    }

    private static String text(Function<String, @Nullable String> field, String name) {
        String given = field.apply(name);
        return given == null ? "" : given.strip();
    }

    /** The exact ones, to choose from. */
    private List<String> hosts() {
        return engine.config().loadBalancers().stream()
                .map(LoadBalancerConfig::hosts)
                .flatMap(List::stream)
                .filter(host -> !host.startsWith("*."))
                .distinct()
                .limit(MOST_HOSTS)
                .toList();
    }

    private static List<Problem> problems(ApiError error) {
        return error.problems().isEmpty()
                ? List.of(new Problem("", String.valueOf(error.getMessage())))
                : error.problems();
    }
}

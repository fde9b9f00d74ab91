package fairlead.admin.api;

import fairlead.admin.access.Client;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.proxy.Engine;
import fairlead.proxy.Explanation;
import fairlead.stats.Outcome;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code GET /route}: where a connection would go, and why. */
final class RouteApi {
    private static final String[] PARAMETERS = {"port", "sni", "host", "alpn", "client", "listener", "path"};

    private final Engine engine;

    RouteApi(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/route", Role.READ, this::explain));
    }

    /** The whole answer. */
    private record RouteAnswer(
            Optional<String> listener,
            Optional<String> loadBalancer,
            Optional<String> backend,
            Optional<String> outcome,
            Optional<String> meaning,
            Optional<String> answer,
            List<StepAnswer> steps,
            List<BackendAnswer> backends) {

        static RouteAnswer of(Explanation explanation) {
            return new RouteAnswer(
                    explanation.listener(),
                    explanation.loadBalancer(),
                    explanation.backend(),
                    explanation.outcome().map(Outcome::word),
                    explanation.outcome().map(Outcome::meaning),
                    explanation.answer(),
                    explanation.steps().stream()
                            .map(step -> new StepAnswer(step.stage().word(), step.passed(), step.sentence()))
                            .toList(),
                    explanation.backends().stream()
                            .map(one -> new BackendAnswer(
                                    one.backend(), one.address(), one.position(), one.condition(), one.reason()))
                            .toList());
        }
    }

    private record StepAnswer(String step, boolean passed, String message) {}

    private record BackendAnswer(
            String backend, String address, OptionalInt position, String condition, String reason) {}

    private void explain(Context ctx) {
        Query query = Query.of(ctx, PARAMETERS);
        String host = query.text("sni").orElse("");
        CheckForm form = new CheckForm(
                query.text("port").orElse(""),
                host.isEmpty() ? query.text("host").orElse("") : host,
                CheckForm.protocols(query.text("alpn").orElse("")),
                query.text("client").orElse(""),
                query.text("listener").orElse(""),
                query.text("path").orElse(""));
        Json.send(ctx, Map.of("route", RouteAnswer.of(engine.explain(form.question(Client.of(ctx))))));
    }
}

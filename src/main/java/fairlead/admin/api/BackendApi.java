package fairlead.admin.api;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.Document;
import fairlead.config.Problem;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The backends of a load balancer: add, change, drain and remove them. */
final class BackendApi {
    private static final String BACKENDS = "backends";
    private static final String ALL = LoadBalancerApi.ONE + '/' + BACKENDS;
    private static final String ONE = ALL + "/{backend}";
    private static final String MODE = "mode";
    private static final Set<String> FOR_OPERATORS = Set.of("enabled", "drain", "disabled");

    private final LoadBalancers loadBalancers;

    BackendApi(LoadBalancers loadBalancers) {
        this.loadBalancers = loadBalancers;
    }

    List<Route> routes() {
        return List.of(
                Route.post(ALL, Role.ADMIN, this::add),
                Route.delete(ALL, Role.ADMIN, this::remove),
                Route.patch(ONE, Role.OPERATE, this::patch),
                Route.delete(ONE, Role.ADMIN, this::removeOne),
                Route.post(ONE + "/drain", Role.OPERATE, ctx -> setMode(ctx, "drain")),
                Route.post(ONE + "/disable", Role.OPERATE, ctx -> setMode(ctx, "disabled")),
                Route.post(ONE + "/enable", Role.OPERATE, ctx -> setMode(ctx, "enabled")));
    }

    private void add(Context ctx) {
        ArrayNode wanted = Body.array(ctx, BACKENDS);
        Document now = loadBalancers.edit(ctx, (tree, sent) -> {
            for (int i = 0; i < wanted.size(); i++) {
                sent.at(tree.path(BACKENDS, tree.backends().size()), BACKENDS + '[' + i + ']');
                tree.backends().add(wanted.path(i));
            }
        });
        send(ctx, now);
    }

    private void remove(Context ctx) {
        ArrayNode wanted = Body.array(ctx, BACKENDS);
        Document unused = loadBalancers.edit(ctx, (tree, sent) -> remove(wanted, tree.backends()));
        ctx.status(204);
    }

    private static void remove(ArrayNode wanted, ArrayNode backends) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            JsonNode name = wanted.path(i);
            List<String> names = LoadBalancerTree.names(backends);
            String place = BACKENDS + '[' + i + ']';
            if (!name.isString()) {
                problems.add(new Problem(place, "must be the name of a backend, a string in double quotes"));
            } else if (!names.contains(name.stringValue())) {
                problems.add(new Problem(place, LoadBalancerTree.unknown(name.stringValue(), names, "backend")));
            } else {
                backends.remove(names.indexOf(name.stringValue()));
            }
        }
        if (!problems.isEmpty()) {
            throw ApiError.unprocessable(problems);
        }
    }

    private void removeOne(Context ctx) {
        Document unused =
                loadBalancers.edit(ctx, (tree, sent) -> tree.backends().remove(index(ctx, tree)));
        ctx.status(204);
    }

    private void patch(Context ctx) {
        ObjectNode wanted = Body.object(ctx);
        if (!Principal.of(ctx).role().permits(Role.ADMIN) && !isForOperators(wanted)) {
            throw ApiError.forbidden(
                    "the token \"%s\" may set nothing but mode, to \"enabled\", \"drain\" or \"disabled\""
                            .formatted(Principal.of(ctx).name()));
        }
        edit(ctx, backend -> MergePatch.apply(backend, wanted));
    }

    private static boolean isForOperators(ObjectNode wanted) {
        return wanted.size() == 1 && FOR_OPERATORS.contains(wanted.path(MODE).asString(""));
    }

    private void setMode(Context ctx, String mode) {
        edit(ctx, backend -> {
            if (!backend.path(MODE).asString("enabled").equals(mode)) {
                backend.put(MODE, mode);
            }
        });
    }

    private void edit(Context ctx, Consumer<ObjectNode> edit) {
        Document now = loadBalancers.edit(ctx, (tree, sent) -> {
            int index = index(ctx, tree);
            sent.at(tree.path(BACKENDS, index), "");
            edit.accept((ObjectNode) tree.backends().path(index));
        });
        send(ctx, now);
    }

    private void send(Context ctx, Document now) {
        loadBalancers.send(ctx, now, ctx.pathParam("name"));
    }

    private static int index(Context ctx, LoadBalancerTree tree) {
        return LoadBalancerTree.index(tree.backends(), ctx.pathParam("backend"), "backend of " + tree.name());
    }
}

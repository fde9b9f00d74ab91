package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.Document;
import fairlead.admin.store.UnusedListeners;
import fairlead.config.Problem;
import io.javalin.http.Context;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The load balancers: see, make, change and remove them. */
final class LoadBalancerApi {
    static final String ALL = Api.ROOT + "/load_balancers";
    static final String ONE = ALL + "/{name}";

    private static final String WRAPPER = "load_balancer";

    private final LoadBalancers loadBalancers;

    LoadBalancerApi(LoadBalancers loadBalancers) {
        this.loadBalancers = loadBalancers;
    }

    List<Route> routes() {
        return List.of(
                Route.get(ALL, Role.READ, loadBalancers::sendAll),
                Route.post(ALL, Role.ADMIN, this::create),
                Route.get(ONE, Role.READ, loadBalancers::send),
                Route.put(ONE, Role.ADMIN, this::put),
                Route.patch(ONE, Role.ADMIN, this::patch),
                Route.delete(ONE, Role.ADMIN, this::delete));
    }

    private void create(Context ctx) {
        ObjectNode wanted = body(ctx);
        Document now = loadBalancers.add(ctx, wanted);
        String name = LoadBalancerTree.name(wanted);
        ctx.status(201).header("Location", ALL + '/' + name);
        loadBalancers.send(ctx, now, name);
    }

    private void put(Context ctx) {
        ObjectNode wanted = body(ctx);
        Document now = loadBalancers.edit(ctx, (tree, sent) -> {
            sent.at(tree.path(), "");
            LoadBalancers.requireNew(tree, LoadBalancerTree.name(wanted));
            tree.all().set(tree.index(), wanted);
        });
        sendAs(ctx, now, LoadBalancerTree.name(wanted));
    }

    private void patch(Context ctx) {
        ObjectNode wanted = body(ctx);
        Document now = loadBalancers.edit(ctx, (tree, sent) -> {
            sent.at(tree.path(), "");
            LoadBalancers.requireNew(tree, LoadBalancerTree.name(wanted));
            MergePatch.apply(tree.tree(), wanted);
        });
        sendAs(ctx, now, wanted.has("name") ? LoadBalancerTree.name(wanted) : ctx.pathParam("name"));
    }

    private void delete(Context ctx) {
        Document unused = loadBalancers.edit(ctx, (tree, sent) -> {
            tree.all().remove(tree.index());
            UnusedListeners.removeFrom(tree.root());
        });
        ctx.status(204);
    }

    /** Says where it is from now on, as it may have got another name. */
    private void sendAs(Context ctx, Document now, String name) {
        ctx.header("Content-Location", ALL + '/' + name);
        loadBalancers.send(ctx, now, name);
    }

    private static ObjectNode body(Context ctx) {
        ObjectNode body = Body.object(ctx);
        if (body.has(WRAPPER)) {
            throw ApiError.unprocessable(
                    List.of(new Problem(WRAPPER, "unknown key: send what is inside of it, without this key around")));
        }
        return body;
    }
}

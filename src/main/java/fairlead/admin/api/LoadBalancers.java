package fairlead.admin.api;

import fairlead.admin.access.Principal;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Document;
import fairlead.admin.store.Secrets;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The load balancers as the API shows and changes them: each as the config file has it, without defaults, and beside it how
 * it stands.
 *
 * <p>The ETag of an answer has two parts, {@code "<config>-<status>"}. If-Match looks at the first alone, since nobody loses
 * anything when a status changes; If-None-Match looks at both.
 */
final class LoadBalancers {
    private final Engine engine;
    private final ConfigStore store;
    private final Changes changes;

    LoadBalancers(Engine engine, ConfigStore store, Changes changes) {
        this.engine = engine;
        this.store = store;
        this.changes = changes;
    }

    private record Answer(JsonNode loadBalancer, LoadBalancerStatus status) {}

    /** Sends the one that the path names, or 304 when the client has just that. */
    void send(Context ctx) {
        send(ctx, store.current(), ctx.pathParam("name"));
    }

    /** The same, of one in this document. */
    void send(Context ctx, Document document, String name) {
        JsonNode tree = LoadBalancerTree.find(document.tree(), name).tree();
        Answer answer = new Answer(shown(ctx, tree), LoadBalancerStatus.of(name, engine));
        String tag = tag(tree) + '-' + Document.hash(Json.MAPPER.valueToTree(answer.status()));
        ctx.header("ETag", '"' + tag + '"');
        if (Conditions.isKnown(ctx, tag)) {
            ctx.status(304);
        } else {
            Json.send(ctx, answer);
        }
    }

    void sendAll(Context ctx) {
        Paging paging = Paging.of(ctx, Query.of(ctx, Paging.PAGE, Paging.PER_PAGE));
        List<JsonNode> all = LoadBalancerTree.all(store.current().tree()).values().stream()
                .map(tree -> shown(ctx, tree))
                .toList();
        Map<String, Object> answer = new LinkedHashMap<>(paging.of("load_balancers", all));
        Map<String, LoadBalancerStatus> statuses = new LinkedHashMap<>();
        if (answer.get("load_balancers") instanceof List<?> shown) {
            shown.stream()
                    .map(JsonNode.class::cast)
                    .map(LoadBalancerTree::name)
                    .forEach(name -> statuses.put(name, LoadBalancerStatus.of(name, engine)));
        }
        answer.put("statuses", statuses);
        Json.send(ctx, answer);
    }

    private static JsonNode shown(Context ctx, JsonNode tree) {
        return Principal.of(ctx).knowsSecrets() ? tree : Secrets.hidden(tree);
    }

    /** Adds one at the end, and gives what came of it. */
    Document add(Context ctx, ObjectNode wanted) {
        Sent sent = new Sent();
        return changes.edit(ctx, present -> true, sent, root -> {
            LoadBalancerTree added =
                    new LoadBalancerTree(root, LoadBalancerTree.all(root).size());
            sent.at(added.path(), "");
            requireNew(added, LoadBalancerTree.name(wanted));
            added.all().add(wanted);
            return root;
        });
    }

    /** Changes the one that the path names, if the request's conditions allow it, and gives what came of it. */
    Document edit(Context ctx, BiConsumer<LoadBalancerTree, Sent> edit) {
        String name = ctx.pathParam("name");
        Sent sent = new Sent();
        return changes.edit(ctx, present -> isExpected(ctx, present, name), sent, root -> {
            LoadBalancerTree found = LoadBalancerTree.find(root, name);
            edit.accept(found, sent);
            return root;
        });
    }

    /** Ends the request with 409 when another load balancer than this one has the name. */
    static void requireNew(LoadBalancerTree tree, String name) {
        int index = LoadBalancerTree.names(tree.all()).indexOf(name);
        if (index >= 0 && index != tree.index()) {
            throw ApiError.conflict("there is a load balancer \"%s\" already: choose another name".formatted(name));
        }
    }

    private static boolean isExpected(Context ctx, Document present, String name) {
        String now = tag(LoadBalancerTree.find(present.tree(), name).tree());
        return Conditions.allow(ctx, tag -> tag.split("-", 2)[0].equals(now));
    }

    private static String tag(JsonNode tree) {
        return Document.hash(tree);
    }
}

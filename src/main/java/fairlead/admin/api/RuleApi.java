package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.Document;
import fairlead.admin.store.UnusedListeners;
import fairlead.config.Problem;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The forwarding rules of a load balancer: add and remove some. */
final class RuleApi {
    private static final String RULES = "forwarding_rules";
    private static final String ENTRY_PORT = "entry_port";

    private final LoadBalancers loadBalancers;

    RuleApi(LoadBalancers loadBalancers) {
        this.loadBalancers = loadBalancers;
    }

    List<Route> routes() {
        return List.of(
                Route.post(LoadBalancerApi.ONE + '/' + RULES, Role.ADMIN, this::add),
                Route.delete(LoadBalancerApi.ONE + '/' + RULES, Role.ADMIN, this::remove));
    }

    private void add(Context ctx) {
        ArrayNode wanted = Body.array(ctx, RULES);
        Document now = loadBalancers.edit(ctx, (tree, sent) -> {
            for (int i = 0; i < wanted.size(); i++) {
                sent.at(tree.path(RULES, tree.rules().size()), RULES + '[' + i + ']');
                tree.rules().add(wanted.path(i));
            }
        });
        loadBalancers.send(ctx, now, ctx.pathParam("name"));
    }

    private void remove(Context ctx) {
        ArrayNode wanted = Body.array(ctx, RULES);
        Document unused = loadBalancers.edit(ctx, (tree, sent) -> {
            remove(wanted, tree.rules());
            UnusedListeners.removeFrom(tree.root());
        });
        ctx.status(204);
    }

    private static void remove(ArrayNode wanted, ArrayNode rules) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            JsonNode rule = wanted.path(i);
            List<Integer> found = matching(rules, rule);
            if (rule.path(ENTRY_PORT).isInt() && found.size() == 1) {
                rules.remove(found.getFirst());
            } else {
                problems.add(new Problem(RULES + '[' + i + ']', why(rule, found.size())));
            }
        }
        if (!problems.isEmpty()) {
            throw ApiError.unprocessable(problems);
        }
    }

    /** A rule is meant when it has all that was sent. */
    private static List<Integer> matching(ArrayNode rules, JsonNode wanted) {
        return IntStream.range(0, rules.size())
                .filter(i -> wanted.properties().stream()
                        .allMatch(
                                member -> member.getValue().equals(rules.path(i).get(member.getKey()))))
                .boxed()
                .toList();
    }

    private static String why(JsonNode wanted, int found) {
        if (!wanted.path(ENTRY_PORT).isInt()) {
            return "must be an object with an entry_port, and more of the rule where several have that port";
        }
        return found == 0
                ? "no rule has all of this: send an entry_port that one has, and nothing that it has not"
                : "%d rules have this: send more of the one that is meant".formatted(found);
    }
}

package fairlead.admin.page;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.settings.Complaints;
import fairlead.admin.settings.Draft;
import fairlead.admin.settings.DraftView;
import fairlead.admin.settings.Typed;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Document;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/** The form by which a load balancer is made; it leads to the {@link ChecklistPage}. */
final class NewLoadBalancerPage {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final String PAGE = "/new-load-balancer";

    private final Frames frames;
    private final ConfigStore store;

    NewLoadBalancerPage(Frames frames, ConfigStore store) {
        this.frames = frames;
        this.store = store;
    }

    List<Route> routes() {
        return List.of(Route.get(PAGE, Role.ADMIN, this::show), Route.post(PAGE, Role.ADMIN, this::create));
    }

    private void show(Context ctx) {
        send(ctx, Draft.usual().view(Complaints.NONE, Optional.empty()), Optional.empty());
    }

    private void create(Context ctx) {
        Typed typed = Forms.typed(ctx);
        Draft draft = Draft.of(typed);
        if (typed.has("_add") || typed.has("_remove")) {
            Draft left = draft.withoutRow(typed.one("_remove"));
            send(ctx, left.view(Complaints.NONE, Optional.of(typed.one("_add"))), Optional.empty());
            return;
        }
        Document before = store.current();
        Change change = store.change(Forms.author(ctx), Optional.empty(), tree -> {
            ((ArrayNode) tree.path("load_balancers")).add(draft.tree());
            return tree;
        });
        if (change instanceof Change.Applied) {
            Toast.ok(draft.name() + " is created and listens").attach(ctx);
            Forms.goTo(ctx, ChecklistPage.address(draft.name()));
        } else if (change instanceof Change.Invalid invalid) {
            Forms.invalid(ctx);
            String root = "load_balancers[%d]"
                    .formatted(before.config().loadBalancers().size());
            send(ctx, draft.view(Draft.complaints(invalid.problems(), root), Optional.empty()), Optional.empty());
        } else {
            Forms.refused(ctx);
            send(ctx, draft.view(Complaints.NONE, Optional.empty()), Notice.of(change, store));
        }
    }

    private void send(Context ctx, DraftView view, Optional<Notice> notice) {
        Frame frame = frames.of(ctx, "New load balancer", "overview");
        Pages.send(ctx, TEMPLATES.pagesNewLoadBalancer(frame, view, notice));
    }
}

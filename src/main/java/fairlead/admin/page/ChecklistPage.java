package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.checklist.Checklist;
import fairlead.admin.checklist.Item;
import fairlead.admin.checklist.RedirectCheck;
import fairlead.admin.settings.Entry;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Document;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.Survey;
import fairlead.health.dns.Resolver;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Tries out what a load balancer counts on: backends, certificates, DNS, the redirect. */
final class ChecklistPage {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final String PAGE = "/load_balancers/{name}/checklist";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Frames frames;
    private final ConfigStore store;
    private final Semaphore tests = new Semaphore(2); // each holds a thread of the dashboard for seconds

    ChecklistPage(Frames frames, ConfigStore store) {
        this.frames = frames;
        this.store = store;
    }

    List<Route> routes() {
        return List.of(Route.get(PAGE, Role.READ, this::show), Route.post(PAGE, Role.OPERATE, this::test));
    }

    static String address(String loadBalancer) {
        return "/load_balancers/" + loadBalancer + "/checklist";
    }

    private void show(Context ctx) {
        send(ctx, loadBalancer(ctx), Checklist.untested(), false, Optional.empty());
    }

    private void test(Context ctx) {
        LoadBalancerConfig loadBalancer = loadBalancer(ctx);
        if (!tests.tryAcquire()) {
            ctx.status(HttpStatus.TOO_MANY_REQUESTS).header("Retry-After", "5");
            Notice busy = new Notice("Others are testing right now: try again in a few seconds.", false);
            send(ctx, loadBalancer, Checklist.untested(), true, Optional.of(busy));
            return;
        }
        try {
            Config config = store.current().config();
            Survey survey = Survey.of(only(config, loadBalancer), Resolver.SYSTEM, PATIENCE);
            RedirectCheck.Result redirect = RedirectCheck.of(config, loadBalancer);
            send(ctx, loadBalancer, Checklist.of(loadBalancer, survey, redirect), true, Optional.empty());
        } finally {
            tests.release();
        }
    }

    private static Config only(Config config, LoadBalancerConfig loadBalancer) {
        return new Config(
                config.admin(),
                config.maxConnections(),
                config.drainTimeout(),
                config.accessLog(),
                config.resolveInterval(),
                config.publicAddresses(),
                Optional.empty(),
                Optional.empty(),
                config.listeners(),
                List.of(loadBalancer));
    }

    private void send(
            Context ctx, LoadBalancerConfig loadBalancer, List<Item> items, boolean tested, Optional<Notice> notice) {
        String name = loadBalancer.name();
        Frame frame = frames.of(ctx, "Checklist", "load_balancer/" + name)
                .below("/", "Overview")
                .below("/load_balancers/" + name, name);
        boolean mayTest = Principal.of(ctx).role().permits(Role.OPERATE);
        Pages.send(ctx, TEMPLATES.pagesChecklist(frame, name, items, tested, mayTest, notice));
    }

    private LoadBalancerConfig loadBalancer(Context ctx) {
        Document present = store.current();
        String name = ctx.pathParam("name");
        return Entry.of(present, name)
                .map(Entry::config)
                .orElseThrow(() -> new NotFoundResponse("there is no load balancer \"%s\"".formatted(name)));
    }
}

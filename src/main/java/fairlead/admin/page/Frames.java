package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.page.Navigation.LoadBalancerLink;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.BackendStatus;
import fairlead.health.LoadBalancerState;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Severity;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Makes what is around every page, of how things stand at the moment. */
public final class Frames {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final String NAVIGATION = "navigation";
    private static final int SECONDS = 5;

    private final Engine engine;

    public Frames(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(Route.get("/" + NAVIGATION, Role.READ, this::navigation));
    }

    /**
     * The frame of a page.
     *
     * @param title of the page, without the product's name
     * @param section whose entry in the navigation is marked: {@code overview}
     */
    public Frame of(Context ctx, String title, String section) {
        Navigation navigation = navigation(section);
        return new Frame(title, Principal.of(ctx), navigation.issues(), region(navigation), List.of(), Toast.take(ctx));
    }

    /** How a load balancer stands. */
    State state(String loadBalancer) {
        return state(loadBalancer, engine.backends(), engine.findings());
    }

    private void navigation(Context ctx) {
        Region region = region(navigation(Objects.requireNonNullElse(ctx.queryParam("section"), "")));
        region.answer(ctx, TEMPLATES.fragmentsRegion(region));
    }

    private Navigation navigation(String section) {
        List<BackendStatus> backends = engine.backends();
        List<Finding> findings = engine.findings();
        List<LoadBalancerLink> links = engine.config().loadBalancers().stream()
                .map(LoadBalancerConfig::name)
                .map(name -> new LoadBalancerLink(name, state(name, backends, findings)))
                .toList();
        long down = backends.stream()
                .filter(backend -> backend.condition() == BackendStatus.Condition.DOWN)
                .count();
        long urgent = findings.stream()
                .filter(finding -> finding.severity() != Severity.NOTICE)
                .count();
        boolean critical = findings.stream().anyMatch(finding -> finding.severity() == Severity.CRITICAL);
        return new Navigation(section, links, findings.size(), critical, (int) (down + urgent));
    }

    private static Region region(Navigation navigation) {
        String uri = "/" + NAVIGATION + "?section=" + URLEncoder.encode(navigation.section(), StandardCharsets.UTF_8);
        return new Region(
                NAVIGATION,
                uri,
                SECONDS,
                TEMPLATES.fragmentsNavigation(navigation).render());
    }

    private static State state(String name, List<BackendStatus> backends, List<Finding> findings) {
        return State.of(LoadBalancerState.of(name, backends, findings));
    }
}

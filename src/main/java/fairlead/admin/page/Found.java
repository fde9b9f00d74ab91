package fairlead.admin.page;

import fairlead.config.BackendConfig;
import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;

/** What the path of a page names, or the answer that there is no such thing. */
final class Found {
    private Found() {}

    static LoadBalancerConfig loadBalancer(Config config, Context ctx) {
        String name = ctx.pathParam("name");
        return config.loadBalancers().stream()
                .filter(loadBalancer -> loadBalancer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("there is no load balancer \"%s\"".formatted(name)));
    }

    static BackendConfig backend(LoadBalancerConfig loadBalancer, Context ctx) {
        String name = ctx.pathParam("backend");
        return loadBalancer.backends().stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new NotFoundResponse("%s has no backend \"%s\"".formatted(loadBalancer.name(), name)));
    }
}

package fairlead.admin.history;

import fairlead.config.BackendConfig;
import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import fairlead.proxy.Engine;
import fairlead.proxy.OpenTraffic;
import fairlead.stats.Counters;
import fairlead.stats.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What all counters say at one moment: one of {@link Totals} for everything, and for each load balancer and backend of the
 * config, whether anything happened there or not.
 */
record Reading(Map<Scope, Totals> totals) {

    static Reading of(Engine engine) {
        return of(engine.config(), engine.counters().tallies(), engine.openTraffic()); // in this order, see OpenTraffic
    }

    static Reading of(Config config, Map<Counters.Key, Tally> tallies, Map<Counters.Key, OpenTraffic> open) {
        Map<Scope, Totals> totals = new LinkedHashMap<>();
        totals.put(Scope.EVERYTHING, new Totals());
        for (LoadBalancerConfig loadBalancer : config.loadBalancers()) {
            totals.put(new Scope.LoadBalancer(loadBalancer.name()), new Totals());
            for (BackendConfig backend : loadBalancer.backends()) {
                totals.put(new Scope.Backend(loadBalancer.name(), backend.name()), new Totals());
            }
        }
        tallies.forEach((key, tally) -> addTo(totals, key, sums -> sums.add(tally)));
        open.forEach((key, traffic) -> addTo(totals, key, sums -> sums.add(traffic)));
        return new Reading(totals);
    }

    private static void addTo(Map<Scope, Totals> totals, Counters.Key key, Consumer<Totals> addition) {
        List<Scope> scopes = List.of(
                Scope.EVERYTHING,
                new Scope.LoadBalancer(key.loadBalancer()),
                new Scope.Backend(key.loadBalancer(), key.backend()));
        scopes.stream().map(totals::get).filter(Objects::nonNull).forEach(addition);
    }
}

package fairlead.health.certificate;

import fairlead.config.LoadBalancerConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** For which names a backend is asked to show its certificate. */
final class AskedNames {
    private static final int MOST_RECENT = 64;

    private AskedNames() {}

    /**
     * The exact hosts, then for each wildcard the names that clients asked for lately, or a guess. A catch-all is asked
     * for such names too, or without one, as a client would that knows only an address.
     */
    static Set<Optional<String>> of(LoadBalancerConfig loadBalancer, List<String> recentNames) {
        List<String> recent = recentNames.stream().limit(MOST_RECENT).toList();
        List<String> hosts = loadBalancer.hosts();
        HostMatch match = HostMatch.among(hosts);
        Set<Optional<String>> names = new LinkedHashSet<>();
        hosts.stream().filter(match.exact()::contains).map(Optional::of).forEach(names::add);
        for (String wildcard : match.wildcards()) {
            List<String> below = recent.stream()
                    .filter(name -> match.best(name).equals(Optional.of(wildcard)))
                    .toList();
            below.stream().map(Optional::of).forEach(names::add);
            if (below.isEmpty()) {
                names.add(Optional.of("www" + wildcard.substring(1)));
            }
        }
        if (hosts.isEmpty()) {
            recent.stream().map(Optional::of).forEach(names::add);
        }
        return names.isEmpty() ? Set.of(Optional.empty()) : names;
    }
}

package fairlead.health;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.dns.Names;
import fairlead.health.dns.Resolver;
import fairlead.health.finding.Finding;
import fairlead.pool.Pool;
import fairlead.stats.EventLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One look at everything a config names, without serving by it: how the backends stand, and what is wrong.
 *
 * @param complete whether everything has been seen; when not, what is not among the findings may be wrong all the same
 */
public record Survey(List<BackendStatus> backends, List<Finding> findings, boolean complete) {
    private static final Duration FOR_NAMES = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LAST_JUDGEMENT = Duration.ofMillis(300);

    /** Looks, and waits until everything has been looked at once, or patience is over. */
    public static Survey of(Config config, Resolver resolver, Duration patience) {
        try (EventLog events = new EventLog();
                Names names = new Names(resolver, events, () -> {});
                Health health = new Health(events, resolver)) {
            names.want(namesIn(config), config.resolveInterval(), FOR_NAMES);
            Map<String, Pool> pools = pools(config, names);
            health.watch(config, pools);
            long end = System.nanoTime() + patience.toNanos();
            while (!isComplete(health, config, pools) && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(POLL.toNanos());
            }
            LockSupport.parkNanos(LAST_JUDGEMENT.toNanos());
            boolean complete = isComplete(health, config, pools);
            return new Survey(Health.statuses(config, pools, names.all()), health.findings(), complete);
        }
    }

    /** Every host name among the addresses of the backends. */
    public static Set<String> namesIn(Config config) {
        return config.loadBalancers().stream()
                .flatMap(loadBalancer -> loadBalancer.backends().stream())
                .map(BackendConfig::address)
                .filter(BackendAddress.Name.class::isInstance)
                .map(BackendAddress::text)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Pool> pools(Config config, Names names) {
        Map<String, Pool> pools = new HashMap<>();
        for (LoadBalancerConfig loadBalancer : config.loadBalancers()) {
            Pool pool = Pool.of(loadBalancer, names::addresses, Optional.empty(), System.nanoTime());
            pool.takeEffect(System.nanoTime());
            pools.put(loadBalancer.name(), pool);
        }
        return pools;
    }

    private static boolean isComplete(Health health, Config config, Map<String, Pool> pools) {
        return health.hasSeenAll()
                && Health.statuses(config, pools, Map.of()).stream()
                        .noneMatch(status -> status.condition() == BackendStatus.Condition.CHECKING);
    }
}

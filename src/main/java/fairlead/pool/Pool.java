package fairlead.pool;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.StickySessionsConfig;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The live backends of one load balancer, frozen but for their counters. A config change makes a new one around them. */
public final class Pool {
    private final LoadBalancerConfig config;
    private final List<Member> members;
    private final List<Member> usable;
    private final Balancing balancing;
    private final AtomicInteger connections;

    private Pool(LoadBalancerConfig config, List<Member> members, AtomicInteger connections) {
        this.config = config;
        this.members = List.copyOf(members);
        this.usable = members.stream()
                .filter(member -> member.mode() == Mode.ENABLED || member.mode() == Mode.BACKUP)
                .toList();
        this.balancing = balancing(config);
        this.connections = connections;
    }

    /** A pool for the config, with every backend that the previous pool has already; the previous one if nothing changed. */
    public static Pool of(LoadBalancerConfig config, Optional<Pool> previous) {
        if (previous.isPresent() && previous.get().config.equals(config)) {
            return previous.get();
        }
        List<Member> members = new ArrayList<>();
        for (BackendConfig backend : config.backends()) {
            Backend live = previous.flatMap(pool -> pool.find(backend)).orElseGet(() -> new Backend(backend));
            members.add(Member.of(backend, members.size(), live));
        }
        return new Pool(config, members, previous.map(pool -> pool.connections).orElseGet(AtomicInteger::new));
    }

    /** The backends a new connection of this client may try, in order of preference. */
    public Candidates candidates(InetAddress client) {
        return new Candidates(usable, balancing, config.allUnhealthy(), client);
    }

    /** The same, for a connection that only the named backend can answer. */
    public Candidates only(String backend, InetAddress client) {
        List<Member> one = members.stream()
                .filter(member -> member.backend().name().equals(backend) && member.mode() != Mode.DISABLED)
                .toList();
        return new Candidates(one, balancing, LoadBalancerConfig.AllUnhealthy.TRY_ANYWAY, client);
    }

    public List<Backend> backends() {
        return members.stream().map(Member::backend).toList();
    }

    public LoadBalancerConfig config() {
        return config;
    }

    /** Names under the wildcard hosts that clients asked for lately, at least twice each; few. */
    public List<String> recentNames(long now) {
        return List.of();
    }

    /** Open connections of the load balancer. */
    public int connections() {
        return connections.get();
    }

    /** Counts one connection more, unless the load balancer has as many as it may. */
    public boolean enter() {
        if (connections.incrementAndGet() <= config.maxConnections() || config.maxConnections() == 0) {
            return true;
        }
        connections.decrementAndGet();
        return false;
    }

    public void leave() {
        connections.decrementAndGet();
    }

    private Optional<Backend> find(BackendConfig wanted) {
        return backends().stream().filter(backend -> backend.isOf(wanted)).findFirst();
    }

    private static Balancing balancing(LoadBalancerConfig config) {
        if (config.stickySessions().type() == StickySessionsConfig.Type.SOURCE_IP) {
            return new SourceIp();
        }
        int size = config.backends().size();
        return switch (config.algorithm()) {
            case ROUND_ROBIN -> new RoundRobin(size);
            case LEAST_CONNECTIONS -> new LeastConnections(size);
            case RANDOM_TWO_CHOICES -> new RandomTwoChoices();
        };
    }
}

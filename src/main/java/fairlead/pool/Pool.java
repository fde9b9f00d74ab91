package fairlead.pool;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import fairlead.config.StickySessionsConfig;
import fairlead.pool.Candidates.Terms;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** The live backends of one load balancer, frozen but for their counters. A config change makes a new one around them. */
public final class Pool {
    private static final Set<Mode> TAKING = Set.of(Mode.ENABLED, Mode.BACKUP);
    private static final Set<Mode> ANSWERING = Set.of(Mode.ENABLED, Mode.BACKUP, Mode.DRAIN);

    private final LoadBalancerConfig config;
    private final List<Member> members;
    private final List<Member> usable;
    private final Balancing balancing;
    private final AtomicInteger connections;
    private final RecentNames recentNames;
    private final boolean tellsNamesApart;

    private Pool(LoadBalancerConfig config, List<Member> members, AtomicInteger connections, RecentNames recentNames) {
        this.config = config;
        this.members = List.copyOf(members);
        this.usable = members.stream()
                .filter(member -> TAKING.contains(member.mode()))
                .toList();
        this.balancing = balancing(config, members.size());
        this.connections = connections;
        this.recentNames = recentNames;
        this.tellsNamesApart =
                !config.hosts().isEmpty() && config.hosts().stream().noneMatch(host -> host.startsWith("*."));
    }

    /**
     * A pool for the config, with every backend that the previous pool has already; the previous one if nothing changed.
     * Changes nothing in the live backends before {@link #takeEffect}.
     *
     * @param addresses of the backends whose address is a name, by name; those without one have no backend for now
     */
    public static Pool of(
            LoadBalancerConfig config,
            Function<String, List<InetAddress>> addresses,
            Optional<Pool> previous,
            long now) {
        List<Member> members = new ArrayList<>();
        for (BackendConfig entry : config.backends()) {
            switch (entry.address()) {
                case BackendAddress.Ip ip ->
                    members.add(member(entry, entry.name(), ip.address(), config, previous, members.size(), now));
                case BackendAddress.Name name -> {
                    for (InetAddress ip : new LinkedHashSet<>(addresses.apply(name.text()))) {
                        String unique = entry.name() + '@' + ip.getHostAddress();
                        members.add(member(entry, unique, ip, config, previous, members.size(), now));
                    }
                }
            }
        }
        return previous.filter(pool -> pool.config.equals(config) && pool.members.equals(members))
                .orElseGet(() -> new Pool(
                        config,
                        members,
                        previous.map(pool -> pool.connections).orElseGet(AtomicInteger::new),
                        previous.map(pool -> pool.recentNames).orElseGet(RecentNames::new)));
    }

    private static Member member(
            BackendConfig entry,
            String name,
            InetAddress address,
            LoadBalancerConfig config,
            Optional<Pool> previous,
            int index,
            long now) {
        Backend live = previous.flatMap(pool -> pool.find(name, address, entry.port()))
                .orElseGet(() -> {
                    Backend added = new Backend(name, address, entry, config, now);
                    previous.ifPresent(pool -> added.health().comesBack(now));
                    return added;
                });
        return Member.of(entry, index, live);
    }

    /** Makes the live backends be treated as the config says: their mode, their caps, what their checks count. */
    public void takeEffect(long now) {
        members.forEach(member -> member.backend().follow(member.config(), config, now));
    }

    /** The backends a new connection of this client may try, in order of preference. */
    public Candidates candidates(InetAddress client) {
        return candidates(client, Optional.empty());
    }

    /** The same, with this backend before all others if it may be used: its client waits for it when it is full. */
    public Candidates candidates(InetAddress client, Optional<String> preferred) {
        Optional<Predicate<Member>> first =
                preferred.map(name -> member -> member.backend().name().equals(name));
        boolean unhealthyToo = config.allUnhealthy() == AllUnhealthy.TRY_ANYWAY;
        return new Candidates(usable, new Terms(Pool::isTaking, first, unhealthyToo, true), balancing, config, client);
    }

    /** The same, for a connection that only the backends of one entry can answer. */
    public Candidates only(String entry, InetAddress client) {
        List<Member> one = members.stream()
                .filter(member -> isOf(entry, member) && ANSWERING.contains(member.mode()))
                .toList();
        return new Candidates(
                one, new Terms(Pool::isAnswering, Optional.empty(), true, true), balancing, config, client);
    }

    /**
     * The backends that may know the answer to an HTTP-01 challenge: every one that takes connections, whatever its
     * health, unless it is full. That of {@code acme_backend} is the first, even while it is being drained: where a
     * backend answers everything with a page of its own, the others must not be asked before it.
     */
    public Candidates challenged(InetAddress client) {
        Predicate<Member> acme = member ->
                config.acmeBackend().filter(entry -> isOf(entry, member)).isPresent();
        Predicate<Member> may = member -> isTaking(member) || (acme.test(member) && isAnswering(member));
        return new Candidates(
                members.stream().filter(member -> mayAsk(member, acme)).toList(),
                new Terms(may, Optional.of(acme), true, false),
                new RoundRobin(members.size()), // does not use up a turn of a client's
                config,
                client);
    }

    /** Whether a client that has a connection to this backend would get a new one. */
    public boolean offers(Backend backend, long now) {
        return TAKING.contains(backend.mode())
                && backend.health().usable(now)
                && usable.stream().anyMatch(member -> member.backend().equals(backend));
    }

    /** What it was made of. */
    public LoadBalancerConfig config() {
        return config;
    }

    /** A client asked for this name. Remembered only where the config does not say which names there are. */
    public void saw(String name, long now) {
        if (!tellsNamesApart) {
            recentNames.saw(name, now);
        }
    }

    /** Names under wildcard hosts, or a catch-all, that clients asked for lately and more than once; few. */
    public List<String> recentNames(long now) {
        return recentNames.latest(now);
    }

    public List<Backend> backends() {
        return members.stream().map(Member::backend).toList();
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

    /** Whether it is the same load balancer's, before or after a change of the config: then they count together. */
    public boolean countsWith(Pool other) {
        return connections.equals(other.connections); // which is identity
    }

    public void leave() {
        connections.decrementAndGet();
    }

    private Optional<Backend> find(String name, InetAddress address, OptionalInt port) {
        return members.stream()
                .map(Member::backend)
                .filter(backend -> backend.isOf(name, address, port))
                .findFirst();
    }

    private static boolean isOf(String entry, Member member) {
        return member.backend().entry().equals(entry);
    }

    private static boolean isTaking(Member member) {
        return TAKING.contains(member.backend().mode());
    }

    private static boolean isAnswering(Member member) {
        return ANSWERING.contains(member.backend().mode());
    }

    private static boolean mayAsk(Member member, Predicate<Member> acme) {
        return TAKING.contains(member.mode()) || (acme.test(member) && ANSWERING.contains(member.mode()));
    }

    private static Balancing balancing(LoadBalancerConfig config, int size) {
        if (config.stickySessions().type() == StickySessionsConfig.Type.SOURCE_IP) {
            return new SourceIp();
        }
        return switch (config.algorithm()) {
            case ROUND_ROBIN -> new RoundRobin(size);
            case LEAST_CONNECTIONS -> new LeastConnections(size);
            case RANDOM_TWO_CHOICES -> new RandomTwoChoices();
        };
    }
}

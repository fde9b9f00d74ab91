package fairlead.proxy;

import fairlead.config.Config;
import fairlead.config.ForwardingRule;
import fairlead.config.ListenerConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.Protocol;
import fairlead.config.StickySessionsConfig;
import fairlead.http.StickyCookie;
import fairlead.pool.Backend;
import fairlead.pool.Pool;
import fairlead.routing.RoutingTable;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that decides about new connections, frozen. A connection keeps the entry it was accepted under. */
record Snapshot(Config config, Map<String, Pool> pools, Map<ListenAddress, Entry> entries, Duration shortestLimit) {

    static final Snapshot EMPTY = new Snapshot(Config.EMPTY, Map.of(), Map.of(), ListenerConfig.DEFAULT_HEADER_TIMEOUT);

    /** One listener's settings and who is reached through it. */
    record Entry(ListenAddress address, ListenerConfig settings, Traffic traffic, RoutingTable<Target> routes) {

        /** Whether a connection from this address has to begin with a PROXY header. */
        boolean expectsProxyHeader(InetAddress peer) {
            return settings.acceptProxyProtocol()
                    && settings.trustedProxies().stream().anyMatch(block -> block.contains(peer));
        }
    }

    /** What tells one connection of a listener from another. */
    enum Traffic {
        TLS,
        HTTP,
        TCP;

        static Traffic of(Protocol entryProtocol) {
            return switch (entryProtocol) {
                case HTTPS, HTTP2 -> TLS;
                case HTTP -> HTTP;
                case TCP, HTTP3, UDP -> TCP;
            };
        }
    }

    /**
     * A load balancer and the rule by which a connection came to it.
     *
     * @param cookie that keeps clients on their backends, if one does
     */
    record Target(LoadBalancerConfig loadBalancer, ForwardingRule rule, Pool pool, Optional<StickyCookie> cookie) {}

    /** A listener whose routing table is still being filled. */
    private record Draft(
            ListenAddress address, ListenerConfig settings, Traffic traffic, RoutingTable.Builder<Target> routes) {
        Entry finish() {
            return new Entry(address, settings, traffic, routes.build());
        }
    }

    /**
     * The snapshot of a config; live backends that the previous one has carry over.
     *
     * @param addresses of backends whose address is a name
     * @param cookieKey what cookies are signed with where the config has no secret
     */
    static Snapshot of(
            Config config,
            Function<String, List<InetAddress>> addresses,
            byte[] cookieKey,
            Snapshot previous,
            long now) {
        Map<String, Pool> pools = new HashMap<>();
        Map<ListenAddress, Draft> drafts = new HashMap<>();
        for (LoadBalancerConfig loadBalancer : config.loadBalancers()) {
            String name = loadBalancer.name();
            Pool pool = Pool.of(loadBalancer, addresses, Optional.ofNullable(previous.pools.get(name)), now);
            pools.put(name, pool);
            Optional<StickyCookie> cookie = cookie(loadBalancer, pool, cookieKey);
            for (ForwardingRule rule : loadBalancer.forwardingRules()) {
                for (ListenerConfig listener : listeners(config, rule)) {
                    ListenAddress at = new ListenAddress(listener.address(), listener.port());
                    drafts.computeIfAbsent(
                                    at,
                                    key -> new Draft(
                                            key, listener, Traffic.of(rule.entryProtocol()), RoutingTable.builder()))
                            .routes
                            .add(loadBalancer.hosts(), new Target(loadBalancer, rule, pool, cookie));
                }
            }
        }
        List<Entry> entries = drafts.values().stream().map(Draft::finish).toList();
        return new Snapshot(
                config,
                Map.copyOf(pools),
                entries.stream().collect(Collectors.toUnmodifiableMap(Entry::address, entry -> entry)),
                shortestLimit(entries, config.loadBalancers()));
    }

    /** Its listeners, in the order of their ports. */
    List<ListenerStatus> listeners() {
        Map<ListenAddress, List<String>> reached = new HashMap<>();
        for (LoadBalancerConfig loadBalancer : config.loadBalancers()) {
            loadBalancer.forwardingRules().stream()
                    .flatMap(rule -> listeners(config, rule).stream())
                    .map(listener -> new ListenAddress(listener.address(), listener.port()))
                    .distinct()
                    .forEach(at -> reached.computeIfAbsent(at, unused -> new ArrayList<>())
                            .add(loadBalancer.name()));
        }
        return entries.values().stream()
                .sorted(Comparator.comparing(Entry::address))
                .map(entry -> new ListenerStatus(
                        entry.address,
                        entry.settings,
                        entry.traffic.name().toLowerCase(Locale.ROOT),
                        reached.getOrDefault(entry.address, List.of())))
                .toList();
    }

    /** Whether another listener than this one has a load balancer for the host. */
    boolean isServedBeside(Entry one, Optional<String> host) {
        return entries.values().stream()
                .filter(entry ->
                        entry.traffic() != Traffic.TCP && !entry.address().equals(one.address()))
                .anyMatch(entry -> entry.routes().match(host).isPresent());
    }

    private static Optional<StickyCookie> cookie(LoadBalancerConfig config, Pool pool, byte[] processKey) {
        StickySessionsConfig sticky = config.stickySessions();
        if (sticky.type() != StickySessionsConfig.Type.COOKIES) {
            return Optional.empty();
        }
        byte[] key = sticky.cookieSecret()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .orElse(processKey);
        List<String> backends = pool.backends().stream().map(Backend::name).toList();
        return Optional.of(StickyCookie.of(sticky.cookieName(), sticky.cookieTtl(), key, config.name(), backends));
    }

    /** By which the sweeper chooses how often to look. */
    private static Duration shortestLimit(List<Entry> entries, List<LoadBalancerConfig> loadBalancers) {
        Stream<Duration> ofListeners = entries.stream()
                .map(Entry::settings)
                .flatMap(listener -> Stream.of(
                        listener.clientHelloTimeout(),
                        listener.proxyHeaderTimeout(),
                        listener.httpHeaderTimeout(),
                        listener.httpIdleTimeout()));
        Stream<Duration> ofLoadBalancers = loadBalancers.stream()
                .flatMap(lb -> Stream.concat(
                        Stream.of(
                                lb.connectTimeout(),
                                lb.idleTimeout(),
                                lb.halfCloseTimeout(),
                                lb.http().responseTimeout()),
                        lb.backendDrainTimeout().stream()));
        return Stream.concat(ofListeners, ofLoadBalancers)
                .min(Duration::compareTo)
                .orElse(ListenerConfig.DEFAULT_HEADER_TIMEOUT);
    }

    private static List<ListenerConfig> listeners(Config config, ForwardingRule rule) {
        Optional<InetAddress> only = rule.listenerAddress();
        List<ListenerConfig> listed = config.listeners().stream()
                .filter(listener -> listener.port() == rule.entryPort())
                .filter(listener -> only.isEmpty() || only.get().equals(listener.address()))
                .toList();
        return listed.isEmpty()
                ? List.of(ListenerConfig.withDefaults(rule.entryPort(), only.orElse(ListenerConfig.ANY)))
                : listed;
    }
}

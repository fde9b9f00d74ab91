package fairlead.admin.api;

import com.sun.management.UnixOperatingSystemMXBean;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.history.History;
import fairlead.admin.history.Now;
import fairlead.admin.history.Scope;
import fairlead.admin.metrics.Build;
import fairlead.admin.store.ConfigStore;
import fairlead.config.Cidr;
import fairlead.config.ListenerConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.proxy.Engine;
import fairlead.proxy.ListenerStatus;
import fairlead.stats.AddressText;
import fairlead.stats.Outcome;
import fairlead.stats.Tally;
import io.javalin.http.Context;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the process stands, and what it listens on. */
final class StatusApi {
    private final Engine engine;
    private final ConfigStore store;
    private final History history;

    StatusApi(Engine engine, ConfigStore store, History history) {
        this.engine = engine;
        this.store = store;
        this.history = history;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Api.ROOT + "/status", Role.READ, this::status),
                Route.get(Api.ROOT + "/listeners", Role.READ, this::listeners));
    }

    private record Status(
            String version,
            String java,
            Instant startedAt,
            double uptimeSeconds,
            boolean stopping,
            Connections connections,
            Rates now,
            long bytesIn,
            long bytesOut,
            long requests,
            ConfigInForce config,
            Optional<Descriptors> fileDescriptors,
            long droppedLogLines) {}

    private record Connections(int open, int max, long accepted, Map<String, Long> endedByOutcome) {}

    private record Rates(
            double newConnectionsPerSecond,
            double bytesInPerSecond,
            double bytesOutPerSecond,
            double requestsPerSecond,
            Map<String, Double> refusalsPerSecondByOutcome) {

        static Rates of(Now now) {
            Map<String, Double> refusals = new TreeMap<>();
            now.refused().forEach((outcome, rate) -> refusals.put(outcome.word(), rate));
            return new Rates(now.newConnections(), now.bytesIn(), now.bytesOut(), now.requests(), refusals);
        }
    }

    private record ConfigInForce(String etag, Instant appliedAt) {}

    private record Descriptors(long open, long max) {}

    private void status(Context ctx) {
        Query.of(ctx);
        Collection<Tally> tallies = engine.counters().tallies().values();
        Status status = new Status(
                Build.version(),
                Runtime.version().toString(),
                engine.startedAt(),
                Duration.between(engine.startedAt(), Instant.now()).toMillis() / 1000.0,
                engine.isDraining(),
                new Connections(
                        engine.openConnections(),
                        engine.maxConnections(),
                        engine.acceptedConnections(),
                        byOutcome(tallies)),
                Rates.of(history.now(Scope.EVERYTHING)),
                tallies.stream().mapToLong(Tally::bytesIn).sum(),
                tallies.stream().mapToLong(Tally::bytesOut).sum(),
                tallies.stream()
                        .flatMap(tally -> tally.requests().values().stream())
                        .mapToLong(Long::longValue)
                        .sum(),
                new ConfigInForce(store.current().etag(), engine.appliedAt()),
                descriptors(),
                engine.droppedLogLines());
        Json.send(ctx, Map.of("status", status));
    }

    private static Map<String, Long> byOutcome(Collection<Tally> tallies) {
        Map<String, Long> counts = new TreeMap<>();
        for (Tally tally : tallies) {
            for (Map.Entry<Outcome, Long> ended : tally.connections().entrySet()) {
                counts.merge(ended.getKey().word(), ended.getValue(), Long::sum);
            }
        }
        return counts;
    }

    private static Optional<Descriptors> descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? Optional.of(new Descriptors(os.getOpenFileDescriptorCount(), os.getMaxFileDescriptorCount()))
                : Optional.empty();
    }

    private record Listener(
            String name, String address, int port, String traffic, List<Reached> loadBalancers, Settings settings) {}

    private record Reached(String name, List<String> hosts) {}

    private record Settings(
            boolean acceptProxyProtocol,
            List<String> trustedProxies,
            double clientHelloTimeoutSeconds,
            int maxClientHelloBytes,
            double proxyHeaderTimeoutSeconds,
            double httpHeaderTimeoutSeconds,
            double httpIdleTimeoutSeconds,
            int maxConnectionsPerClient) {

        static Settings of(ListenerConfig config) {
            return new Settings(
                    config.acceptProxyProtocol(),
                    config.trustedProxies().stream().map(Cidr::toString).toList(),
                    seconds(config.clientHelloTimeout()),
                    config.maxClientHelloBytes(),
                    seconds(config.proxyHeaderTimeout()),
                    seconds(config.httpHeaderTimeout()),
                    seconds(config.httpIdleTimeout()),
                    config.maxConnectionsPerClient());
        }

        private static double seconds(Duration duration) {
            return duration.toMillis() / 1000.0;
        }
    }

    private void listeners(Context ctx) {
        Query.of(ctx);
        Map<String, List<String>> hosts = new TreeMap<>();
        for (LoadBalancerConfig loadBalancer : engine.config().loadBalancers()) {
            hosts.put(loadBalancer.name(), loadBalancer.hosts());
        }
        List<Listener> listeners = engine.listeners().stream()
                .map(listener -> view(listener, hosts))
                .toList();
        Json.send(ctx, Map.of("listeners", listeners));
    }

    private static Listener view(ListenerStatus listener, Map<String, List<String>> hosts) {
        return new Listener(
                listener.address().toString(),
                AddressText.of(listener.address().address()),
                listener.address().port(),
                listener.traffic(),
                listener.loadBalancers().stream()
                        .map(name -> new Reached(name, hosts.getOrDefault(name, List.of())))
                        .toList(),
                Settings.of(listener.settings()));
    }
}

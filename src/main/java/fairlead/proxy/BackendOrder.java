package fairlead.proxy;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import fairlead.pool.Backend;
import fairlead.pool.Candidates.Candidate;
import fairlead.proxy.Explanation.Choice;
import fairlead.proxy.Snapshot.Target;
import fairlead.proxy.Snapshot.Traffic;
import fairlead.stats.AddressText;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The backends in the order in which a connection would try them, and why each stands where it does.
 *
 * @param order of those that would be tried
 * @param all of the load balancer, with those whose name does not resolve
 */
record BackendOrder(Target target, List<Candidate> order, Kind kind, List<BackendStatus> all) {

    /** What the order is for. */
    enum Kind {
        USUAL,
        /** A challenge of TLS-ALPN-01, for one backend alone. */
        ONE,
        /** A challenge of HTTP-01, for all of them. */
        CHALLENGED
    }

    static BackendOrder of(Target target, List<Candidate> order, Kind kind, List<BackendStatus> statuses) {
        String name = target.loadBalancer().name();
        return new BackendOrder(
                target,
                order,
                kind,
                statuses.stream().filter(one -> one.loadBalancer().equals(name)).toList());
    }

    /** Those that would be tried first, in their order. */
    List<Choice> choices() {
        Map<String, Integer> positions = new HashMap<>();
        for (Candidate candidate : order) {
            positions.put(candidate.backend().name(), positions.size() + 1);
        }
        List<Choice> choices = new ArrayList<>();
        for (BackendStatus status : all) {
            Integer position = positions.get(status.name());
            choices.add(new Choice(
                    status.name(),
                    address(status),
                    position == null ? OptionalInt.empty() : OptionalInt.of(position),
                    status.text(),
                    position == null ? whyNot(status) : why(order.get(position - 1), status, position)));
        }
        choices.sort(Comparator.comparingInt(choice -> choice.position().orElse(Integer.MAX_VALUE)));
        return choices;
    }

    private String address(BackendStatus status) {
        return target.pool().backends().stream()
                .filter(backend -> backend.name().equals(status.name()))
                .findFirst()
                .map(this::address)
                .orElse(status.address());
    }

    private String address(Backend backend) {
        InetSocketAddress at = backend.address(target.rule());
        return AddressText.of(at.getAddress(), at.getPort());
    }

    private String why(Candidate candidate, BackendStatus status, int position) {
        List<String> reasons = new ArrayList<>();
        if (position == 1) {
            reasons.add("tried first");
        } else if (status.condition() == Condition.DOWN) {
            reasons.add(
                    kind == Kind.USUAL ? "tried when no other is left (all_unhealthy is try_anyway)" : "tried last");
        } else if (status.mode() == Mode.BACKUP) {
            reasons.add("a backup: tried when no enabled one can be used");
        } else if (status.condition() == Condition.CHECKING) {
            reasons.add("not checked yet: after those known to be up");
        } else {
            reasons.add("tried when those before it cannot be connected to");
        }
        if (candidate instanceof Candidate.Full) {
            reasons.add("has max_connections open, so the connection waits for one of them to end");
        }
        reasons.add("%d open, weight %d".formatted(status.connections(), weight(candidate.backend())));
        return String.join("; ", reasons);
    }

    private int weight(Backend backend) {
        return target.loadBalancer().backends().stream()
                .filter(entry -> entry.name().equals(backend.entry()))
                .mapToInt(BackendConfig::weight)
                .findFirst()
                .orElse(BackendConfig.DEFAULT_WEIGHT);
    }

    private String whyNot(BackendStatus status) {
        LoadBalancerConfig config = target.loadBalancer();
        if (kind == Kind.ONE && !isAcme(status, config)) {
            return "passed over: only acme_backend answers this challenge";
        }
        return switch (status.condition()) {
            case DRAINING -> "passed over: mode drain gets no new connections";
            case DISABLED -> "passed over: mode disabled gets no connections";
            case DOWN ->
                config.allUnhealthy() == AllUnhealthy.REFUSE
                        ? "passed over: it is unhealthy, and all_unhealthy is refuse"
                        : "passed over: it has no address";
            case UP, CHECKING -> "passed over: it has max_connections open";
        };
    }

    private boolean isAcme(BackendStatus status, LoadBalancerConfig config) {
        return target.pool().backends().stream()
                .filter(backend -> backend.name().equals(status.name()))
                .anyMatch(backend -> config.acmeBackend().equals(Optional.of(backend.entry())));
    }

    /** How the first is found, in a sentence. */
    String algorithm(String client) {
        LoadBalancerConfig config = target.loadBalancer();
        return switch (kind) {
            case ONE -> "There is one backend to try.";
            case CHALLENGED -> "acme_backend comes first, if one is named, then those that are up.";
            case USUAL ->
                switch (config.stickySessions().type()) {
                    case SOURCE_IP ->
                        "sticky_sessions is source_ip: all connections of %s go to the same backend, which the address alone decides."
                                .formatted(client);
                    case NONE -> byAlgorithm(config);
                    case COOKIES -> byAlgorithm(config) + cookies();
                };
        };
    }

    private static String byAlgorithm(LoadBalancerConfig config) {
        return switch (config.algorithm()) {
            case ROUND_ROBIN -> "round_robin: they take turns by their weights, and this is whose turn it is now.";
            case LEAST_CONNECTIONS -> "least_connections: the one with the fewest open connections for its weight.";
            case RANDOM_TWO_CHOICES ->
                "random_two_choices: the less loaded of two that are drawn; another draw may give another order.";
        };
    }

    private String cookies() {
        return target.cookie().isPresent() && Traffic.of(target.rule().entryProtocol()) == Traffic.HTTP
                ? " A client with a valid %s cookie goes to the backend it names instead."
                        .formatted(target.loadBalancer().stickySessions().cookieName())
                : "";
    }

    /** What becomes of the connection, in a sentence; empty when there is no backend to try. */
    Optional<String> first() {
        return order.stream().findFirst().map(candidate -> switch (candidate) {
            case Candidate.Open open -> "%s at %s.".formatted(open.backend().name(), address(open.backend()));
            case Candidate.Full full ->
                "%s has max_connections open: the connection waits for a place up to %s s (queue.timeout_seconds), and is then refused as backends_full if there is none anywhere."
                        .formatted(
                                full.backend().name(),
                                target.loadBalancer().queue().timeout().toMillis() / 1000.0);
        });
    }
}

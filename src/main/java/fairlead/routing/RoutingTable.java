package fairlead.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which target serves a host on one listener: that of the exact name, else of the longest suffix, else the catch-all.
 *
 * <p>Immutable. A lookup costs one map access for the name and one for each of its dots within the length of the longest
 * suffix, so a name made long to be slow is not.
 */
public final class RoutingTable<T> {

    private final Map<String, Match<T>> exact;
    private final Map<String, Match<T>> suffixes;
    private final int longestSuffix;
    private final Optional<Match<T>> catchAll;

    /**
     * A target, and why it was chosen.
     *
     * @param pattern the one that matched; empty for the catch-all
     */
    public record Match<T>(T target, Optional<HostPattern> pattern) {}

    private RoutingTable(Builder<T> builder) {
        this.exact = Map.copyOf(builder.exact);
        this.suffixes = Map.copyOf(builder.suffixes);
        this.longestSuffix =
                suffixes.keySet().stream().mapToInt(String::length).max().orElse(0);
        this.catchAll = builder.catchAll;
    }

    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /** The target that serves the host, in lower case; without a host only the catch-all does. */
    public Optional<T> match(Optional<String> host) {
        return explain(host).map(Match::target);
    }

    /** The same choice as {@link #match}, with its reason. */
    public Optional<Match<T>> explain(Optional<String> host) {
        return host.flatMap(this::named).or(() -> catchAll);
    }

    /** The hosts that are listed, in alphabetical order. */
    public List<String> hosts() {
        return Stream.concat(exact.values().stream(), suffixes.values().stream())
                .map(match -> match.pattern().orElseThrow().toString())
                .sorted()
                .toList();
    }

    private Optional<Match<T>> named(String host) {
        Match<T> match = exact.get(host);
        // A suffix follows a dot, and the dot follows at least one character.
        int dot = host.indexOf('.', Math.max(1, host.length() - longestSuffix - 1));
        while (match == null && dot >= 0) {
            match = suffixes.get(host.substring(dot + 1));
            dot = host.indexOf('.', dot + 1);
        }
        return Optional.ofNullable(match);
    }

    /** Collects the claims on one listener's hosts, of which no two may be the same. */
    public static final class Builder<T> {

        private final Map<String, Match<T>> exact = new HashMap<>();
        private final Map<String, Match<T>> suffixes = new HashMap<>();
        private Optional<Match<T>> catchAll = Optional.empty();

        private Builder() {}

        /**
         * Lets the target serve these hosts, written as in the config; no hosts make it the catch-all.
         *
         * @throws IllegalStateException naming the host, when it is claimed already
         */
        public Builder<T> add(List<String> hosts, T target) {
            if (hosts.isEmpty()) {
                if (catchAll.isPresent()) {
                    throw new IllegalStateException("there are two catch-alls (entries without hosts)");
                }
                catchAll = Optional.of(new Match<>(target, Optional.empty()));
            }
            for (String host : hosts) {
                HostPattern pattern = HostPattern.parse(host);
                Match<T> match = new Match<>(target, Optional.of(pattern));
                Match<T> claimed = switch (pattern) {
                    case HostPattern.Exact one -> exact.putIfAbsent(one.name(), match);
                    case HostPattern.Suffix many -> suffixes.putIfAbsent(many.suffix(), match);
                };
                if (claimed != null) {
                    throw new IllegalStateException("host \"" + host + "\" is claimed twice");
                }
            }
            return this;
        }

        public RoutingTable<T> build() {
            return new RoutingTable<>(this);
        }
    }
}

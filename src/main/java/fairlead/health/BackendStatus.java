package fairlead.health;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.pool.Backend;
import fairlead.stats.AddressText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be known of a backend at one moment.
 *
 * @param name unique in its load balancer
 * @param entry the config's name of it, of which several share one when its address is a host name
 * @param address and port that are checked; the name alone when it does not resolve
 * @param text the condition in words, with its reason: {@code down: connect refused}
 * @param since when it came into that condition
 * @param drainEnd when its connections are closed, if it drains and not for ever
 * @param checks the latest 50, the newest last
 * @param waiting connections that wait until it has room
 */
public record BackendStatus(
        String loadBalancer,
        String name,
        String entry,
        String address,
        Mode mode,
        Condition condition,
        String text,
        Instant since,
        Optional<Instant> drainEnd,
        List<Result> checks,
        int connections,
        int waiting) {

    /** How it stands with new connections. */
    public enum Condition {
        UP,
        DOWN,
        /** Not known yet. */
        CHECKING,
        DRAINING,
        DISABLED;

        /** {@code up}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What came of one check. */
    public record Result(Instant at, Duration latency, Optional<String> failure) {}

    /** Of a live backend. Times are converted from {@link System#nanoTime()} by what both clocks say now. */
    static BackendStatus of(String loadBalancer, Backend backend, InetSocketAddress checked, Instant clock, long now) {
        Condition condition = condition(backend);
        boolean byMode = condition == Condition.DRAINING || condition == Condition.DISABLED;
        long since = byMode ? backend.modeSince() : backend.health().since();
        return new BackendStatus(
                loadBalancer,
                backend.name(),
                backend.entry(),
                AddressText.of(checked.getAddress(), checked.getPort()),
                backend.mode(),
                condition,
                text(condition, backend, now),
                clock.minusNanos(now - since),
                backend.drainEnd().map(end -> clock.plusNanos(end - now)),
                backend.health().results().stream()
                        .map(result ->
                                new Result(clock.minusNanos(now - result.at()), result.latency(), result.failure()))
                        .toList(),
                backend.connections(),
                backend.waiting());
    }

    /** Of an entry whose name has no address. */
    static BackendStatus unresolved(String loadBalancer, BackendConfig entry, String why, Instant since) {
        boolean disabled = entry.mode() == Mode.DISABLED;
        return new BackendStatus(
                loadBalancer,
                entry.name(),
                entry.name(),
                entry.address().text(),
                entry.mode(),
                disabled ? Condition.DISABLED : Condition.DOWN,
                disabled ? Condition.DISABLED.word() : "down: " + why,
                since,
                Optional.empty(),
                List.of(),
                0,
                0);
    }

    private static Condition condition(Backend backend) {
        return switch (backend.mode()) {
            case DRAIN -> Condition.DRAINING;
            case DISABLED -> Condition.DISABLED;
            case ENABLED, BACKUP ->
                switch (backend.health().state()) {
                    case UP -> Condition.UP;
                    case DOWN -> Condition.DOWN;
                    case CHECKING -> Condition.CHECKING;
                };
        };
    }

    private static String text(Condition condition, Backend backend, long now) {
        return switch (condition) {
            case UP, CHECKING, DISABLED -> condition.word();
            case DOWN -> "down: " + backend.health().reason();
            case DRAINING -> {
                int left = backend.connections();
                String connections = left + (left == 1 ? " connection" : " connections") + " left";
                String time = backend.drainEnd()
                        .map(end ->
                                ", " + Math.max(0, Duration.ofNanos(end - now).toSeconds()) + " s")
                        .orElse("");
                yield "draining (" + connections + time + ")";
            }
        };
    }
}

package fairlead.admin.history;

import fairlead.proxy.OpenConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** How fast open connections are, told from two looks at them. Safe for many threads. */
public final class Rates {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Bytes a second. */
    public record Rate(double bytesIn, double bytesOut) {
        public static final Rate NONE = new Rate(0, 0);
    }

    private record Look(Instant at, Map<String, OpenConnection> connections) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Look older = new Look(Instant.EPOCH, Map.of());
    private Look newer = older;

    Rates(InstantSource clock) {
        this.clock = clock;
    }

    /** Of each of these, by its id: since the last look that was a second or more ago, or since it began. */
    public Map<String, Rate> of(List<OpenConnection> connections) {
        Instant now = clock.instant();
        Look base;
        lock.lock();
        try {
            if (Duration.between(newer.at, now).compareTo(SHORTEST) >= 0) {
                Map<String, OpenConnection> byId = new HashMap<>();
                connections.forEach(connection -> byId.put(connection.id(), connection));
                older = newer;
                newer = new Look(now, byId);
            }
            base = older;
        } finally {
            lock.unlock();
        }
        boolean fresh = Duration.between(base.at, now).compareTo(LONGEST) <= 0;
        Map<String, Rate> rates = new HashMap<>();
        for (OpenConnection connection : connections) {
            OpenConnection before = fresh ? base.connections.get(connection.id()) : null;
            rates.put(
                    connection.id(),
                    before == null ? sinceItBegan(connection, now) : since(before, base.at, connection, now));
        }
        return rates;
    }

    private static Rate since(OpenConnection before, Instant then, OpenConnection after, Instant now) {
        double seconds = seconds(then, now);
        return new Rate(
                Math.max(0, after.bytesIn() - before.bytesIn()) / seconds,
                Math.max(0, after.bytesOut() - before.bytesOut()) / seconds);
    }

    /** The mean, which for one that is older than a look says little about now. */
    private static Rate sinceItBegan(OpenConnection connection, Instant now) {
        double seconds = seconds(connection.since(), now);
        return new Rate(connection.bytesIn() / seconds, connection.bytesOut() / seconds);
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(SHORTEST.toMillis(), Duration.between(from, to).toMillis()) / 1000.0;
    }
}

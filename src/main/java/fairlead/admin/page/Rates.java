package fairlead.admin.page;

import fairlead.proxy.OpenConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How fast open connections move bytes, by what they had moved when somebody last looked. Safe for many threads; several who
 * look at the same time see the rates since the same moment.
 */
final class Rates {
    private static final double SHORTEST = 1; // seconds
    private static final double LONGEST = 60;

    /** Bytes by id at one moment, and what they had been before. */
    private record Sample(long at, Map<String, Long> bytes, Map<String, Double> rates) {}

    private final AtomicReference<Sample> latest = new AtomicReference<>(new Sample(0, Map.of(), Map.of()));

    /** What was found out, of connections that were there at both moments. */
    record Found(Map<String, Double> rates) {
        OptionalDouble of(String id) {
            Double rate = rates.get(id);
            return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
        }
    }

    /**
     * Compares with the moment before.
     *
     * @param now {@link System#nanoTime()}
     */
    Found look(List<OpenConnection> open, long now) {
        Sample before = latest.get();
        double seconds = Duration.ofNanos(now - before.at()).toNanos() / 1e9;
        if (seconds < SHORTEST && !before.bytes().isEmpty()) {
            return new Found(before.rates());
        }
        Map<String, Long> bytes = new HashMap<>();
        Map<String, Double> rates = new HashMap<>();
        for (OpenConnection connection : open) {
            long moved = connection.bytesIn() + connection.bytesOut();
            bytes.put(connection.id(), moved);
            Long earlier = before.bytes().get(connection.id());
            if (earlier != null && seconds <= LONGEST) {
                rates.put(connection.id(), Math.max(0, moved - earlier) / seconds);
            }
        }
        latest.compareAndSet(before, new Sample(now, bytes, rates));
        return new Found(rates);
    }
}

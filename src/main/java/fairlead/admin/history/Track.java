package fairlead.admin.history;

import fairlead.stats.Histogram;
import fairlead.stats.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What is known of one scope over one range, step by step. For one thread at a time. */
final class Track {
    private final Range range;
    private final Map<Measure, Ring> rings = new EnumMap<>(Measure.class);
    private final Map<Outcome, Ring> refusals = new EnumMap<>(Outcome.class);
    private Totals base;
    private Instant baseAt;
    private final long since;
    private int mostOpen;

    /** Begins with this step, of which only the end is known. */
    Track(Range range, long step, Instant at, Totals totals) {
        this.range = range;
        this.since = step;
        this.base = totals;
        this.baseAt = at;
        for (Measure measure : Measure.values()) {
            boolean maybeNone = measure == Measure.CONNECT_P50 || measure == Measure.CONNECT_P95;
            rings.put(measure, new Ring(range.steps(), maybeNone ? Double.NaN : 0));
        }
    }

    /** A sample within a step. */
    void note(Totals totals) {
        mostOpen = Math.max(mostOpen, totals.open());
    }

    /** The sample that ends a step. */
    void end(long step, Instant at, Totals totals) {
        note(totals);
        Totals now = totals.notLessThan(base);
        double seconds = Math.max(1, Duration.between(baseAt, at).toMillis()) / 1000.0;
        long[] connects = now.connectsSince(base);
        put(Measure.OPEN_CONNECTIONS, step, mostOpen);
        put(Measure.NEW_CONNECTIONS, step, (now.begun() - base.begun()) / seconds);
        put(Measure.BYTES_IN, step, (now.bytesIn() - base.bytesIn()) / seconds);
        put(Measure.BYTES_OUT, step, (now.bytesOut() - base.bytesOut()) / seconds);
        put(Measure.REQUESTS, step, (now.requests() - base.requests()) / seconds);
        put(Measure.CONNECT_P50, step, Histogram.quantile(0.5, connects));
        put(Measure.CONNECT_P95, step, Histogram.quantile(0.95, connects));
        double refused = 0;
        for (Outcome outcome : now.refusals().keySet()) {
            refusals.computeIfAbsent(outcome, unused -> new Ring(range.steps(), 0));
        }
        for (Map.Entry<Outcome, Ring> ring : refusals.entrySet()) {
            long before = base.refusals().getOrDefault(ring.getKey(), 0L);
            double rate = (now.refusals().getOrDefault(ring.getKey(), before) - before) / seconds;
            ring.getValue().put(step, rate);
            refused += rate;
        }
        put(Measure.REFUSALS, step, refused);
        base = now;
        baseAt = at;
        mostOpen = 0;
    }

    /** Whether it goes back to this step. */
    boolean knows(long step) {
        return step > since;
    }

    double value(Measure measure, long step) {
        return ring(measure).get(step);
    }

    /** Why clients were refused within the range, and how often in this step. */
    Map<Outcome, Double> refusals(long step) {
        Map<Outcome, Double> rates = new EnumMap<>(Outcome.class);
        refusals.forEach((outcome, ring) -> rates.put(outcome, ring.get(step)));
        return rates;
    }

    private void put(Measure measure, long step, double value) {
        ring(measure).put(step, value);
    }

    private Ring ring(Measure measure) {
        return Optional.ofNullable(rings.get(measure)).orElseThrow();
    }
}

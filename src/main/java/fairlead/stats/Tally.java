package fairlead.stats;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Sums over the ended connections of one listener, load balancer and backend. Lock-free; only ever grows. */
public final class Tally {
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class); // filled once, then only read
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder connects = new LongAdder();
    private final LongAdder connectNanos = new LongAdder();
    private final LongAdder durationNanos = new LongAdder();

    Tally() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    void add(ConnectionRecord ended) {
        outcome(ended.outcome()).increment();
        bytesIn.add(ended.bytesIn());
        bytesOut.add(ended.bytesOut());
        durationNanos.add(ended.duration().toNanos());
        if (ended.connect().isPresent()) {
            connects.increment();
            connectNanos.add(ended.connect().get().toNanos());
        }
    }

    /** Connections that ended so. */
    public long connections(Outcome outcome) {
        return outcome(outcome).sum();
    }

    /** Connections by outcome, without the outcomes that did not occur. */
    public Map<Outcome, Long> connections() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            long count = connections(outcome);
            if (count > 0) {
                counts.put(outcome, count);
            }
        }
        return counts;
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Connections for which a backend was reached. */
    public long connects() {
        return connects.sum();
    }

    /** Time spent until a backend accepted, over all {@link #connects()}. */
    public Duration connectTime() {
        return Duration.ofNanos(connectNanos.sum());
    }

    /** Time from accept to close, over all connections. */
    public Duration duration() {
        return Duration.ofNanos(durationNanos.sum());
    }

    private LongAdder outcome(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome));
    }
}

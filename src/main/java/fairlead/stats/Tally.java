package fairlead.stats;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Sums over the connections and requests of one listener, load balancer and backend. Lock-free; only ever grows. */
public final class Tally {
    private static final List<String> CLASSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class); // filled once, then only read
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final Histogram connects = new Histogram();
    private final LongAdder connectNanos = new LongAdder();
    private final LongAdder durationNanos = new LongAdder();
    private final LongAdder[] requests = new LongAdder[CLASSES.size()]; // by the first digit of the status

    Tally() {
        Arrays.setAll(requests, unused -> new LongAdder());
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    void add(ConnectionRecord ended) {
        outcome(ended.outcome()).increment();
        durationNanos.add(ended.duration().toNanos());
        addTraffic(ended);
    }

    void addRequest(ConnectionRecord answered) {
        addTraffic(answered);
    }

    private void addTraffic(ConnectionRecord record) {
        bytesIn.add(record.bytesIn());
        bytesOut.add(record.bytesOut());
        if (record.connect().isPresent()) {
            connects.add(record.connect().get());
            connectNanos.add(record.connect().get().toNanos());
        }
        record.request().ifPresent(request -> requests[statusClass(request)].increment());
    }

    /** A status of no class is taken for a server's error, as clients do (RFC 9110, section 15). */
    private static int statusClass(HttpRequest request) {
        return request.status().map(status -> Math.clamp(status / 100, 1, 5)).orElse(0);
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

    /** Requests by the class of their status, {@code 2xx}, and {@code none}; without those that did not occur. */
    public Map<String, Long> requests() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < requests.length; i++) {
            long count = requests[i].sum();
            if (count > 0) {
                counts.put(CLASSES.get(i), count);
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

    /** Connections that were made to a backend. */
    public long connects() {
        return Arrays.stream(connects.counts()).sum();
    }

    /** How long each of them took. */
    public Histogram connectTimes() {
        return connects;
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

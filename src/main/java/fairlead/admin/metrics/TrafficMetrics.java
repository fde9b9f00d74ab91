package fairlead.admin.metrics;

import fairlead.proxy.Engine;
import fairlead.proxy.OpenTraffic;
import fairlead.stats.Counters;
import fairlead.stats.Histogram;
import fairlead.stats.Tally;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Metrics of connections, requests and bytes. Labels come from the config alone: never a name or an address from the wire.
 *
 * <p>Bytes of connections that are open are in it, so that a long transfer shows while it runs. A connection that ends may
 * be missing for a moment, and a counter that goes back would be taken for one that began anew: so the most that was ever
 * told stands until there is more. Safe for many threads.
 */
final class TrafficMetrics {
    private record Bytes(long in, long out) {
        Bytes plus(Bytes other) {
            return new Bytes(in + other.in, out + other.out);
        }

        Bytes most(Bytes other) {
            return new Bytes(Math.max(in, other.in), Math.max(out, other.out));
        }
    }

    private final Engine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Counters.Key, Bytes> told = new HashMap<>(); // guarded by lock

    TrafficMetrics(Engine engine) {
        this.engine = engine;
    }

    List<MetricSnapshot> collect() {
        Map<Counters.Key, Tally> tallies = engine.counters().tallies(); // before the open ones, see OpenTraffic
        Map<Labels, Long> ended = new LinkedHashMap<>();
        Map<Labels, Long> requests = new LinkedHashMap<>();
        Map<Labels, Family.Buckets> connects = new LinkedHashMap<>();
        Map<Counters.Key, Bytes> bytes = new HashMap<>();
        tallies.forEach((key, tally) -> {
            Labels labels = labels(key);
            tally.connections().forEach((outcome, count) -> ended.put(labels.add("outcome", outcome.word()), count));
            tally.requests().forEach((code, count) -> requests.put(labels.add("code", code), count));
            if (tally.connects() > 0) {
                connects.computeIfAbsent(ofBackend(key), unused -> new Family.Buckets(Histogram.BOUNDS))
                        .add(tally.connectTimes().counts(), tally.connectTime().toNanos() / 1e9);
            }
            bytes.put(key, new Bytes(tally.bytesIn(), tally.bytesOut()));
        });
        Map<Counters.Key, OpenTraffic> traffic = engine.openTraffic();
        Set<Counters.Key> keys = new HashSet<>(tallies.keySet());
        keys.addAll(traffic.keySet());
        Map<Labels, Integer> open = new LinkedHashMap<>();
        for (Counters.Key key : keys) {
            OpenTraffic now = traffic.getOrDefault(key, OpenTraffic.NONE);
            open.put(labels(key), now.connections());
            if (!key.backend().isEmpty()) { // others are about to go elsewhere, with the bytes they have
                bytes.merge(key, new Bytes(now.bytesIn(), now.bytesOut()), Bytes::plus);
            }
        }
        return List.of(
                Family.counter("fairlead_connections", "Connections that ended, by how.", ended),
                Family.counter(
                        "fairlead_connections_accepted",
                        "Connections that were accepted, whatever became of them.",
                        engine.acceptedConnections()),
                Family.gauge("fairlead_open_connections", "Connections that are open.", open),
                Family.counter(
                        "fairlead_bytes",
                        "Bytes read from clients (in) and written to them (out), by open connections too.",
                        byDirection(bytes)),
                Family.counter(
                        "fairlead_http_requests", "Requests on http ports, by the class of their status.", requests),
                Family.histogram(
                        "fairlead_connect_duration_seconds",
                        "How long backends took to accept connections.",
                        connects));
    }

    private Map<Labels, Long> byDirection(Map<Counters.Key, Bytes> bytes) {
        Map<Labels, Long> values = new LinkedHashMap<>();
        lock.lock();
        try {
            bytes.forEach((key, now) -> {
                Bytes most = told.merge(key, now, Bytes::most);
                values.put(labels(key).add("direction", "in"), most.in);
                values.put(labels(key).add("direction", "out"), most.out);
            });
        } finally {
            lock.unlock();
        }
        return values;
    }

    private static Labels labels(Counters.Key key) {
        return Labels.of("listener", key.listener(), "load_balancer", key.loadBalancer(), "backend", key.backend());
    }

    private static Labels ofBackend(Counters.Key key) {
        return Labels.of("load_balancer", key.loadBalancer(), "backend", key.backend());
    }
}

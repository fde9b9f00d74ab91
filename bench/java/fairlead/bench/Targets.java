package fairlead.bench;

import static fairlead.bench.Contestant.Group.DEFAULT;
import static fairlead.bench.Contestant.Group.TUNED;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What Fairlead is meant to reach, and whether it does. */
final class Targets {
    private static final List<Contestant.Group> PEERS = List.of(DEFAULT, TUNED);

    private final Results results;
    private final Table table = new Table(List.of("target", "limit", "measured", "met"));

    private Targets(Results results) {
        this.results = results;
    }

    static String table(Results results) {
        return new Targets(results).table();
    }

    private String table() {
        atMost(
                "bulk: CPU per GB / best peer as it comes, the worst of " + bulk().size(),
                0.60,
                worstBulk(List.of(DEFAULT)));
        atMost("bulk: CPU per GB / best tuned peer, the worst of " + bulk().size(), 1.0, worstBulk(List.of(TUNED)));
        atMost("connections: CPU / best peer", 1.2, results.ratio("connections", Figure.CPU, PEERS));
        atMost("roundtrips-100: CPU / best peer", 1.1, results.ratio("roundtrips-100", Figure.CPU, PEERS));
        atMost("roundtrips-1: p50 / nginx", 1.0, roundTripBesideNginx());
        for (String idle : List.of("idle-new", "idle-used")) {
            atMost(idle + ": bytes each", 7 * 1024, results.median(idle, "fairlead", Figure.EACH));
            atMost(idle + ": CPU % of a core", 1, results.median(idle, "fairlead", Figure.IDLE_CPU));
        }
        atLeast(
                "https-handshake: requests / best peer",
                0.95,
                results.ratio("https-handshake", Figure.THROUGHPUT, PEERS));
        atLeast(
                "https-keepalive: requests / best peer",
                1.0,
                results.ratio("https-keepalive", Figure.THROUGHPUT, PEERS));
        for (String http : List.of("http", "http-fresh", "http-page", "redirect")) {
            atMost(http + ": CPU / best peer", 2.0, results.ratio(http, Figure.CPU, PEERS));
        }
        atMost("gc: pause p99 ms", 5, results.median("gc", "fairlead", Figure.PAUSE_P99));
        return "### Targets\n\n" + table;
    }

    private List<String> bulk() {
        return results.rows().stream()
                .map(Row::workload)
                .filter(workload -> workload.startsWith("bulk"))
                .distinct()
                .toList();
    }

    private OptionalDouble worstBulk(List<Contestant.Group> peers) {
        return bulk().stream()
                .map(workload -> results.ratio(workload, Figure.CPU, peers))
                .flatMapToDouble(OptionalDouble::stream)
                .max();
    }

    private OptionalDouble roundTripBesideNginx() {
        OptionalDouble ours = results.median("roundtrips-1", "fairlead", Figure.P50);
        OptionalDouble nginx = results.median("roundtrips-1", "nginx", Figure.P50);
        return ours.isPresent() && nginx.isPresent()
                ? OptionalDouble.of(ours.getAsDouble() / nginx.getAsDouble())
                : OptionalDouble.empty();
    }

    private void atMost(String target, double limit, OptionalDouble measured) {
        add(target, "<= " + Figure.RATIO.text(limit), measured, measured.orElse(0) <= limit);
    }

    private void atLeast(String target, double limit, OptionalDouble measured) {
        add(target, ">= " + Figure.RATIO.text(limit), measured, measured.orElse(0) >= limit);
    }

    private void add(String target, String limit, OptionalDouble measured, boolean met) {
        List<String> row = new ArrayList<>(List.of(target, limit));
        if (measured.isPresent()) {
            row.addAll(List.of(Figure.RATIO.text(measured.getAsDouble()), met ? "yes" : "NO"));
        } else {
            row.addAll(List.of("not measured", ""));
        }
        table.add(row);
    }
}

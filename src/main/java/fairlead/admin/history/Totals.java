package fairlead.admin.history;

import fairlead.proxy.OpenTraffic;
import fairlead.stats.Outcome;
import fairlead.stats.Tally;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a scope's counters say at one moment, with the connections that are still open. For one thread while it is added
 * to, then only read.
 */
final class Totals {
    private int open;
    private long begun;
    private long bytesIn;
    private long bytesOut;
    private long requests;
    private final Map<Outcome, Long> refusals = new EnumMap<>(Outcome.class);
    private long[] connects = {};

    void add(Tally tally) {
        for (Map.Entry<Outcome, Long> ended : tally.connections().entrySet()) {
            begun += ended.getValue();
            if (ended.getKey().isRefusal()) {
                refusals.merge(ended.getKey(), ended.getValue(), Long::sum);
            }
        }
        bytesIn += tally.bytesIn();
        bytesOut += tally.bytesOut();
        requests +=
                tally.requests().values().stream().mapToLong(Long::longValue).sum();
        connects = sum(connects, tally.connectTimes().counts());
    }

    void add(OpenTraffic traffic) {
        open += traffic.connections();
        begun += traffic.connections();
        bytesIn += traffic.bytesIn();
        bytesOut += traffic.bytesOut();
    }

    /**
     * The same, but nothing that only grows is less than before: a connection that ends, or goes to another load balancer,
     * is missing for a moment, and must not be taken for traffic when it is back.
     */
    Totals notLessThan(Totals before) {
        Totals most = new Totals();
        most.open = open;
        most.begun = Math.max(begun, before.begun);
        most.bytesIn = Math.max(bytesIn, before.bytesIn);
        most.bytesOut = Math.max(bytesOut, before.bytesOut);
        most.requests = Math.max(requests, before.requests);
        most.refusals.putAll(refusals);
        most.connects = connects;
        return most;
    }

    int open() {
        return open;
    }

    /** Connections accepted, whether they have ended or not. */
    long begun() {
        return begun;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    long requests() {
        return requests;
    }

    Map<Outcome, Long> refusals() {
        return refusals;
    }

    /** Connects by how long they took, since the other moment. */
    long[] connectsSince(Totals before) {
        return before.connects.length == 0 ? connects : sum(connects, negative(before.connects));
    }

    private static long[] sum(long[] some, long[] others) {
        long[] sums = others.clone();
        for (int i = 0; i < some.length; i++) {
            sums[i] += some[i];
        }
        return sums;
    }

    private static long[] negative(long[] counts) {
        long[] negated = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            negated[i] = -counts[i];
        }
        return negated;
    }
}

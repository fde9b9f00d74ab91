package fairlead.admin.history;

import fairlead.stats.Outcome;
import java.util.Map;

/**
 * What is going on, by the latest two samples. All but the open connections are a second; they are zero before there are
 * two samples.
 *
 * @param refused connections that were not served, by why; without the outcomes that did not occur
 */
public record Now(
        int openConnections,
        double newConnections,
        double bytesIn,
        double bytesOut,
        double requests,
        Map<Outcome, Double> refused) {

    static final Now NOTHING = new Now(0, 0, 0, 0, 0, Map.of());

    public Now {
        refused = Map.copyOf(refused);
    }

    /** Connections a second that were not served, for whatever reason. */
    public double refusals() {
        return refused.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}

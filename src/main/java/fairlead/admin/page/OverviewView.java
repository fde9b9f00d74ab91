package fairlead.admin.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How things stand.
 *
 * @param maxConnections how many connections may be open
 * @param refusals by reason, the commonest first
 * @param issues what wants to be looked at, the worst first
 */
public record OverviewView(
        int openConnections,
        int maxConnections,
        double newConnections,
        double bytesIn,
        double bytesOut,
        double refused,
        List<Refusal> refusals,
        List<IssueRow> issues,
        List<LoadBalancerRow> loadBalancers) {

    public OverviewView {
        refusals = List.copyOf(refusals);
        issues = List.copyOf(issues);
        loadBalancers = List.copyOf(loadBalancers);
    }

    /**
     * Connections that are not served.
     *
     * @param word of the outcome
     * @param meaning the same in a sentence
     */
    public record Refusal(String word, String meaning, double perSecond) {}

    /**
     * A backend that is down, or a finding.
     *
     * @param badge its class
     * @param word in the badge
     * @param href the page about it
     */
    public record IssueRow(
            String badge, String word, Optional<String> about, String href, String text, Instant since) {}

    /**
     * A load balancer.
     *
     * @param up of its backends, in words: {@code 2 of 3 up}
     */
    public record LoadBalancerRow(
            String name,
            State state,
            String hosts,
            String ports,
            String up,
            int connections,
            double newConnections,
            double bytesIn,
            double bytesOut) {}
}

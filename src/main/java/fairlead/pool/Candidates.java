package fairlead.pool;

import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig.AllUnhealthy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The backends that one connection may try, best first: those enabled and healthy, then healthy backups, then, unless
 * {@link AllUnhealthy#REFUSE}, the unhealthy ones. Each comes once, so failover is "take the next". For one thread.
 */
public final class Candidates {
    private final List<Member> members;
    private final BitSet tried = new BitSet(); // by index
    private final Balancing balancing;
    private final boolean unhealthyToo;
    private final InetAddress client;

    Candidates(List<Member> members, Balancing balancing, AllUnhealthy allUnhealthy, InetAddress client) {
        this.members = members;
        this.balancing = balancing;
        this.unhealthyToo = allUnhealthy == AllUnhealthy.TRY_ANYWAY;
        this.client = client;
    }

    /** The next backend to try; empty when none is left. */
    public Optional<Backend> next(long now) {
        Predicate<Member> healthy = member -> member.backend().health().healthy(now);
        Predicate<Member> enabled = member -> member.mode() == Mode.ENABLED;
        return pick(enabled.and(healthy))
                .or(() -> pick(healthy))
                .or(() -> unhealthyToo ? pick(enabled) : Optional.empty())
                .or(() -> unhealthyToo ? pick(member -> true) : Optional.empty());
    }

    /** Whether there is another to try after those taken so far. */
    public boolean anyLeft(long now) {
        return members.stream()
                .anyMatch(member -> !tried.get(member.index())
                        && (unhealthyToo || member.backend().health().healthy(now)));
    }

    private Optional<Backend> pick(Predicate<Member> eligible) {
        List<Member> untried = new ArrayList<>(members.size());
        for (Member member : members) {
            if (!tried.get(member.index()) && eligible.test(member)) {
                untried.add(member);
            }
        }
        if (untried.isEmpty()) {
            return Optional.empty();
        }
        Member picked = balancing.pick(untried, client);
        tried.set(picked.index());
        return Optional.of(picked.backend());
    }
}

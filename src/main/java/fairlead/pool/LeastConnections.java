package fairlead.pool;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The member with the fewest connections for its weight; among equals, weighted round robin. */
final class LeastConnections implements Balancing {
    private final RoundRobin amongEquals;

    LeastConnections(int poolSize) {
        this(new RoundRobin(poolSize));
    }

    private LeastConnections(RoundRobin amongEquals) {
        this.amongEquals = amongEquals;
    }

    @Override
    public Member pick(List<Member> members, InetAddress client) {
        List<Member> least = new ArrayList<>();
        for (Member member : members) {
            if (!least.isEmpty() && member.lessLoadedThan(least.get(0))) {
                least.clear();
            }
            if (least.isEmpty() || !least.get(0).lessLoadedThan(member)) {
                least.add(member);
            }
        }
        return least.size() == 1 ? least.get(0) : amongEquals.pick(least, client);
    }

    @Override
    public LeastConnections copy() {
        return new LeastConnections(amongEquals.copy());
    }
}

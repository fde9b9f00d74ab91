package fairlead.pool;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Smooth weighted round robin: with weights 5, 1, 1 the order is a a b a c a a, not a a a a a b c. Every pick gives each
 * member its weight in credit, and the richest pays the sum of all.
 */
final class RoundRobin implements Balancing {
    private final ReentrantLock lock = new ReentrantLock(); // a few additions long, never around I/O
    private final long[] credit;

    RoundRobin(int poolSize) {
        this.credit = new long[poolSize];
    }

    private RoundRobin(long[] credit) {
        this.credit = credit;
    }

    @Override
    public Member pick(List<Member> members, InetAddress client) {
        lock.lock();
        try {
            Member best = members.get(0);
            long sum = 0;
            for (Member member : members) {
                credit[member.index()] += member.weight();
                sum += member.weight();
                if (credit[member.index()] > credit[best.index()]) {
                    best = member;
                }
            }
            credit[best.index()] -= sum;
            return best;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public RoundRobin copy() {
        lock.lock();
        try {
            return new RoundRobin(credit.clone());
        } finally {
            lock.unlock();
        }
    }
}

package fairlead.pool;

import java.net.InetAddress;
import java.util.List;

/**
 * Affinity by client address: weighted rendezvous hashing. Every member draws a score for the client and the highest
 * wins, so a member that leaves hands on its own clients and no others, and keeps them when it is back.
 */
final class SourceIp implements Balancing {

    @Override
    public Member pick(List<Member> members, InetAddress client) {
        long address = hash(client.getAddress());
        Member best = members.get(0);
        double highest = 0;
        for (Member member : members) {
            double uniform = uniform(member.seed() ^ address);
            // -ln u is at least 1 - u: nearly all members lose by that already, and are spared the logarithm
            if (member.weight() > highest * (1 - uniform)) {
                double score = score(member.weight(), uniform);
                if (score > highest) {
                    highest = score;
                    best = member;
                }
            }
        }
        return best;
    }

    /** Remembers nothing. */
    @Override
    public SourceIp copy() {
        return this;
    }

    /** With u uniform in (0, 1), -w / ln u makes each member the highest in proportion to its weight w. */
    private static double score(int weight, double uniform) {
        return -weight / Math.log(uniform);
    }

    private static double uniform(long seed) {
        return ((mix(seed) >>> 11) + 0.5) * 0x1p-53;
    }

    static long hash(byte[] bytes) {
        long hash = 0;
        for (byte b : bytes) {
            hash = mix(hash ^ b);
        }
        return hash;
    }

    /** A bijection in which every input bit changes half of the output bits (Stafford's variant 13 of MurmurHash3). */
    private static long mix(long x) {
        long z = x + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

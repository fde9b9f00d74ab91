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
        byte[] address = client.getAddress();
        Member best = members.get(0);
        double highest = score(best, address);
        for (int i = 1; i < members.size(); i++) {
            double score = score(members.get(i), address);
            if (score > highest) {
                highest = score;
                best = members.get(i);
            }
        }
        return best;
    }

    /** With u uniform in (0, 1), -w / ln u makes each member the highest in proportion to its weight w. */
    private static double score(Member member, byte[] address) {
        long hash = member.seed();
        for (byte b : address) {
            hash = mix(hash ^ b);
        }
        double uniform = ((hash >>> 11) + 0.5) * 0x1p-53;
        return -member.weight() / Math.log(uniform);
    }

    /** A bijection in which every input bit changes half of the output bits (Stafford's variant 13 of MurmurHash3). */
    static long mix(long x) {
        long z = x + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

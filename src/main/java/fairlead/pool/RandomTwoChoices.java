package fairlead.pool;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The less loaded of two members drawn at random in proportion to their weights. Needs no shared state, and never sends
 * everyone at once to a backend that just came back empty.
 */
final class RandomTwoChoices implements Balancing {

    @Override
    public Member pick(List<Member> members, InetAddress client) {
        if (members.size() == 1) {
            return members.get(0);
        }
        RandomGenerator random = ThreadLocalRandom.current();
        int tickets = 0;
        for (Member member : members) {
            tickets += member.weight();
        }
        int one = holder(members, -1, random.nextInt(tickets));
        Member first = members.get(one);
        Member second = members.get(holder(members, one, random.nextInt(tickets - first.weight())));
        return second.lessLoadedThan(first) ? second : first;
    }

    /** Remembers nothing. */
    @Override
    public RandomTwoChoices copy() {
        return this;
    }

    /** The position of the member that has the ticket, when each but the one at {@code except} has its weight in tickets. */
    private static int holder(List<Member> members, int except, int ticket) {
        int position = -1;
        int before = ticket;
        while (before >= 0) {
            position++;
            before -= position == except ? 0 : members.get(position).weight();
        }
        return position;
    }
}

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
        RandomGenerator random = ThreadLocalRandom.current();
        int first = draw(members, -1, random);
        if (members.size() == 1) {
            return members.get(first);
        }
        Member second = members.get(draw(members, first, random));
        return second.lessLoadedThan(members.get(first)) ? second : members.get(first);
    }

    /** The position of a random member other than the one at {@code except}. */
    private static int draw(List<Member> members, int except, RandomGenerator random) {
        int sum = 0;
        for (int i = 0; i < members.size(); i++) {
            sum += i == except ? 0 : members.get(i).weight();
        }
        int ticket = random.nextInt(sum);
        int position = -1;
        while (ticket >= 0) {
            position++;
            ticket -= position == except ? 0 : members.get(position).weight();
        }
        return position;
    }
}

package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RandomTwoChoicesTest {
    private static final int DRAWS = 100_000;

    /** A count is binomial; six standard deviations are exceeded in one run of 500 million. */
    @Test
    void drawsIdleMembersInProportionToTheirWeights() {
        int[] weights = {1, 2, 5, 12};
        int sum = IntStream.of(weights).sum();

        int[] counts = Pools.counts(new RandomTwoChoices(), Pools.members(weights), DRAWS);

        for (int i = 0; i < weights.length; i++) {
            double p = (double) weights[i] / sum;
            double deviation = Math.sqrt(DRAWS * p * (1 - p));
            assertThat((double) counts[i]).isBetween(DRAWS * p - 6 * deviation, DRAWS * p + 6 * deviation);
        }
    }

    @Test
    void neverPicksTheMostLoadedOfAll() {
        List<Member> members = Pools.members(1, 1, 1);
        Pools.open(members.get(0).backend(), 2);
        Pools.open(members.get(1).backend(), 1);

        int[] counts = Pools.counts(new RandomTwoChoices(), members, 10_000);

        assertThat(counts[0]).isZero();
        assertThat(counts[2]).as("wins against both, in two of three draws").isGreaterThan(counts[1]);
    }

    @Test
    void weighsConnectionsByTheCapacityOfTheMember() {
        List<Member> members = Pools.members(10, 1);
        Pools.open(members.get(0).backend(), 5);
        Pools.open(members.get(1).backend(), 1);

        assertThat(Pools.counts(new RandomTwoChoices(), members, 1000)).containsExactly(1000, 0);
    }

    @Test
    void picksTheOnlyMemberThereIs() {
        List<Member> only = Pools.members(1, 7).subList(1, 2);

        assertThat(Pools.picks(new RandomTwoChoices(), only, 3)).isEqualTo("bbb");
    }
}

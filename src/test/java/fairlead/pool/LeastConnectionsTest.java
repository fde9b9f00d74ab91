package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LeastConnectionsTest {

    @Test
    void picksTheMemberWithTheFewest() {
        List<Member> members = Pools.members(1, 1, 1);
        Pools.open(members.get(0).backend(), 3);
        Pools.open(members.get(1).backend(), 1);
        Pools.open(members.get(2).backend(), 2);

        assertThat(Pools.picks(new LeastConnections(3), members, 3)).isEqualTo("bbb");
    }

    @Test
    void countsAConnectionLessAtAHeavierMember() {
        List<Member> members = Pools.members(4, 1);
        Pools.open(members.get(0).backend(), 3);
        Pools.open(members.get(1).backend(), 1);

        assertThat(Pools.picks(new LeastConnections(2), members, 1)).isEqualTo("a");

        Pools.open(members.get(0).backend(), 2); // 5 of 4 against 1 of 1
        assertThat(Pools.picks(new LeastConnections(2), members, 1)).isEqualTo("b");
    }

    @Test
    void decidesTiesByWeightedRoundRobin() {
        assertThat(Pools.picks(new LeastConnections(3), Pools.members(5, 1, 1), 7))
                .isEqualTo("aabacaa");
    }

    @Test
    void leavesTheLoadedOneOutOfTheTie() {
        List<Member> members = Pools.members(1, 1, 1);
        Pools.open(members.get(1).backend(), 1);

        assertThat(Pools.picks(new LeastConnections(3), members, 4)).isEqualTo("acac");
    }

    @Test
    void fillsMembersInProportionToTheirWeights() {
        List<Member> members = Pools.members(3, 2, 1);
        LeastConnections balancing = new LeastConnections(3);
        for (int i = 0; i < 600; i++) {
            balancing.pick(members, Pools.CLIENT).backend().open();
        }

        assertThat(members).extracting(member -> member.backend().connections()).containsExactly(300, 200, 100);
    }

    @Test
    void doesNotOverflowWithManyConnections() {
        List<Member> members = Pools.members(256, 1);
        Pools.open(members.get(0).backend(), 10_000_000); // times 256 is more than an int holds
        Pools.open(members.get(1).backend(), 39_063);

        assertThat(Pools.picks(new LeastConnections(2), members, 1)).isEqualTo("a");
    }
}

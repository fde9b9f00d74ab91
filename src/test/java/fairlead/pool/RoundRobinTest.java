package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoundRobinTest {

    @Test
    void mixesTheHeavyMemberWithTheLightOnes() {
        assertThat(Pools.picks(new RoundRobin(3), Pools.members(5, 1, 1), 14)).isEqualTo("aabacaaaabacaa");
    }

    @Test
    void takesTurnsWhenAllWeighTheSame() {
        assertThat(Pools.picks(new RoundRobin(3), Pools.members(2, 2, 2), 9)).isEqualTo("abcabcabc");
    }

    @Test
    void givesEachMemberItsWeightInEveryFullRound() {
        int[] weights = {7, 256, 1, 13, 100};
        RoundRobin balancing = new RoundRobin(weights.length);
        List<Member> members = Pools.members(weights);
        int round = IntStream.of(weights).sum();

        for (int i = 0; i < 5; i++) {
            assertThat(Pools.counts(balancing, members, round)).isEqualTo(weights);
        }
    }

    @Test
    void sharesOutAMissingMembersTurnsByWeightAndDoesNotMakeUpForThemLater() {
        RoundRobin balancing = new RoundRobin(3);
        List<Member> members = Pools.members(2, 1, 1);
        List<Member> withoutA = members.subList(1, 3);

        assertThat(Pools.picks(balancing, withoutA, 400)).isEqualTo("bc".repeat(200));
        assertThat(Pools.counts(balancing, members, 400)).containsExactly(200, 100, 100);
    }

    @Test
    void isExactUnderManyThreads() throws InterruptedException {
        int[] weights = {5, 1, 2};
        RoundRobin balancing = new RoundRobin(weights.length);
        List<Member> members = Pools.members(weights);
        AtomicIntegerArray counts = new AtomicIntegerArray(weights.length);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(n -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        counts.incrementAndGet(
                                balancing.pick(members, Pools.CLIENT).index());
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(IntStream.range(0, 3).map(counts::get)).containsExactly(50_000, 10_000, 20_000);
    }
}

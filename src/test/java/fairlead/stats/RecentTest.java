package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecentTest {
    private final Recent recent = new Recent(3);

    private List<String> ids() {
        return recent.latest().stream()
                .map(one -> one.id().replaceFirst("^0+(?=.)", ""))
                .toList();
    }

    private void add(int... numbers) {
        for (int number : numbers) {
            recent.add(Records.numbered(number));
        }
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(recent.latest()).isEmpty();
    }

    @Test
    void hasTheNewestFirst() {
        add(1, 2);
        assertThat(ids()).containsExactly("2", "1");
    }

    @Test
    void forgetsTheOldest() {
        add(1, 2, 3, 4, 5);
        assertThat(ids()).containsExactly("5", "4", "3");
    }

    @Test
    void givesAListThatDoesNotChange() {
        add(1);
        List<ConnectionRecord> before = recent.latest();
        add(2);
        assertThat(before).hasSize(1);
    }

    @Test
    void isReadWhileManyAdd() throws InterruptedException {
        Recent many = new Recent(50);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(n -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        many.add(Records.numbered(i));
                    }
                }))
                .toList();
        while (threads.stream().anyMatch(Thread::isAlive)) {
            assertThat(many.latest()).hasSizeLessThanOrEqualTo(50).doesNotContainNull();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(many.latest()).hasSize(50);
    }
}

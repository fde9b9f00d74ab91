package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.pool.Seats.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SeatsTest {
    private final Seats seats = new Seats();

    private void take(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(seats.take()).isTrue();
        }
    }

    private List<Waiting> queue(int count) {
        List<Waiting> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(seats.queue().orElseThrow());
        }
        return places;
    }

    /** {@code +} has a seat, {@code -} was sent away, {@code .} waits. */
    private static String states(List<Waiting> places) {
        StringBuilder states = new StringBuilder();
        for (Waiting place : places) {
            CompletableFuture<Boolean> seated = place.seated();
            states.append(!seated.isDone() ? '.' : seated.getNow(false) ? '+' : '-');
        }
        return states.toString();
    }

    @Test
    void haveNoCapUntilThereIsOne() {
        take(1000);
        assertThat(seats.isFree()).isTrue();
        assertThat(seats.taken()).isEqualTo(1000);
    }

    @Test
    void areAsManyAsTheCap() {
        seats.limit(2, 0);
        take(2);
        assertThat(seats.isFree()).isFalse();
        assertThat(seats.take()).isFalse();

        seats.free();

        assertThat(seats.isFree()).isTrue();
        take(1);
        assertThat(seats.take()).isFalse();
        assertThat(seats.taken()).isEqualTo(2);
    }

    @Nested
    class WithAQueue {

        WithAQueue() {
            seats.limit(2, 3);
            take(2);
        }

        @Test
        void goToWhoWaitsLongestAndToNobodyWhoJustCame() {
            List<Waiting> places = queue(3);
            assertThat(states(places)).isEqualTo("...");

            seats.free();

            assertThat(states(places)).isEqualTo("+..");
            assertThat(seats.isFree()).isFalse();
            assertThat(seats.take()).isFalse();
            assertThat(seats.waiting()).isEqualTo(2);
            assertThat(seats.taken()).isEqualTo(2);
        }

        @Test
        void areWaitedForByNoMoreThanTheQueueHolds() {
            List<Waiting> places = queue(3);
            assertThat(seats.queue()).isEmpty();

            places.get(1).giveUp();

            assertThat(seats.waiting()).isEqualTo(2);
            assertThat(seats.queue()).isPresent();
            assertThat(seats.queue()).isEmpty();
        }

        @Test
        void goToTheNextWhenOneHasGivenUp() {
            List<Waiting> places = queue(2);
            places.get(0).giveUp();

            seats.free();

            assertThat(states(places)).isEqualTo(".+");
        }

        @Test
        void areGivenBackByOneWhoGivesUpTooLate() {
            List<Waiting> places = queue(2);
            seats.free();

            places.get(0).giveUp();

            assertThat(states(places)).isEqualTo("++");
            assertThat(seats.taken()).isEqualTo(2);
            places.get(1).giveUp();
            assertThat(seats.taken()).isEqualTo(1);
        }

        @Test
        void areHadAtOnceWhenOneIsFreeByNow() {
            seats.free();
            assertThat(states(queue(2))).isEqualTo("+.");
        }

        @Test
        void areWaitedForByNobodyAfterADismissal() {
            List<Waiting> places = queue(3);
            seats.dismiss();
            assertThat(states(places)).isEqualTo("---");
            assertThat(seats.waiting()).isZero();

            places.forEach(Waiting::giveUp);

            assertThat(seats.taken()).isEqualTo(2);
            seats.free();
            take(1);
        }

        @Test
        void areFilledUpToAHigherCap() {
            List<Waiting> places = queue(3);
            seats.limit(4, 3);
            assertThat(states(places)).isEqualTo("++.");
            assertThat(seats.taken()).isEqualTo(4);
        }

        @Test
        void areForAllWhenTheCapGoes() {
            List<Waiting> places = queue(3);
            seats.limit(0, 3);
            assertThat(states(places)).isEqualTo("+++");
            assertThat(seats.waiting()).isZero();
            take(10);
        }

        @Test
        void areForNobodyUntilThereAreFewerThanALowerCap() {
            List<Waiting> places = queue(2);
            seats.limit(1, 3);
            seats.free();
            assertThat(states(places)).isEqualTo("..");
            seats.free();
            assertThat(states(places)).isEqualTo("+.");
            assertThat(seats.taken()).isEqualTo(1);
        }
    }

    @Nested
    class UnderManyThreads {
        private static final int THREADS = 16;
        private static final int ROUNDS = 1000;

        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger mostInside = new AtomicInteger();
        private final AtomicInteger served = new AtomicInteger();

        @Test
        void areNeverMoreThanTheCapAndNeverLost() throws InterruptedException {
            seats.limit(3, THREADS);
            AtomicBoolean over = new AtomicBoolean();
            Thread changer = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    seats.limit(ThreadLocalRandom.current().nextInt(1, 4), THREADS);
                    LockSupport.parkNanos(1);
                }
            });
            try {
                run(() -> sit(ThreadLocalRandom.current().nextLong(20_000)));
            } finally {
                over.set(true);
                changer.join();
            }

            assertThat(mostInside).hasValueBetween(1, 3);
            assertThat(served).hasPositiveValue();
            assertAllFree();
        }

        /** Whoever waits long enough gets a seat: one that is forgotten would stop all who wait behind. */
        @Test
        void comeToEverybodyWhoWaits() throws InterruptedException {
            seats.limit(1, THREADS);

            run(() -> sit(TimeUnit.SECONDS.toNanos(60)));

            assertThat(mostInside).hasValue(1);
            assertThat(served).hasValue(THREADS * ROUNDS);
            assertAllFree();
        }

        private void run(Runnable visit) throws InterruptedException {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        visit.run();
                    }
                }));
            }
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofMinutes(2))).isTrue();
            }
        }

        private void sit(long patience) {
            if (seats.take()
                    || seats.queue().filter(place -> seated(place, patience)).isPresent()) {
                mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1);
                inside.decrementAndGet();
                served.incrementAndGet();
                seats.free();
            }
        }

        private static boolean seated(Waiting place, long patience) {
            try {
                return place.seated().get(patience, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                place.giveUp();
                return false;
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }

        private void assertAllFree() {
            assertThat(seats.taken()).isZero();
            assertThat(seats.waiting()).isZero();
            seats.limit(3, 0);
            take(3);
            assertThat(seats.take()).isFalse();
            assertThat(seats.queue()).isEqualTo(Optional.empty());
        }
    }
}

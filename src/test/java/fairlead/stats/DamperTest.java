package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.stats.Event.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What changes all the time is told of once, and where it ended. */
final class DamperTest {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(65).toNanos(); // the clock may overflow

    private final Damper damper = new Damper(Damper.MINUTE);

    @Nested
    class FiveChangesWithinAMinute {

        @Test
        void areAllTold() {
            assertThat(change("web-1", 0, 1, 2, 3, 4)).isEqualTo(List.of("down 0", "up 1", "down 2", "up 3", "down 4"));
        }

        @Test
        void areAllToldMinuteForMinute() {
            assertThat(change("web-1", 0, 14, 28, 42, 56, 60, 74, 88, 102, 116, 120))
                    .hasSize(11)
                    .noneMatch(text -> text.contains("flapping"));
        }
    }

    @Nested
    class TheSixthWithinAMinute {

        @Test
        void isToldAsFlappingAndWhatFollowsNotAtAll() {
            assertThat(change("web-1", 0, 1, 2, 3, 4, 59, 61, 100, 150))
                    .hasSize(6)
                    .last()
                    .isEqualTo(
                            "shop/web-1 is flapping: 6 changes within a minute; further ones are not reported until it has"
                                    + " been calm for a minute");
        }

        @Test
        void isOfTheKindOfItsSubject() {
            for (int n = 0; n < 5; n++) {
                assertThat(damper.changed(name(n), START)).isPresent();
            }

            Event flapping = damper.changed(name(5), START).orElseThrow();

            assertThat(flapping.kind()).isEqualTo(Kind.NAME_FLAPPING);
            assertThat(flapping.text()).startsWith("web.internal is flapping: 6 changes");
        }

        @Test
        void saysNothingOfOthers() {
            change("web-1", 0, 1, 2, 3, 4, 5, 6);

            assertThat(change("web-2", 7)).containsExactly("up 7");
        }
    }

    @Nested
    class ACalmMinute {

        @Test
        void isToldWithTheLastStateAndThenAllIsAsBefore() {
            change("web-1", 0, 1, 2, 3, 4, 5, 20, 40);

            assertThat(damper.nextCalm()).hasValue(at(100));
            assertThat(calm(99)).isEmpty();
            assertThat(calm(100)).containsExactly("down 40 (calm for a minute, after 8 changes)");
            assertThat(damper.nextCalm()).isEmpty();
            assertThat(calm(200)).isEmpty();
            assertThat(change("web-1", 201, 202, 203, 204, 205)).hasSize(5);
        }

        @Test
        void beginsAnewWithEachChange() {
            change("web-1", 0, 1, 2, 3, 4, 5, 64);

            assertThat(calm(65)).isEmpty();
            assertThat(damper.nextCalm()).hasValue(at(124));
        }

        @Test
        void isEachSubjectsOwn() {
            change("web-1", 0, 1, 2, 3, 4, 5);
            change("web-2", 10, 11, 12, 13, 14, 15);
            change("web-1", 30);

            assertThat(damper.nextCalm()).hasValue(at(75));
            assertThat(calm(75)).containsExactly("up 15 (calm for a minute, after 6 changes)");
            assertThat(calm(90)).containsExactly("down 30 (calm for a minute, after 7 changes)");
        }

        @Test
        void isNothingToTellAfterFewChanges() {
            change("web-1", 0, 1);

            assertThat(damper.nextCalm()).isEmpty();
            assertThat(calm(61)).isEmpty();
        }
    }

    @Nested
    class WhatChangesOnRequestOnly {

        @Test
        void isAlwaysTold() {
            Event applied =
                    new Event(Instant.EPOCH, Kind.CONFIG_APPLIED, Optional.empty(), Optional.empty(), "applied");

            assertThat(Stream.generate(() -> damper.changed(applied, START)).limit(100))
                    .containsOnly(Optional.of(applied));
        }
    }

    @Test
    void aFindingIsItsOwnSubject() {
        for (int n = 0; n < 10; n++) {
            assertThat(damper.changed(finding("host_not_covered www" + n), START))
                    .get()
                    .matches(e -> !e.text().contains("flapping"));
        }
        List<String> told = Stream.generate(() -> damper.changed(finding("old_tls"), START))
                .limit(10)
                .flatMap(Optional::stream)
                .map(Event::text)
                .toList();

        assertThat(told).hasSize(6).last().asString().startsWith("the finding old_tls of shop is flapping: 6 changes");
    }

    @Test
    void moreSubjectsThanItKeepsAreToldUndamped() {
        assertThat(IntStream.rangeClosed(0, 10_000)
                        .mapToObj(n -> damper.changed(backend("web-" + n, n), START))
                        .allMatch(Optional::isPresent))
                .isTrue();
        assertThat(Stream.generate(() -> damper.changed(backend("web-10000", 0), START))
                        .limit(20))
                .allMatch(Optional::isPresent);
        assertThat(Stream.generate(() -> damper.changed(backend("web-0", 0), START))
                        .limit(20))
                .endsWith(Optional.empty());
    }

    private List<String> change(String backend, long... seconds) {
        return Arrays.stream(seconds)
                .boxed()
                .flatMap(second -> damper.changed(backend(backend, second), at(second)).stream())
                .map(Event::text)
                .toList();
    }

    private List<String> calm(long second) {
        Instant time = Instant.EPOCH.plusSeconds(second);
        List<Event> ended = damper.calm(at(second), time);
        assertThat(ended).allMatch(event -> event.time().equals(time));
        return ended.stream().map(Event::text).toList();
    }

    private static long at(long second) {
        return START + Duration.ofSeconds(second).toNanos();
    }

    private static Event backend(String name, long second) {
        boolean up = second % 2 == 1;
        return new Event(
                Instant.EPOCH.plusSeconds(second),
                up ? Kind.BACKEND_UP : Kind.BACKEND_DOWN,
                Optional.of("shop"),
                Optional.of(name),
                (up ? "up " : "down ") + second);
    }

    private static Event name(int n) {
        Kind kind = n % 2 == 0 ? Kind.NAME_FAILED : Kind.NAME_CHANGED;
        return new Event(
                Instant.EPOCH, kind, Optional.empty(), Optional.empty(), Optional.of("web.internal"), "changed");
    }

    private static Event finding(String about) {
        return new Event(
                Instant.EPOCH,
                Kind.FINDING_RAISED,
                Optional.of("shop"),
                Optional.empty(),
                Optional.of(about),
                "a finding");
    }
}

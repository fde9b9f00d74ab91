package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.stats.Event.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What has changed is remembered, logged and told. */
final class EventLogTest {

    @Nested
    class AnEvent {

        @Test
        void isOneLineOfTheLogAtTheLevelOfItsKind() {
            try (LogLines log = new LogLines();
                    EventLog events = new EventLog()) {
                events.add(Kind.CONFIG_APPLIED, "the config was applied");
                events.add(Kind.BACKEND_DOWN, "shop", "web-1", "shop/web-1 is down: {0} \"it's\" gone");

                assertThat(log.lines())
                        .containsExactly(
                                "INFO the config was applied", "WARNING shop/web-1 is down: {0} \"it's\" gone");
            }
        }

        @Test
        void cannotForgeALine() {
            try (LogLines log = new LogLines();
                    EventLog events = new EventLog()) {
                events.add(Kind.FINDING_RAISED, "served by \\ CN=a\r\nINFO b\u001b[2J\u2028\u00e9");

                assertThat(log.lines())
                        .containsExactly("WARNING served by \\\\ CN=a\\u000d\\u000aINFO b\\u001b[2J\\u2028\\u00e9");
            }
        }

        @Test
        void isCutWhenItIsLong() {
            try (EventLog events = new EventLog()) {
                events.add(Kind.FINDING_RAISED, "x".repeat(100_000));

                assertThat(events.latest())
                        .singleElement()
                        .extracting(Event::text)
                        .isEqualTo("x".repeat(1000) + "...");
            }
        }

        @Test
        void isToldToTheWebhookAfterThoseBefore() throws IOException {
            try (Receiver receiver = new Receiver();
                    EventLog events = new EventLog()) {
                events.add(Kind.CONFIG_APPLIED, "before there is a webhook");
                events.webhook(Optional.of(receiver.url("/hook")));
                events.webhook(Optional.of(receiver.url("/hook")));
                events.add(Kind.LISTENER_BOUND, "first");
                events.add(Kind.LISTENER_CLOSED, "second");

                await().untilAsserted(() -> assertThat(receiver.taken()).hasSize(2));
                assertThat(receiver.taken().get(0)).contains("\"first\"", "\"listener_bound\"");
                assertThat(receiver.taken().get(1)).contains("\"second\"", "\"listener_closed\"");
            }
        }
    }

    @Test
    void keepsTheLatestThousand() {
        try (LogLines log = new LogLines();
                EventLog events = new EventLog()) {
            IntStream.range(0, 1010).forEach(n -> events.add(Kind.CONFIG_APPLIED, "n" + n));

            assertThat(texts(events))
                    .isEqualTo(IntStream.range(10, 1010).mapToObj(n -> "n" + n).toList());
            assertThat(log.lines()).hasSize(1010);
        }
    }

    @Nested
    class WhatFlaps {

        @Test
        void isLoggedOnceAndOnceMoreWhenItIsCalmThoughNothingElseHappens() {
            try (LogLines log = new LogLines();
                    EventLog events = new EventLog(Duration.ofMillis(500))) {
                IntStream.range(0, 100).forEach(n -> flap(events, n));

                await().untilAsserted(() -> assertThat(log.lines())
                        .hasSize(7)
                        .last()
                        .isEqualTo("WARNING up and down 99 (calm for a minute, after 100 changes)"));
                assertThat(log.lines().get(5)).startsWith("WARNING shop/web-1 is flapping: 6 changes");
                assertThat(texts(events)).hasSize(7);
                await("an end of the thread").until(() -> !events.isWaitingForCalm());
            }
        }

        @Test
        void mayDoSoAgain() {
            try (EventLog events = new EventLog(Duration.ofMillis(300))) {
                IntStream.range(0, 10).forEach(n -> flap(events, n));
                await().until(() -> texts(events).size() == 7);
                IntStream.range(10, 20).forEach(n -> flap(events, n));

                await().untilAsserted(() -> assertThat(texts(events))
                        .hasSize(14)
                        .last()
                        .isEqualTo("up and down 19 (calm for a minute, after 10 changes)"));
            }
        }

        @Test
        void isWaitedForNoLongerThanTheLogIsOpen() {
            EventLog events = new EventLog(Duration.ofHours(1));
            IntStream.range(0, 10).forEach(n -> flap(events, n));
            assertThat(events.isWaitingForCalm()).isTrue();

            events.close();

            await().until(() -> !events.isWaitingForCalm());
        }

        private static void flap(EventLog events, int n) {
            events.add(Kind.BACKEND_DOWN, "shop", "web-1", "up and down " + n);
        }
    }

    private static List<String> texts(EventLog events) {
        return events.latest().stream().map(Event::text).toList();
    }
}

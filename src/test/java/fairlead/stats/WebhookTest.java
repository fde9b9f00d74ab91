package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.stats.Event.Kind;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every event is told, in order, until it is taken; nobody waits for that, and the log is not flooded. */
@Timeout(30)
final class WebhookTest {
    private static final Pattern NUMBER = Pattern.compile("\"text\":\"n(\\d+)\"");
    private static final String SECRET = "/services/T000/s3cret?token=s3cret";

    private final LogLines log = new LogLines();
    private final Webhook webhook = new Webhook(times(Duration.ofDays(1)), 50);
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        webhook.close();
        receiver.close();
        log.close();
        await("an end of its thread").until(() -> !isRunning());
        assertThat(log.lines()).as("secrets").noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void deliversInOrder() {
        webhook.to(Optional.of(receiver.url("/")));
        add(0, 50);

        await().untilAsserted(() -> assertThat(taken()).isEqualTo(numbers(0, 50)));
        assertThat(log.lines()).isEmpty();
    }

    @Nested
    class WithoutAUrl {

        @Test
        void thereIsNoThread() {
            add(0, 10);

            assertThat(isRunning()).isFalse();
        }

        @Test
        void eventsAreForgotten() {
            add(0, 10);
            webhook.to(Optional.of(receiver.url("/")));
            add(10, 11);

            await().until(() -> !taken().isEmpty());
            assertThat(taken()).containsExactly(10);
        }
    }

    @Nested
    class AServerInTrouble {

        @Test
        void isToldAgainUntilItTakesEachEvent() {
            receiver.answers(500, 503, 408, 429, 200, 302);
            webhook.to(Optional.of(receiver.url(SECRET)));
            add(0, 3);

            await().untilAsserted(() -> assertThat(taken()).containsExactly(0, 1, 2));
            assertThat(receiver.requests()).hasSize(8);
            await().untilAsserted(() -> assertThat(log.lines())
                    .containsExactly(
                            "WARNING the webhook at 127.0.0.1 cannot be told of events: HTTP 500; it is tried again until"
                                    + " it works",
                            "INFO the webhook at 127.0.0.1 works again"));
        }

        @Test
        void maybeNotThereYet() throws IOException {
            int port = FreePort.pick();
            webhook.to(Optional.of(URI.create("http://127.0.0.1:" + port + SECRET)));
            add(0, 3);
            await().until(() -> !log.lines().isEmpty());

            try (Receiver late = new Receiver(port)) {
                await().untilAsserted(() -> assertThat(taken(late)).containsExactly(0, 1, 2));
            }
            assertThat(log.lines()).first().asString().contains("connect failed");
        }

        @Test
        void isGivenUpWhenItHangs() {
            receiver.hang();
            try (Webhook impatient = new Webhook(impatient(), 50)) {
                impatient.to(Optional.of(receiver.url(SECRET)));
                add(impatient, 0, 2);
                await().until(() -> log.lines().size() == 1);
                receiver.goOn();

                await().untilAsserted(() -> assertThat(taken()).contains(0, 1));
                assertThat(log.lines()).first().asString().contains("no answer in 1 s");
            }
        }

        @Test
        void losesWhatItRejectsAndNothingElse() {
            receiver.answers(404, 200, 410, 404);
            webhook.to(Optional.of(receiver.url(SECRET)));
            add(0, 6);

            await().untilAsserted(() -> assertThat(taken()).containsExactly(1, 4, 5));
            await().untilAsserted(() -> assertThat(log.lines())
                    .containsExactly(
                            "WARNING the webhook at 127.0.0.1 rejects events: HTTP 404; they are lost, check webhook_url",
                            "INFO the webhook at 127.0.0.1 works again, without the lost events: 3"));
        }

        @Test
        void isNotToldOfWhatIsTooOld() {
            try (Webhook impatient = new Webhook(times(Duration.ofMillis(50)), 50)) {
                receiver.answers(Collections.nCopies(1000, 500).toArray(Integer[]::new));
                impatient.to(Optional.of(receiver.url(SECRET)));
                impatient.add(event(0));
                await().until(() -> log.lines().size() == 2);
                receiver.recovers();
                impatient.add(event(1));

                await().untilAsserted(() -> assertThat(log.lines()).hasSize(3));
                assertThat(taken()).containsExactly(1);
                assertThat(log.lines().get(1))
                        .isEqualTo("WARNING the webhook at 127.0.0.1 is behind: the oldest events are lost");
            }
        }
    }

    @Nested
    class AFullQueue {

        @Test
        void losesTheOldestAndSaysSoOnce() {
            receiver.hang();
            try (Webhook impatient = new Webhook(impatient(), 50)) {
                impatient.to(Optional.of(receiver.url(SECRET)));
                add(impatient, 0, 1);
                await().until(receiver::isHanging);

                add(impatient, 1, 120); // returns, or the test does not

                await("so that the first is told again")
                        .until(() -> !log.lines().isEmpty());
                receiver.goOn();
                await().until(() -> taken().contains(119));
                assertThat(taken().stream().filter(n -> n > 0)).isEqualTo(numbers(70, 120));
                await().untilAsserted(() -> assertThat(log.lines())
                        .containsExactly(
                                "WARNING the webhook at 127.0.0.1 cannot be told of events: no answer in 1 s; it is tried again"
                                        + " until it works",
                                "WARNING the webhook at 127.0.0.1 is behind: the oldest events are lost",
                                "INFO the webhook at 127.0.0.1 works again, without the lost events: 70"));
            }
        }
    }

    @Nested
    class AnotherUrl {

        @Test
        void getsWhatIsQueuedAtOnce() throws IOException {
            try (Webhook patient = new Webhook(
                            new Webhook.Times(
                                    Duration.ofSeconds(1),
                                    Duration.ofHours(1),
                                    Duration.ofHours(1),
                                    Duration.ofDays(1),
                                    Duration.ofSeconds(1)),
                            50);
                    Receiver second = new Receiver()) {
                receiver.answers(500);
                patient.to(Optional.of(receiver.url(SECRET)));
                patient.add(event(0));
                patient.add(event(1));
                await().until(() -> !log.lines().isEmpty());

                patient.to(Optional.of(second.url("/second")));

                await().untilAsserted(() -> assertThat(taken(second)).containsExactly(0, 1));
                assertThat(receiver.requests()).hasSize(1);
            }
        }

        @Test
        void endsTheThreadWhenThereIsNone() {
            webhook.to(Optional.of(receiver.url("/")));
            add(0, 1);
            await().until(() -> !taken().isEmpty());

            webhook.to(Optional.empty());
            await().until(() -> !isRunning());
            add(1, 2);
            webhook.to(Optional.of(receiver.url("/")));
            add(2, 3);

            await().untilAsserted(() -> assertThat(taken()).containsExactly(0, 2));
        }
    }

    @Nested
    class Close {

        @Test
        void deliversWhatIsQueuedEvenWhileItWaitsToTryAgain() {
            Webhook patient = new Webhook(
                    new Webhook.Times(
                            Duration.ofSeconds(10),
                            Duration.ofHours(1),
                            Duration.ofHours(1),
                            Duration.ofDays(1),
                            Duration.ofSeconds(10)),
                    50);
            receiver.answers(500);
            patient.to(Optional.of(receiver.url("/")));
            patient.add(event(0));
            patient.add(event(1));
            await().until(() -> !log.lines().isEmpty());

            patient.close();

            assertThat(taken()).containsExactly(0, 1);
        }

        @Test
        void waitsNotLongForAServerThatHangs() {
            receiver.hang();
            Webhook patient = new Webhook(
                    new Webhook.Times(
                            Duration.ofHours(1),
                            Duration.ofHours(1),
                            Duration.ofHours(1),
                            Duration.ofDays(1),
                            Duration.ofMillis(100)),
                    50);
            patient.to(Optional.of(receiver.url(SECRET)));
            patient.add(event(0));
            await().until(receiver::isHanging);

            patient.close(); // returns, or the test does not

            assertThat(log.lines()).containsExactly("WARNING the webhook could not be told of the last events in time");
        }

        @Test
        void triesOnceAndNoMore() {
            receiver.answers(500, 500);
            Webhook patient = new Webhook(
                    new Webhook.Times(
                            Duration.ofSeconds(10),
                            Duration.ofHours(1),
                            Duration.ofHours(1),
                            Duration.ofDays(1),
                            Duration.ofSeconds(10)),
                    50);
            patient.to(Optional.of(receiver.url("/")));
            patient.add(event(0));
            patient.add(event(1));
            await().until(() -> !log.lines().isEmpty());

            patient.close();

            assertThat(receiver.requests()).hasSize(2);
            assertThat(log.lines()).last().asString().contains("the last events in time");
        }
    }

    private static Webhook.Times times(Duration patience) {
        return times(Duration.ofSeconds(10), patience);
    }

    private static Webhook.Times impatient() {
        return times(Duration.ofSeconds(1), Duration.ofDays(1));
    }

    private static Webhook.Times times(Duration request, Duration patience) {
        return new Webhook.Times(
                request, Duration.ofMillis(20), Duration.ofMillis(100), patience, Duration.ofMillis(500));
    }

    private void add(int from, int to) {
        add(webhook, from, to);
    }

    private static void add(Webhook webhook, int from, int to) {
        IntStream.range(from, to).mapToObj(WebhookTest::event).forEach(webhook::add);
    }

    private static Event event(int n) {
        return new Event(Instant.EPOCH, Kind.CONFIG_APPLIED, Optional.empty(), Optional.empty(), "n" + n);
    }

    private List<Integer> taken() {
        return taken(receiver);
    }

    private static List<Integer> taken(Receiver by) {
        return by.taken().stream()
                .map(NUMBER::matcher)
                .peek(found -> assertThat(found.find()).isTrue())
                .map(found -> Integer.parseInt(found.group(1)))
                .toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("webhook"));
    }
}

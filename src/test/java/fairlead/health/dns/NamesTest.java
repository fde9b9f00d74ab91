package fairlead.health.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.stats.EventLog;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names are followed wherever they point, and whatever the DNS does nobody waits for it. */
@Timeout(30)
final class NamesTest {
    private static final String WEB = "web.internal";
    private static final String API = "api.internal";
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Dns dns = new Dns();
    private final EventLog events = new EventLog();
    private final AtomicInteger calls = new AtomicInteger();
    private final Names names = new Names(dns, events, calls::incrementAndGet);

    @AfterEach
    void stop() {
        names.close();
        await("an end of all threads").until(() -> threads().isEmpty());
        events.close();
    }

    @Nested
    class AtFirst {

        @Test
        void everyNameIsKnownWhenItIsWanted() {
            dns.has(WEB, "10.0.0.1").has(API, "10.0.0.3", "10.0.0.2");
            Instant before = Instant.now();

            names.want(Set.of(WEB, API), SELDOM, LONG);

            assertThat(names.all()).containsOnlyKeys(WEB, API);
            assertThat(known(WEB).failure()).isEmpty();
            assertThat(known(WEB).at()).isBetween(before, Instant.now());
            assertThat(addresses(API)).containsExactly("10.0.0.2", "10.0.0.3");
            assertThat(threads()).containsExactlyInAnyOrder("resolve " + WEB, "resolve " + API);
            assertThat(texts()).isEmpty();
            assertThat(calls).hasValue(0);
        }

        @Test
        void aNameMayNotResolve() {
            dns.has(API, "10.0.0.2");

            names.want(Set.of(WEB, API), OFTEN, LONG);

            assertThat(known(WEB).addresses()).isEmpty();
            assertThat(known(WEB).failure()).hasValue("cannot resolve web.internal: no such name");
            assertThat(addresses(API)).containsExactly("10.0.0.2");

            dns.has(WEB, "10.0.0.1");
            await().untilAsserted(() -> assertThat(calls).hasValue(1));
            assertThat(addresses(WEB)).containsExactly("10.0.0.1");
            assertThat(known(WEB).failure()).isEmpty();
            assertThat(texts())
                    .containsExactly(
                            "name_failed cannot resolve web.internal: no such name; it has no address until that works",
                            "name_resolved web.internal is resolved now: 10.0.0.1");
        }

        @Test
        void aLookupMayHang() {
            dns.hangs(WEB).has(API, "10.0.0.2");

            names.want(Set.of(WEB, API), OFTEN, SHORT);

            assertThat(known(WEB).failure()).hasValue("cannot resolve web.internal: no answer yet");
            assertThat(addresses(API)).containsExactly("10.0.0.2");
            awaitLookups(API, 3);
            assertThat(dns.lookups(WEB)).isEqualTo(1);
            assertThat(calls).hasValue(0);

            dns.goOn(WEB, "10.0.0.1");
            await().untilAsserted(() -> assertThat(calls).hasValue(1));
            assertThat(addresses(WEB)).containsExactly("10.0.0.1");
            assertThat(texts())
                    .containsExactly(
                            "name_failed cannot resolve web.internal: no answer yet; it has no address until that works",
                            "name_resolved web.internal is resolved now: 10.0.0.1");
        }
    }

    @Nested
    class LaterOn {

        @Test
        void aChangeIsToldOnce() {
            dns.has(WEB, "10.0.0.1");
            names.want(Set.of(WEB), OFTEN, LONG);

            dns.has(WEB, "10.0.0.3", "2001:db8::1", "10.0.0.2");

            await().untilAsserted(() -> assertThat(calls).hasValue(1));
            assertThat(addresses(WEB)).containsExactly("10.0.0.2", "10.0.0.3", "2001:db8:0:0:0:0:0:1");
            awaitLookups(WEB, 3);
            assertThat(calls).hasValue(1);
            assertThat(texts())
                    .containsExactly("name_changed web.internal now is 10.0.0.2, 10.0.0.3, 2001:db8::1 (was 10.0.0.1)");
        }

        @Test
        void theSameAddressesInAnotherOrderAreNoChange() {
            dns.has(WEB, "10.0.0.1", "10.0.0.2");
            names.want(Set.of(WEB), OFTEN, LONG);

            dns.has(WEB, "10.0.0.2", "10.0.0.1", "10.0.0.2");

            awaitLookups(WEB, 3);
            assertThat(calls).hasValue(0);
            assertThat(texts()).isEmpty();
        }

        @Test
        void theLastAnswerIsKeptWhileLookupsFail() {
            dns.has(WEB, "10.0.0.1");
            names.want(Set.of(WEB), OFTEN, LONG);

            dns.fails(WEB, WEB + ": Temporary failure in name resolution");
            await().until(() -> known(WEB).failure().isPresent());
            dns.has(WEB);
            awaitLookups(WEB, 3);
            dns.isBroken(WEB);
            awaitLookups(WEB, 3);

            assertThat(known(WEB).failure()).hasValue("cannot resolve web.internal: IllegalStateException");
            assertThat(addresses(WEB)).containsExactly("10.0.0.1");
            assertThat(calls).hasValue(0);
            dns.has(WEB, "10.0.0.2");
            await().untilAsserted(() -> assertThat(calls).hasValue(1));
            assertThat(known(WEB).failure()).isEmpty();
            assertThat(texts())
                    .containsExactly(
                            "name_failed cannot resolve web.internal: no name server answers; its last answer is kept:"
                                    + " 10.0.0.1",
                            "name_resolved web.internal is resolved now: 10.0.0.2",
                            "name_changed web.internal now is 10.0.0.2 (was 10.0.0.1)");
        }

        @Test
        void anAnswerWithoutAUsableAddressIsAFailure() {
            dns.has(WEB, "10.0.0.1");
            names.want(Set.of(WEB), OFTEN, LONG);

            dns.has(WEB, "0.0.0.0", "::", "224.0.0.1", "ff02::1");

            await().untilAsserted(() -> assertThat(known(WEB).failure())
                    .hasValue("cannot resolve web.internal: the answer has no address that a backend can have"));
            assertThat(addresses(WEB)).containsExactly("10.0.0.1");
            assertThat(calls).hasValue(0);
        }

        @Test
        void aLookupThatHangsChangesNothingAndDelaysNoOther() {
            dns.has(WEB, "10.0.0.1").has(API, "10.0.0.2");
            names.want(Set.of(WEB, API), OFTEN, LONG);

            dns.hangs(WEB);
            awaitLookups(WEB, 1);
            dns.has(API, "10.0.0.3");

            await().untilAsserted(() -> assertThat(addresses(API)).containsExactly("10.0.0.3"));
            assertThat(addresses(WEB)).containsExactly("10.0.0.1");
            dns.goOn(WEB, "10.0.0.1");
        }

        @Test
        void moreAddressesThanItKeepsAreToldOnce() {
            String[] many = IntStream.range(0, 80).mapToObj(n -> "10.0.0." + n).toArray(String[]::new);
            dns.has(WEB, many);

            names.want(Set.of(WEB), OFTEN, LONG);

            assertThat(addresses(WEB)).hasSize(64).startsWith("10.0.0.0").endsWith("10.0.0.63");
            awaitLookups(WEB, 3);
            assertThat(texts())
                    .containsExactly("name_changed web.internal has 80 addresses: only the first 64 are used");
            dns.has(WEB, "10.0.1.1");
            await().untilAsserted(() -> assertThat(texts())
                    .hasSize(2)
                    .last()
                    .isEqualTo("name_changed web.internal now is 10.0.1.1 (was 10.0.0.0, 10.0.0.1, 10.0.0.2, 10.0.0.3,"
                            + " 10.0.0.4, 10.0.0.5, 10.0.0.6, 10.0.0.7 and 56 more)"));
        }

        @Test
        void aNameThatFlapsDoesNotFloodTheLog() {
            dns.has(WEB, "10.0.0.1");
            names.want(Set.of(WEB), Duration.ofMillis(1), LONG);
            for (int n = 2; n < 12; n++) {
                int changes = n - 1;
                dns.has(WEB, "10.0.0." + n);
                await().pollInterval(Duration.ofMillis(2))
                        .untilAsserted(() -> assertThat(calls).hasValue(changes));
            }

            assertThat(texts()).hasSize(6).last().asString().startsWith("name_flapping web.internal is flapping");
        }
    }

    @Nested
    class WhatIsCalled {

        @Test
        void mayFail() {
            AtomicInteger defects = new AtomicInteger();
            Runnable defect = () -> {
                defects.incrementAndGet();
                throw new IllegalStateException("a defect");
            };
            try (Names fragile = new Names(dns, events, defect)) {
                dns.has(WEB, "10.0.0.1");
                fragile.want(Set.of(WEB), OFTEN, LONG);
                dns.has(WEB, "10.0.0.2");
                await().until(() -> defects.get() == 1);
                dns.has(WEB, "10.0.0.3");
                await().until(() -> defects.get() == 2);
            }
        }

        @Test
        void mayTakeItsTimeWhileOtherNamesAreWanted() throws InterruptedException {
            CountDownLatch using = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            Runnable slow = () -> {
                using.countDown();
                awaitQuietly(done);
            };
            try (Names busy = new Names(dns, events, slow)) {
                dns.has(WEB, "10.0.0.1").has(API, "10.0.0.2");
                busy.want(Set.of(WEB), OFTEN, LONG);
                dns.has(WEB, "10.0.0.3");
                using.await();

                busy.want(Set.of(WEB, API), OFTEN, LONG); // returns, or the test does not

                assertThat(busy.all()).containsOnlyKeys(WEB, API);
            } finally {
                done.countDown();
            }
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Nested
    class WantingOthers {

        @Test
        void keepsWhatIsKnownOfThoseThatStay() {
            dns.has(WEB, "10.0.0.1").has(API, "10.0.0.2");
            names.want(Set.of(WEB), SELDOM, LONG);
            dns.fails(WEB, "gone");

            names.want(Set.of(WEB, API), SELDOM, LONG);

            assertThat(dns.lookups(WEB)).isEqualTo(1);
            assertThat(addresses(WEB)).containsExactly("10.0.0.1");
            assertThat(addresses(API)).containsExactly("10.0.0.2");
        }

        @Test
        void endsTheThreadsOfThoseThatGo() {
            dns.has(WEB, "10.0.0.1").has(API, "10.0.0.2");
            names.want(Set.of(WEB, API), SELDOM, LONG);

            names.want(Set.of(API), SELDOM, LONG);

            await().untilAsserted(() -> assertThat(threads()).containsExactly("resolve " + API));
            assertThat(names.all()).containsOnlyKeys(API);
        }

        @Test
        void ignoresWhatIsFoundTooLate() {
            dns.hangs(WEB);
            names.want(Set.of(WEB), OFTEN, SHORT);

            names.want(Set.of(), OFTEN, LONG);
            dns.goOn(WEB, "10.0.0.1");

            await().until(() -> threads().isEmpty());
            assertThat(calls).hasValue(0);
            assertThat(texts()).hasSize(1);
        }

        @Test
        void beginsAnewWithOneThatWasGone() {
            dns.has(WEB, "10.0.0.1");
            names.want(Set.of(WEB), SELDOM, LONG);
            names.want(Set.of(), SELDOM, LONG);
            dns.has(WEB, "10.0.0.2");

            names.want(Set.of(WEB), SELDOM, LONG);

            assertThat(addresses(WEB)).containsExactly("10.0.0.2");
            assertThat(calls).hasValue(0);
        }

        @Test
        void takesAnotherIntervalAtOnce() {
            dns.has(WEB, "10.0.0.1");
            names.want(Set.of(WEB), SELDOM, LONG);

            names.want(Set.of(WEB), OFTEN, LONG);

            awaitLookups(WEB, 3);
        }
    }

    @Test
    void theMachinesOwnResolverKnowsLocalhost() {
        try (Names system = new Names(Resolver.SYSTEM, events, calls::incrementAndGet)) {
            system.want(Set.of("localhost"), SELDOM, LONG);

            assertThat(system.all().values())
                    .singleElement()
                    .satisfies(localhost ->
                            assertThat(localhost.addresses()).isNotEmpty().allMatch(InetAddress::isLoopbackAddress));
        }
    }

    /** So many lookups that began from now on, all but the last of which are certainly over. */
    private void awaitLookups(String name, int more) {
        int before = dns.lookups(name);
        await().until(() -> dns.lookups(name) >= before + more);
    }

    private Resolution known(String name) {
        return Objects.requireNonNull(names.all().get(name));
    }

    private List<String> addresses(String name) {
        return known(name).addresses().stream().map(InetAddress::getHostAddress).toList();
    }

    private List<String> texts() {
        return events.latest().stream()
                .map(event -> event.kind().word() + " " + event.text())
                .toList();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("resolve "))
                .toList();
    }
}

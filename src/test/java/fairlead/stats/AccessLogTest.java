package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No line is lost without being counted, none is written or counted twice, and nobody waits for the disk. */
final class AccessLogTest {
    private static final Pattern ID = Pattern.compile("id=([0-9a-f]{16})$");
    private static final Pattern DROPPED = Pattern.compile("# (\\d+) lines dropped: .*");

    private final Disk disk = new Disk();

    @Nested
    class ADiskThatHangs {

        @Test
        void makesNobodyWaitAndItsMissingLinesAreReportedWhenItGoesOn() {
            disk.hang();
            try (AccessLog log = log(4)) {
                log.add(Records.numbered(0));
                await().until(disk::hanging);

                add(log, 1, 11); // returns, or the test does not

                assertThat(log.dropped()).isEqualTo(6);
                assertThat(disk.lines()).isEmpty();

                disk.goOn();
                await().untilAsserted(() -> assertThat(disk.lines()).hasSize(6));
                assertThat(disk.lines().get(1)).isEqualTo(AccessLogFormat.TEXT.dropped(6));
                assertThat(ids()).containsExactly(0, 1, 2, 3, 4);
                log.add(Records.numbered(11));
            }
            assertThat(ids()).containsExactly(0, 1, 2, 3, 4, 11);
            assertThat(reported()).as("once").isEqualTo(6);
        }
    }

    @Nested
    class ADiskThatIsFull {

        @Test
        void dropsLinesUntilThereIsRoomAndThenSaysHowMany() {
            disk.full(true);
            try (AccessLog log = log(100)) {
                add(log, 0, 5);
                await().untilAsserted(() -> assertThat(log.dropped()).isEqualTo(5));

                disk.full(false);
                await("the report, though no connection ends")
                        .untilAsserted(() -> assertThat(disk.lines()).containsExactly(AccessLogFormat.TEXT.dropped(5)));
                log.add(Records.numbered(5));
                await().untilAsserted(() -> assertThat(ids()).containsExactly(5));
                assertThat(log.dropped()).isEqualTo(5);
                assertThat(reported()).isEqualTo(5);
            }
        }

        @Test
        void isNotCountedTwiceForTheReportItDidNotTake() {
            disk.full(true);
            try (AccessLog log = log(100)) {
                log.add(Records.numbered(0));
                await().until(() -> disk.attempts() > 3);

                assertThat(log.dropped()).isEqualTo(1);
            }
        }
    }

    @Nested
    class Close {

        @Test
        void writesWhatIsQueued() {
            disk.hang();
            AccessLog log = log(10_000);
            add(log, 0, 5_000);
            disk.goOn();

            log.close();

            assertThat(ids()).hasSize(5_000).isSorted().doesNotHaveDuplicates();
            assertThat(log.dropped()).isZero();
        }

        @Test
        void reportsWhatIsMissing() {
            disk.hang();
            AccessLog log = log(1);
            log.add(Records.numbered(0));
            await().until(disk::hanging);
            add(log, 1, 4);
            disk.goOn();

            log.close();

            assertThat(ids()).containsExactly(0, 1);
            assertThat(reported()).isEqualTo(2);
        }
    }

    @Nested
    class Change {

        @Test
        void losesNoLineBetweenTheOldTargetAndTheNew() throws InterruptedException {
            Disk second = new Disk();
            AccessLog log = log(100_000);
            Thread busy = Thread.ofPlatform().start(() -> add(log, 0, 20_000));
            await().until(() -> !disk.lines().isEmpty());

            log.change(LogSink.stream(second), AccessLogFormat.TEXT);
            busy.join();
            log.close();

            List<Integer> all = new ArrayList<>(ids());
            all.addAll(ids(second));
            assertThat(all).hasSize(20_000).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void isForEveryLineThatComesAfterIt() {
            try (AccessLog log = log(10)) {
                log.add(Records.numbered(1));
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> !disk.lines().isEmpty()); // and it waits for more
                Disk second = new Disk();
                log.change(LogSink.stream(new Disk()), AccessLogFormat.TEXT);
                log.change(LogSink.stream(second), AccessLogFormat.JSON);
                log.add(Records.full());

                await().untilAsserted(() ->
                        assertThat(second.lines()).containsExactly(AccessLogFormat.JSON.line(Records.full())));
                assertThat(ids()).containsExactly(1);
            }
        }
    }

    @Test
    void beginsTheFileAnewAfterARename(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("access.log");
        Path renamed = directory.resolve("access.log-20261122");
        try (AccessLog log = new AccessLog(LogSink.file(file, 1 << 20, 5), AccessLogFormat.TEXT)) {
            log.add(Records.numbered(1));
            await().until(() -> Files.size(file) > 0);
            Files.move(file, renamed);
            log.reopen();
            await("without waiting for a line").until(() -> Files.exists(file));
            log.add(Records.numbered(2));
        }

        assertThat(renamed).content().contains("id=0000000000000001\n").hasLineCount(1);
        assertThat(file).content().contains("id=0000000000000002\n").hasLineCount(1);
    }

    @Test
    void everyLineOfManyThreadsIsWrittenOnceOrCountedAsDropped() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        AccessLog log = log(64);
        List<Thread> busy = IntStream.range(0, threads)
                .mapToObj(n -> Thread.ofPlatform().start(() -> add(log, n * each, (n + 1) * each)))
                .toList();
        for (int i = 0; i < 20; i++) {
            disk.full(i % 2 == 0);
            int before = disk.attempts();
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> disk.attempts() > before || busy.stream().noneMatch(Thread::isAlive));
        }
        disk.full(false);
        for (Thread thread : busy) {
            thread.join();
        }
        log.close();

        Set<Integer> distinct = new TreeSet<>(ids());
        assertThat(ids()).hasSameSizeAs(distinct);
        assertThat(distinct.size() + log.dropped()).isEqualTo((long) threads * each);
        assertThat(reported()).isEqualTo(log.dropped());
    }

    @Test
    void takesNoLineWhileItIsOff() {
        try (AccessLog log = new AccessLog(LogSink.none(), AccessLogFormat.TEXT, 1)) {
            add(log, 0, 1000);
            assertThat(log.dropped()).as("lines that found the queue full").isZero();

            log.change(LogSink.stream(disk), AccessLogFormat.TEXT);
            log.add(Records.numbered(1000));
            await().untilAsserted(() -> assertThat(ids()).containsExactly(1000));
        }
    }

    private AccessLog log(int capacity) {
        return new AccessLog(LogSink.stream(disk), AccessLogFormat.TEXT, capacity);
    }

    private static void add(AccessLog log, int from, int to) {
        for (int n = from; n < to; n++) {
            log.add(Records.numbered(n));
        }
    }

    private List<Integer> ids() {
        return ids(disk);
    }

    private static List<Integer> ids(Disk disk) {
        return disk.lines().stream()
                .map(ID::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.parseInt(found.group(1), 16))
                .toList();
    }

    private long reported() {
        return disk.lines().stream()
                .map(DROPPED::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}

package fairlead.it;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * New connections at a steady rate, each for a host of its own, by which the access log tells what became of it. Each sends
 * some bytes, gets them back and ends; one in ten goes on for half a second before it does.
 */
final class Load implements AutoCloseable {
    /** What all hosts of a load have in common, and no others. */
    static final String HOSTS = ".load.shop.example.com";

    private static final Duration LONGEST = Duration.ofMinutes(1); // if a test forgets to stop it
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final int port;
    private final int aSecond;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final NavigableSet<Integer> open = new ConcurrentSkipListSet<>();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final Thread pacer = Thread.ofPlatform().daemon().name("load").unstarted(this::run);
    private volatile int begun;
    private volatile boolean stopped;

    /** One connection, and why it failed if it did. */
    record Ended(String host, Instant begun, Instant ended, Optional<String> failure) {}

    private Load(int port, int aSecond) {
        this.port = port;
        this.aSecond = aSecond;
    }

    /** By a listener of this port, so many a second. */
    static Load start(int port, int aSecond) {
        Load load = new Load(port, aSecond);
        load.pacer.start();
        return load;
    }

    int begun() {
        return begun;
    }

    /** Waits until every connection that has begun by now has ended. */
    void awaitEndOfBegun() {
        int before = begun;
        Awaitility.await("connections that have begun")
                .atMost(FairleadProcess.LIMIT)
                .pollInterval(PAUSE)
                .until(() -> open.isEmpty() || open.first() >= before);
    }

    /** Waits until so many more have begun. */
    void awaitMore(int count) {
        int target = begun + count;
        Awaitility.await(count + " more connections")
                .atMost(FairleadProcess.LIMIT)
                .pollInterval(PAUSE)
                .until(() -> begun >= target);
    }

    /** Begins no more, and waits for the end of all. */
    List<Ended> stop() throws InterruptedException {
        stopped = true;
        pacer.join();
        clients.close();
        return new ArrayList<>(ended);
    }

    @Override
    public void close() throws InterruptedException {
        List<Ended> unused = stop();
    }

    private void run() {
        long start = System.nanoTime();
        long gap = Duration.ofSeconds(1).dividedBy(aSecond).toNanos();
        for (int i = 0; i < LONGEST.toSeconds() * aSecond && !stopped; i++) {
            int number = i;
            LockSupport.parkNanos(start + i * gap - System.nanoTime());
            open.add(number);
            begun = i + 1;
            clients.execute(() -> converse(number));
        }
    }

    private void converse(int number) {
        String host = "c" + number + HOSTS;
        boolean stays = number % 10 == 0;
        Instant start = Instant.now();
        Optional<String> failure = Optional.empty();
        try (NamedClient client = NamedClient.connect(port, host)) {
            for (int i = 0; i < (stays ? 25 : 2); i++) {
                client.echo();
                LockSupport.parkNanos(stays ? PAUSE.toNanos() : 0);
            }
            client.finish();
        } catch (IOException e) {
            failure = Optional.of(e.toString());
        }
        ended.add(new Ended(host, start, Instant.now(), failure));
        open.remove(number);
    }
}

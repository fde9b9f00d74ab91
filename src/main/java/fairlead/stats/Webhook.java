package fairlead.stats;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells events to a URL, one after another and each until it is taken. Giving it an event never waits: when the queue is
 * full, the oldest makes room. One thread {@code webhook} of its own, while there is a URL; before that not even the HTTP
 * client is loaded.
 */
final class Webhook implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final int QUEUE = 1000;
    private static final int MOST_DOUBLINGS = 20; // before the pause overflows

    /**
     * How long things may take.
     *
     * @param request from connect to the answer
     * @param firstPause after a failure; twice as long after each further one, up to {@code longestPause}
     * @param patience after which an event is given up
     * @param close for what is queued at the end
     */
    record Times(Duration request, Duration firstPause, Duration longestPause, Duration patience, Duration close) {
        static final Times DEFAULT = new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofDays(1),
                Duration.ofSeconds(2));
    }

    private record Queued(Event event, long since) {}

    private record Attempt(URI url, Queued queued) {}

    private final Times times;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock(); // never around I/O; for all that follows
    private final Condition changed = lock.newCondition();
    private final Deque<Queued> queue = new ArrayDeque<>();
    private Optional<URI> url = Optional.empty();
    private @Nullable Thread sender; // while it runs
    private boolean closing;
    private boolean ended; // nothing is tried any more
    private int failures; // in a row
    private long retryAt; // once there are failures
    private long lost;
    private final WebhookTrouble trouble = new WebhookTrouble(); // the sender's own

    Webhook() {
        this(Times.DEFAULT, QUEUE);
    }

    Webhook(Times times, int capacity) {
        this.times = times;
        this.capacity = capacity;
    }

    /** Goes on with another URL, which gets what is still queued; without one, forgets it. */
    void to(Optional<URI> wanted) {
        lock.lock();
        try {
            if (closing || wanted.equals(url)) {
                return;
            }
            url = wanted;
            failures = 0;
            if (wanted.isEmpty()) {
                queue.clear();
            } else if (sender == null) {
                sender = Thread.ofPlatform().daemon().name("webhook").start(this::run);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Queues an event, if there is a URL. */
    void add(Event event) {
        lock.lock();
        try {
            if (closing || url.isEmpty()) {
                return;
            }
            queue.addLast(new Queued(event, System.nanoTime()));
            dropExcess();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tries once more to deliver what is queued, and waits for that, but not for long. */
    @Override
    public void close() {
        Thread last;
        lock.lock();
        try {
            closing = true;
            retryAt = System.nanoTime();
            changed.signalAll();
            last = sender;
        } finally {
            lock.unlock();
        }
        if (last == null) {
            return;
        }
        boolean done = false;
        try {
            done = last.join(times.close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        last.interrupt();
        if (!done || !isEmpty()) {
            LOG.log(Level.WARNING, "the webhook could not be told of the last events in time");
        }
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try (WebhookRequest request = new WebhookRequest(times.request)) {
            Optional<Attempt> next = next();
            while (next.isPresent()) {
                Attempt attempt = next.get();
                attempted(attempt, request.post(attempt.url, attempt.queued.event));
                next = next();
            }
        } catch (InterruptedException e) {
            return; // close() has run out of patience
        }
    }

    /** Waits for what is to be tried; empty when the thread shall end. */
    private Optional<Attempt> next() throws InterruptedException {
        lock.lock();
        try {
            while (url.isPresent() && !ended && !(closing && queue.isEmpty())) {
                long pause = failures == 0 ? 0 : retryAt - System.nanoTime();
                if (queue.isEmpty()) {
                    changed.await();
                } else if (pause > 0) {
                    long unused = changed.awaitNanos(pause);
                } else {
                    return Optional.of(new Attempt(url.get(), queue.removeFirst()));
                }
            }
            sender = null;
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void attempted(Attempt attempt, WebhookRequest.Result result) {
        boolean caughtUp;
        long lostSoFar;
        lock.lock();
        try {
            boolean failed = result instanceof WebhookRequest.Result.Failed;
            if (failed && url.isPresent()) {
                queue.addFirst(attempt.queued);
                dropExcess();
            }
            lost += result instanceof WebhookRequest.Result.Rejected ? 1 : 0;
            failures = failed && url.equals(Optional.of(attempt.url)) ? failures + 1 : 0;
            retryAt = System.nanoTime() + pause().toNanos();
            ended = closing && failed;
            caughtUp = queue.isEmpty();
            lostSoFar = lost;
        } finally {
            lock.unlock();
        }
        trouble.after(attempt.url, result, caughtUp, lostSoFar);
    }

    /** What is too old, and what there is no room for. */
    private void dropExcess() {
        long now = System.nanoTime();
        while (!queue.isEmpty()
                && (queue.size() > capacity || now - queue.getFirst().since > times.patience.toNanos())) {
            queue.removeFirst();
            lost++;
        }
    }

    private Duration pause() {
        long doubled = times.firstPause.toNanos() << Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
        double jitter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
        return Duration.ofNanos((long) (jitter * Math.min(doubled, times.longestPause.toNanos())));
    }
}

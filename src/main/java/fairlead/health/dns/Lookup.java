package fairlead.health.dns;

import fairlead.stats.Event;
import fairlead.stats.EventLog;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks one name up, again and again, and tells what changed. Its thread {@code resolve web.internal} is a platform thread: a
 * lookup blocks in native code, where a virtual one would keep a carrier from all others.
 */
final class Lookup implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    static final int MOST_ADDRESSES = 64;

    private record News(Event.Kind kind, String text) {}

    private final String name;
    private final Resolver resolver;
    private final EventLog events;
    private final Runnable changed;
    private final Thread thread;
    private final CountDownLatch first = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock(); // for the next four
    private Resolution known;
    private boolean awaited = true; // the first answer, by somebody who need not be called then
    private boolean failureTold;
    private boolean cutTold;
    private volatile Duration interval;
    private volatile boolean stopped;

    /** Not started yet. */
    Lookup(String name, Duration interval, Resolver resolver, EventLog events, Runnable changed) {
        this.name = name;
        this.interval = interval;
        this.resolver = resolver;
        this.events = events;
        this.changed = changed;
        this.known = new Resolution(List.of(), Optional.of(LookupText.failure(name, "no answer yet")), Instant.now());
        this.thread = Thread.ofPlatform().daemon().name("resolve " + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Resolution known() {
        lock.lock();
        try {
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** From one lookup to the next, from now on. */
    void interval(Duration next) {
        if (!interval.equals(next)) {
            interval = next;
            LockSupport.unpark(thread);
        }
    }

    /** Waits for the first answer, until a time of {@link System#nanoTime}. */
    void awaitFirst(long deadline) {
        try {
            boolean unused = first.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<News> news = new ArrayList<>();
        lock.lock();
        try {
            if (awaited) {
                awaited = false;
                tellOfFailure(news);
            }
        } finally {
            lock.unlock();
        }
        tell(news);
    }

    /** What a lookup under way will find counts no more. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!stopped) {
            look();
            rest();
        }
    }

    private void look() {
        try {
            List<InetAddress> usable = Resolution.usable(resolver.resolve(name));
            if (usable.isEmpty()) {
                learn(
                        usable,
                        Optional.of(LookupText.failure(name, "the answer has no address that a backend can have")));
            } else {
                learn(usable, Optional.empty());
            }
        } catch (UnknownHostException | RuntimeException e) {
            learn(List.of(), Optional.of(LookupText.failure(name, LookupText.reason(name, e))));
        }
    }

    private void rest() {
        long begun = System.nanoTime();
        double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        long left = 1;
        while (left > 0 && !stopped) {
            left = (long) (interval.toNanos() * jitter) - (System.nanoTime() - begun);
            LockSupport.parkNanos(this, Math.max(left, 0));
        }
    }

    private void learn(List<InetAddress> usable, Optional<String> failure) {
        List<News> news = new ArrayList<>();
        boolean call;
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            List<InetAddress> before = known.addresses();
            List<InetAddress> now =
                    failure.isPresent() ? before : usable.subList(0, Math.min(usable.size(), MOST_ADDRESSES));
            known = new Resolution(now, failure, Instant.now());
            if (failure.isPresent()) {
                tellOfFailure(news);
            } else {
                tellOfAnswer(news, before, usable.size());
            }
            call = !now.equals(before) && !awaited;
            awaited = false;
        } finally {
            lock.unlock();
        }
        first.countDown();
        tell(news);
        if (call) {
            call();
        }
    }

    private void tellOfFailure(List<News> news) {
        if (!failureTold) {
            failureTold = true;
            news.add(new News(Event.Kind.NAME_FAILED, LookupText.failed(known)));
        }
    }

    private void tellOfAnswer(List<News> news, List<InetAddress> before, int size) {
        if (failureTold) {
            failureTold = false;
            news.add(new News(Event.Kind.NAME_RESOLVED, LookupText.resolved(name, known.addresses())));
        }
        if (!before.isEmpty() && !before.equals(known.addresses())) {
            news.add(new News(Event.Kind.NAME_CHANGED, LookupText.changed(name, known.addresses(), before)));
        }
        boolean cut = size > MOST_ADDRESSES;
        if (cut && !cutTold) {
            news.add(new News(Event.Kind.NAME_CHANGED, LookupText.cut(name, size)));
        }
        cutTold = cut;
    }

    private void tell(List<News> news) {
        news.forEach(what -> events.add(what.kind, name, what.text));
    }

    private void call() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a defect: the new addresses of a name could not be used", e);
        }
    }
}

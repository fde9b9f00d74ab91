package fairlead.stats;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest events, also written to the log and told to a webhook. What flaps is not told each time, see {@link Damper}.
 * Safe for many threads. While something is flapping, a thread {@code events} waits for it to become calm.
 */
public final class EventLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final int KEPT = 1000;

    private final ReentrantLock lock = new ReentrantLock(); // never around I/O
    private final Condition closing = lock.newCondition();
    private final Deque<Event> latest = new ArrayDeque<>();
    private final Map<Event.Kind, Long> counts = new EnumMap<>(Event.Kind.class);
    private final Webhook webhook = new Webhook();
    private final Damper damper;
    private boolean waiting;
    private boolean closed;

    public EventLog() {
        this(Damper.MINUTE);
    }

    /** Calls so much time a minute. */
    EventLog(Duration minute) {
        this.damper = new Damper(minute);
    }

    /** Something changed that is about no load balancer. */
    public void add(Event.Kind kind, String text) {
        add(new Event(Instant.now(), kind, Optional.empty(), Optional.empty(), text));
    }

    /** Something changed about what is no load balancer, such as a name. */
    public void add(Event.Kind kind, String about, String text) {
        add(new Event(Instant.now(), kind, Optional.empty(), Optional.empty(), Optional.of(about), text));
    }

    /** Something changed about a backend. */
    public void add(Event.Kind kind, String loadBalancer, String backend, String text) {
        add(new Event(Instant.now(), kind, Optional.of(loadBalancer), Optional.of(backend), text));
    }

    /** Remembers an event and tells of it, unless its subject is flapping. */
    public void add(Event event) {
        List<Event> told = new ArrayList<>();
        lock.lock();
        try {
            long now = System.nanoTime();
            told.addAll(damper.calm(now, Instant.now()));
            damper.changed(event, now).ifPresent(told::add);
            told.forEach(this::remember);
            if (!waiting && !closed && damper.nextCalm().isPresent()) {
                waiting = true;
                Thread.ofVirtual().name("events").start(this::waitForCalm);
            }
        } finally {
            lock.unlock();
        }
        told.forEach(EventLog::log);
    }

    /** The newest last. */
    public List<Event> latest() {
        lock.lock();
        try {
            return List.copyOf(latest);
        } finally {
            lock.unlock();
        }
    }

    /** How many of each kind there ever were, which may be none. */
    public Map<Event.Kind, Long> counts() {
        lock.lock();
        try {
            Map<Event.Kind, Long> all = new EnumMap<>(Event.Kind.class);
            for (Event.Kind kind : Event.Kind.values()) {
                all.put(kind, counts.getOrDefault(kind, 0L));
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Tells every event from now on to this http or https address, or to none. The same address again changes nothing. */
    public void webhook(Optional<URI> url) {
        webhook.to(url);
    }

    /** Delivers what the webhook has not been told yet, for two seconds at the most. Later events are only logged. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        webhook.close();
    }

    private void remember(Event event) {
        counts.merge(event.kind(), 1L, Long::sum);
        latest.addLast(event);
        if (latest.size() > KEPT) {
            latest.removeFirst();
        }
        webhook.add(event);
    }

    private static void log(Event event) {
        LOG.log(event.kind().isBad() ? Level.WARNING : Level.INFO, "{0}", Printable.line(event.text()));
    }

    /** Whether a thread waits for something to become calm. */
    boolean isWaitingForCalm() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    private void waitForCalm() {
        List<Event> ended = nextCalm();
        while (!ended.isEmpty()) {
            ended.forEach(EventLog::log);
            ended = nextCalm();
        }
    }

    /** Waits for what becomes calm next, and remembers where it ended; empty when nothing is flapping. */
    private List<Event> nextCalm() {
        lock.lock();
        try {
            List<Event> ended = List.of();
            OptionalLong next = damper.nextCalm();
            while (ended.isEmpty() && next.isPresent() && !closed) {
                long unused = closing.awaitNanos(next.getAsLong() - System.nanoTime());
                ended = damper.calm(System.nanoTime(), Instant.now());
                next = damper.nextCalm();
            }
            ended.forEach(this::remember);
            waiting = !ended.isEmpty();
            return ended;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the waiting for calm", e);
        } finally {
            lock.unlock();
        }
    }
}

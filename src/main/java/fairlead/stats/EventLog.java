package fairlead.stats;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The latest events, also written to the log. Safe for many threads. */
public final class EventLog {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final int KEPT = 1000;

    private final ReentrantLock lock = new ReentrantLock(); // never around I/O
    private final Deque<Event> latest = new ArrayDeque<>();

    /** Something changed that is about no load balancer. */
    public void add(Event.Kind kind, String text) {
        add(new Event(Instant.now(), kind, Optional.empty(), Optional.empty(), text));
    }

    /** Something changed about a backend. */
    public void add(Event.Kind kind, String loadBalancer, String backend, String text) {
        add(new Event(Instant.now(), kind, Optional.of(loadBalancer), Optional.of(backend), text));
    }

    /** Remembers an event and tells of it. */
    public void add(Event event) {
        lock.lock();
        try {
            latest.addLast(event);
            if (latest.size() > KEPT) {
                latest.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        LOG.log(event.kind().isBad() ? Level.WARNING : Level.INFO, "{0}", event.text());
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
}

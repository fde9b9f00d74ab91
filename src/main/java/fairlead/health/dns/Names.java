package fairlead.health.dns;

import fairlead.stats.EventLog;
import java.net.InetAddress;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Where the names of backends point. Each wanted name is looked up again and again by a thread of its own, so that one whose
 * lookup hangs delays no other; nobody else ever waits for the DNS, except {@link #want} for a while.
 */
public final class Names implements AutoCloseable {
    private final Resolver resolver;
    private final EventLog events;
    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock(); // never around a lookup or a call
    private final Map<String, Lookup> wanted = new HashMap<>();

    /**
     * No name is wanted yet.
     *
     * @param changed called when a name has other addresses than before, by the thread of that name, under no lock
     */
    public Names(Resolver resolver, EventLog events, Runnable changed) {
        this.resolver = resolver;
        this.events = events;
        this.changed = changed;
    }

    /**
     * Keeps the JVM from remembering lookups: it would hold on to an old answer for 30 s, to a failure for 10 s. To be
     * called before anything is looked up; later it has no effect.
     */
    public static void bypassJvmCache() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Security.setProperty("networkaddress.cache.stale.ttl", "0");
    }

    /**
     * Looks these names up from now on, and no others. What is known of those that were wanted before is kept.
     *
     * @param interval from one lookup of a name to its next
     * @param patience how long to wait for the first answers of new names; what comes later is a change
     */
    public void want(Set<String> names, Duration interval, Duration patience) {
        List<Lookup> begun = new ArrayList<>();
        lock.lock();
        try {
            wanted.forEach((name, lookup) -> {
                if (names.contains(name)) {
                    lookup.interval(interval);
                } else {
                    lookup.close();
                }
            });
            wanted.keySet().retainAll(names);
            for (String name : names) {
                if (!wanted.containsKey(name)) {
                    Lookup lookup = new Lookup(name, interval, resolver, events, changed);
                    wanted.put(name, lookup);
                    begun.add(lookup);
                }
            }
        } finally {
            lock.unlock();
        }
        begun.forEach(Lookup::start);
        long deadline = System.nanoTime() + patience.toNanos();
        begun.forEach(lookup -> lookup.awaitFirst(deadline));
    }

    /** Every wanted name. */
    public Map<String, Resolution> all() {
        lock.lock();
        try {
            return wanted.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, entry -> entry.getValue().known()));
        } finally {
            lock.unlock();
        }
    }

    /** The addresses of one name, the last good ones if it cannot be resolved now; none before there were any. */
    public List<InetAddress> addresses(String name) {
        return Optional.ofNullable(all().get(name)).map(Resolution::addresses).orElse(List.of());
    }

    @Override
    public void close() {
        want(Set.of(), Duration.ZERO, Duration.ZERO);
    }
}

package fairlead.admin.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The browsers that are logged in, in memory alone. A session ends when its browser logs out, when it has not been used for
 * {@link #IDLE}, when it is {@link #LONGEST} old, and when its token is revoked, which the caller looks at. Of too many the
 * one that was used least lately ends.
 *
 * <p>Safe for many threads.
 */
final class Sessions {
    static final Duration IDLE = Duration.ofHours(12);
    static final Duration LONGEST = Duration.ofDays(7);
    static final int MOST = 1000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Session> byHash = new LinkedHashMap<>(16, 0.75f, true); // in the order of their use

    Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One browser that is logged in.
     *
     * @param tokenHash tells the token by which it came in
     * @param csrf what its forms have to carry
     */
    record Session(String tokenHash, String csrf, Instant begun, Instant used) {

        private boolean isOver(Instant now) {
            return now.isAfter(used.plus(IDLE)) || now.isAfter(begun.plus(LONGEST));
        }
    }

    /** Begins one; the answer is what its cookie holds. */
    String begin(Token token) {
        Instant now = clock.instant();
        String id = Secret.random();
        lock.lock();
        try {
            byHash.values().removeIf(session -> session.isOver(now));
            if (byHash.size() >= MOST) {
                byHash.remove(byHash.keySet().iterator().next());
            }
            byHash.put(Secret.hash(id), new Session(token.hash(), Secret.random(), now, now));
            return id;
        } finally {
            lock.unlock();
        }
    }

    /** The session with this id, which counts as a use of it. */
    Optional<Session> find(String id) {
        Instant now = clock.instant();
        String hash = Secret.hash(id); // its lookup may take any time: that tells of hashes, not of ids
        lock.lock();
        try {
            Session found = byHash.get(hash);
            if (found == null || found.isOver(now)) {
                byHash.remove(hash);
                return Optional.empty();
            }
            Session session = new Session(found.tokenHash(), found.csrf(), found.begun(), now);
            byHash.put(hash, session);
            return Optional.of(session);
        } finally {
            lock.unlock();
        }
    }

    void end(String id) {
        lock.lock();
        try {
            byHash.remove(Secret.hash(id));
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return byHash.size();
        } finally {
            lock.unlock();
        }
    }
}

package fairlead.admin.access;

import fairlead.stats.AddressText;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How often somebody may be wrong. Each client address has ten mistakes at once and then one every half a minute; all
 * clients together have a hundred, and then one a second. Who has made none yet gets a try even then, so that nobody can
 * lock others out. An IPv6 client is its /64, for it has all the addresses in there. The same mistake again counts no more:
 * it is no guess, but a program that was not told of a new token.
 *
 * <p>Safe for many threads. Of too many clients the one that was wrong least lately is forgotten.
 */
final class LoginThrottle {
    static final int MOST_CLIENTS = 4096;

    private static final int MOST_MISTAKES = 256;
    private static final int OWN_MISTAKES = 10;
    private static final Duration OWN_PACE = Duration.ofSeconds(30);
    private static final int ALL_MISTAKES = 100;
    private static final Duration PACE_OF_ALL = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger("fairlead.admin");

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Boolean> wrong = new LinkedHashMap<>(16, 0.75f, true); // hashes of what was tried lately
    private final Map<String, Instant> clients = new LinkedHashMap<>(16, 0.75f, true); // paid off at this time
    private Instant all = Instant.MIN;

    LoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** How long this client has to wait before it may try; empty when it may now. */
    Optional<Duration> wait(InetAddress client) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Instant own = clients.get(Client.network(client));
            if (own == null || !own.isAfter(now)) {
                return Optional.empty();
            }
            Duration wait = longer(
                    Duration.between(now, own).minus(OWN_PACE.multipliedBy(OWN_MISTAKES - 1)),
                    Duration.between(now, later(all, now)).minus(PACE_OF_ALL.multipliedBy(ALL_MISTAKES - 1)));
            return wait.isPositive() ? Optional.of(wait) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a mistake: each takes its pace to be paid off. */
    void mistake(InetAddress client, String secret) {
        Instant now = clock.instant();
        String key = Client.network(client);
        String hash = Secret.hash(secret);
        lock.lock();
        try {
            boolean again = wrong.put(hash, true) != null;
            if (wrong.size() > MOST_MISTAKES) {
                wrong.remove(wrong.keySet().iterator().next());
            }
            if (again) {
                return;
            }
            Instant own = later(clients.getOrDefault(key, now), now);
            if (!clients.containsKey(key) && clients.size() >= MOST_CLIENTS) {
                clients.remove(clients.keySet().iterator().next());
            }
            clients.put(key, own.plus(OWN_PACE));
            all = later(all, now).plus(PACE_OF_ALL);
        } finally {
            lock.unlock();
        }
        LOG.log(Level.WARNING, "dashboard: a wrong token from {0}", AddressText.of(client));
    }

    int clients() {
        lock.lock();
        try {
            return clients.size();
        } finally {
            lock.unlock();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

package fairlead.proxy;

import fairlead.stats.Counters;
import fairlead.stats.Outcome;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that are open, each in a thread of its own. Safe for many threads. */
final class Connections {
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /** Lets one begin. */
    void start(Connection connection) {
        open.add(connection);
        try {
            Thread.ofVirtual().name(connection.name()).start(connection);
        } catch (OutOfMemoryError e) {
            open.remove(connection);
            throw e;
        }
    }

    /** One is over, and all is written down of it. */
    void ended(Connection connection) {
        open.remove(connection);
    }

    int count() {
        return open.size();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** All of them as they come and go. */
    Collection<Connection> all() {
        return Collections.unmodifiableSet(open);
    }

    /** How they stand, the oldest first. */
    List<OpenConnection> look() {
        return open.stream()
                .flatMap(connection -> connection.look().stream())
                .sorted(Comparator.comparing(OpenConnection::since).thenComparing(OpenConnection::id))
                .toList();
    }

    /** Where they go, and what they have moved that is not counted yet. */
    Map<Counters.Key, OpenTraffic> traffic() {
        Map<Counters.Key, OpenTraffic> sums = new HashMap<>();
        open.forEach(connection -> connection.addTo(sums));
        return sums;
    }

    /** Ends the one of this id, and tells how it stood; empty when there is none. */
    Optional<OpenConnection> close(String id) {
        Optional<Connection> found =
                open.stream().filter(connection -> connection.isCalled(id)).findFirst();
        Optional<OpenConnection> last = found.flatMap(Connection::look);
        found.ifPresent(connection -> connection.abort(Outcome.CLOSED_BY_OPERATOR));
        return last;
    }

    /** Ends that of this client. */
    void abort(InetSocketAddress client, Outcome reason) {
        open.stream().filter(one -> one.isOf(client)).forEach(one -> one.abort(reason));
    }

    /** Ends all; how many there were. */
    int abort(Outcome reason) {
        List<Connection> rest = List.copyOf(open);
        rest.forEach(connection -> connection.abort(reason));
        return rest.size();
    }
}

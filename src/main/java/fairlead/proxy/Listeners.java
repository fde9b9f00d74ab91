package fairlead.proxy;

import fairlead.stats.Event;
import fairlead.stats.EventLog;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The addresses listened on, as they come and go with the config. Guarded by {@code Engine.applying}. */
final class Listeners {
    private final Map<ListenAddress, Listener> bound = new HashMap<>();
    private final EventLog events;
    private final Turns turns;
    private final BiConsumer<Listener, SocketChannel> accepted;

    Listeners(EventLog events, Turns turns, BiConsumer<Listener, SocketChannel> accepted) {
        this.events = events;
        this.turns = turns;
        this.accepted = accepted;
    }

    /**
     * Binds those that are not bound yet; accepts nothing on them.
     *
     * @throws IOException when one cannot be bound; then none is
     */
    List<Listener> bindMissing(Set<ListenAddress> wanted) throws IOException {
        List<Listener> added = new ArrayList<>();
        try {
            for (ListenAddress address : wanted) {
                if (!bound.containsKey(address)) {
                    added.add(Listener.bind(address, turns, accepted));
                }
            }
            return added;
        } catch (IOException e) {
            added.forEach(Listener::close);
            if (!bound.isEmpty()) { // at the start it is the end of all
                events.add(Event.Kind.LISTENER_FAILED, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** Begins to accept on them. */
    void start(List<Listener> added) {
        for (Listener listener : added) {
            bound.put(listener.address(), listener);
            listener.start();
            events.add(Event.Kind.LISTENER_BOUND, "listening on " + listener.address());
        }
    }

    /** Stops accepting on all others. */
    void closeExcept(Set<ListenAddress> wanted) {
        for (Listener listener : List.copyOf(bound.values())) {
            if (!wanted.contains(listener.address())) {
                listener.close();
                bound.remove(listener.address());
                events.add(Event.Kind.LISTENER_CLOSED, "no longer listening on " + listener.address());
            }
        }
    }
}

package fairlead.health.finding;

import fairlead.health.finding.Finding.Draft;
import fairlead.stats.Event;
import fairlead.stats.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Everything that is wrong at the moment. Safe for many threads, as long as each scope is one thread's.
 *
 * <p>A scope is what somebody watches as a whole, such as {@code certificates shop}. It has {@value #MOST} findings at
 * most, the worst ones, so that one mistake in a large config does not bury the rest.
 */
public final class Findings {
    static final int MOST = 100;

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).thenComparing(Finding::firstSeen);

    private final EventLog events;
    private final StateFile state;
    private final Supplier<Instant> clock;
    private final ReentrantLock lock = new ReentrantLock(); // never around I/O
    private final Map<String, Map<Finding.Key, Finding>> scopes = new HashMap<>();

    /** Nothing is wrong yet; the file knows since when it was before a restart. */
    public Findings(EventLog events, StateFile state) {
        this(events, state, Instant::now);
    }

    Findings(EventLog events, StateFile state, Supplier<Instant> clock) {
        this.events = events;
        this.state = state;
        this.clock = clock;
    }

    /** Says all that is wrong in a scope: what is new is raised, as is what got worse, and what is not said is cleared. */
    public void report(String scope, Collection<Draft> drafts) {
        List<Event> changes = new ArrayList<>();
        Instant now = clock.get();
        lock.lock();
        try {
            Map<Finding.Key, Finding> before = scopes.getOrDefault(scope, Map.of());
            Map<Finding.Key, Finding> after = new LinkedHashMap<>();
            for (Draft draft : worst(drafts)) {
                Finding old = before.get(draft.key());
                Finding finding = draft.since(old == null ? state.firstSeen(draft.key(), now) : old.firstSeen());
                after.put(draft.key(), finding);
                if (old == null || finding.severity().isWorseThan(old.severity())) {
                    changes.add(event(now, Event.Kind.FINDING_RAISED, finding, finding.text()));
                }
            }
            before.values().stream()
                    .filter(old -> !after.containsKey(old.key()))
                    .forEach(old -> {
                        state.cleared(old.key());
                        changes.add(event(now, Event.Kind.FINDING_CLEARED, old, "no longer so: " + old.text()));
                    });
            if (after.isEmpty()) {
                scopes.remove(scope);
            } else {
                scopes.put(scope, after);
            }
        } finally {
            lock.unlock();
        }
        changes.forEach(events::add);
    }

    /** Nobody watches the scope any more. */
    public void forget(String scope) {
        report(scope, List.of());
    }

    /** The worst first; of the same severity, the oldest. */
    public List<Finding> all() {
        lock.lock();
        try {
            return scopes.values().stream()
                    .flatMap(scope -> scope.values().stream())
                    .sorted(WORST_FIRST)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Each key once, by its worst draft. */
    private static Collection<Draft> worst(Collection<Draft> drafts) {
        Map<Finding.Key, Draft> worst = new LinkedHashMap<>();
        drafts.stream().sorted(Comparator.comparing(Draft::severity)).forEach(draft -> {
            if (worst.size() < MOST) {
                worst.putIfAbsent(draft.key(), draft);
            }
        });
        return worst.values();
    }

    private static Event event(Instant now, Event.Kind kind, Finding finding, String text) {
        String about = finding.loadBalancer().map(name -> name + ": ").orElse("");
        return new Event(
                now,
                kind,
                finding.loadBalancer(),
                finding.backend(),
                Optional.of(finding.kind().word()
                        + finding.host().map(host -> " " + host).orElse("")),
                about + text);
    }
}

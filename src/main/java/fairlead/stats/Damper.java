package fairlead.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps quiet about what changes all the time. A subject with more than five changes within a minute is said to be
 * flapping, then nothing more until it has been calm for a minute, then where it ended. For one thread; times are {@link
 * System#nanoTime}.
 */
final class Damper {
    static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_CHANGES = 5;
    private static final int MOST_SUBJECTS = 10_000; // what does not fit is not damped

    private final long minute;
    private final Map<Event.Subject, Changes> latestLast = new LinkedHashMap<>();

    /** With a minute of another length. */
    Damper(Duration minute) {
        this.minute = minute.toNanos();
    }

    /** The latest changes of one subject. */
    private static final class Changes {
        private final Deque<Long> times = new ArrayDeque<>(); // a minute's, until it is flapping
        private Event last;
        private long lastTime;
        private long damped; // 0 unless it is flapping

        Changes(Event first) {
            last = first;
        }
    }

    /** What to tell of a change. Ask {@link #calm} first: this one forgets nothing. */
    Optional<Event> changed(Event event, long now) {
        return event.subject().map(subject -> changed(subject, event, now)).orElse(Optional.of(event));
    }

    private Optional<Event> changed(Event.Subject subject, Event event, long now) {
        Changes known = latestLast.remove(subject);
        if (known == null && latestLast.size() >= MOST_SUBJECTS) {
            return Optional.of(event);
        }
        Changes changes = known == null ? new Changes(event) : known;
        latestLast.put(subject, changes);
        changes.last = event;
        changes.lastTime = now;
        if (changes.damped > 0) {
            changes.damped++;
            return Optional.empty();
        }
        changes.times.addLast(now);
        while (now - changes.times.getFirst() >= minute) {
            changes.times.removeFirst();
        }
        if (changes.times.size() <= MOST_CHANGES) {
            return Optional.of(event);
        }
        changes.damped = changes.times.size();
        return Optional.of(event.and(
                event.time(),
                subject.flapping(),
                "%s is flapping: %d changes within a minute; further ones are not reported until it has been calm for a minute"
                        .formatted(subject.text(), changes.damped)));
    }

    /** Forgets what has been calm for a minute, and gives the last event of each that was flapping. */
    List<Event> calm(long now, Instant time) {
        List<Event> ended = new ArrayList<>();
        Iterator<Changes> eldestFirst = latestLast.values().iterator();
        while (eldestFirst.hasNext()) {
            Changes changes = eldestFirst.next();
            if (now - changes.lastTime < minute) {
                break;
            }
            eldestFirst.remove();
            if (changes.damped > 0) {
                ended.add(changes.last.and(
                        time,
                        changes.last.kind(),
                        "%s (calm for a minute, after %d changes)".formatted(changes.last.text(), changes.damped)));
            }
        }
        return ended;
    }

    /** When {@link #calm} has something to say at the earliest; empty when nothing is flapping. */
    OptionalLong nextCalm() {
        return latestLast.values().stream()
                .filter(changes -> changes.damped > 0)
                .findFirst()
                .map(changes -> OptionalLong.of(changes.lastTime + minute))
                .orElse(OptionalLong.empty());
    }
}

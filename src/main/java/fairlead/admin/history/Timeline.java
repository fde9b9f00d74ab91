package fairlead.admin.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.LongStream;

/** All tracks of one range, and which of its steps they know about. For one thread at a time. */
final class Timeline {
    private static final int LATE = 2; // steps, as a clock that is corrected a little may be

    private final Range range;
    private final Map<Scope, Track> tracks = new HashMap<>();
    private final long[] known; // steps, each where its remainder is
    private long latest = Long.MIN_VALUE;

    Timeline(Range range) {
        this.range = range;
        this.known = new long[range.steps()];
    }

    /** Takes a sample, and forgets scopes that it does not have. */
    void add(long tick, Instant at, Reading reading) {
        long step = range.stepOf(tick);
        if (step < latest - LATE) {
            tracks.clear(); // the clock was set back: begin anew
            latest = Long.MIN_VALUE;
        }
        tracks.keySet().retainAll(reading.totals().keySet());
        boolean ends = step > latest;
        reading.totals().forEach((scope, totals) -> {
            Track track = tracks.get(scope);
            if (track == null) {
                tracks.put(scope, new Track(range, step, at, totals));
            } else if (ends) {
                track.end(step, at, totals);
            } else {
                track.note(totals);
            }
        });
        if (ends) {
            latest = step;
            known[Math.floorMod(step, known.length)] = step;
        }
    }

    /** All steps up to now's, or to the one before when that has not ended; nothing where nothing is known. */
    List<Point> points(Scope scope, long tick, ToDoubleBiFunction<Track, Long> value) {
        long now = range.stepOf(tick);
        long last = latest == now - 1 ? latest : now;
        return LongStream.rangeClosed(last - range.steps() + 1, last)
                .mapToObj(step -> new Point(time(step), value(scope, step, value)))
                .toList();
    }

    /** The track of a scope and the latest step, if it knows that. */
    Optional<Track> latestOf(Scope scope) {
        return Optional.ofNullable(tracks.get(scope)).filter(track -> track.knows(latest));
    }

    Optional<Track> track(Scope scope) {
        return Optional.ofNullable(tracks.get(scope));
    }

    long latest() {
        return latest;
    }

    private OptionalDouble value(Scope scope, long step, ToDoubleBiFunction<Track, Long> value) {
        Track track = tracks.get(scope);
        if (track == null || !track.knows(step) || known[Math.floorMod(step, known.length)] != step) {
            return OptionalDouble.empty();
        }
        double found = value.applyAsDouble(track, step);
        return Double.isNaN(found) ? OptionalDouble.empty() : OptionalDouble.of(found);
    }

    private Instant time(long step) {
        return Instant.EPOCH.plus(range.step().multipliedBy(step));
    }
}

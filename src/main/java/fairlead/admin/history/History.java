package fairlead.admin.history;

import fairlead.proxy.Engine;
import fairlead.stats.Outcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What was going on over the last 15 minutes in steps of five seconds, and over the last day in steps of five minutes: for
 * everything, each load balancer and each backend. Lives in memory; begins anew at each start.
 *
 * <p>Threads: one of its own, {@code history}, takes a sample every five seconds. Everybody may read. One lock, held for
 * arithmetic alone.
 */
public final class History implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");

    private final Supplier<Reading> source;
    private final InstantSource clock;
    private final Rates rates;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Range, Timeline> timelines = new EnumMap<>(Range.class);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("history").factory());

    /** Has no sample yet. */
    History(Supplier<Reading> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.rates = new Rates(clock);
        for (Range range : Range.values()) {
            timelines.put(range, new Timeline(range));
        }
    }

    /** Takes samples of this engine from now on. */
    public static History start(Engine engine) {
        History history = new History(() -> Reading.of(engine), InstantSource.system());
        history.timer.execute(history::sampleAndGoOn);
        return history;
    }

    /** A point for each step of the range, the oldest first; the last is now's. */
    public List<Point> series(Scope scope, Measure measure, Range range) {
        lock.lock();
        try {
            return timeline(range).points(scope, tick(clock.instant()), (track, step) -> track.value(measure, step));
        } finally {
            lock.unlock();
        }
    }

    /** Refused connections a second, by why they were; without the outcomes that did not occur. */
    public Map<Outcome, List<Point>> refusals(Scope scope, Range range) {
        lock.lock();
        try {
            Timeline timeline = timeline(range);
            long now = tick(clock.instant());
            Map<Outcome, List<Point>> series = new EnumMap<>(Outcome.class);
            timeline.track(scope)
                    .ifPresent(known -> known.refusals(timeline.latest())
                            .keySet()
                            .forEach(outcome -> series.put(
                                    outcome,
                                    timeline.points(
                                            scope,
                                            now,
                                            (track, step) ->
                                                    track.refusals(step).getOrDefault(outcome, 0.0)))));
            return series;
        } finally {
            lock.unlock();
        }
    }

    /** What is going on; nothing, for a scope that is not known. */
    public Now now(Scope scope) {
        lock.lock();
        try {
            Timeline timeline = timeline(Range.QUARTER_HOUR);
            long step = timeline.latest();
            return timeline.latestOf(scope).map(track -> now(track, step)).orElse(Now.NOTHING);
        } finally {
            lock.unlock();
        }
    }

    /** How fast the open connections are. */
    public Rates rates() {
        return rates;
    }

    private static Now now(Track track, long step) {
        Map<Outcome, Double> refused = track.refusals(step);
        refused.values().removeIf(rate -> rate == 0);
        return new Now(
                (int) track.value(Measure.OPEN_CONNECTIONS, step),
                track.value(Measure.NEW_CONNECTIONS, step),
                track.value(Measure.BYTES_IN, step),
                track.value(Measure.BYTES_OUT, step),
                track.value(Measure.REQUESTS, step),
                refused);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Takes a sample. */
    void sample() {
        Reading reading = source.get();
        Instant at = clock.instant();
        lock.lock();
        try {
            timelines.values().forEach(timeline -> timeline.add(tick(at), at, reading));
        } finally {
            lock.unlock();
        }
    }

    /** Whole multiples of the tick by the wall clock, so that the steps of a graph are those that people think in. */
    private void sampleAndGoOn() {
        try {
            sample();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(Level.ERROR, "the history goes on after a defect in Fairlead", e);
        }
        Instant now = clock.instant();
        Instant next = Instant.EPOCH.plus(Range.TICK.multipliedBy(tick(now) + 1));
        if (!timer.isShutdown()) {
            var unused = timer.schedule(
                    this::sampleAndGoOn, Duration.between(now, next).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The nearest, so that being a little early or late makes no difference. */
    private static long tick(Instant at) {
        return Math.floorDiv(at.toEpochMilli() + Range.TICK.toMillis() / 2, Range.TICK.toMillis());
    }

    private Timeline timeline(Range range) {
        Timeline found = timelines.get(range);
        if (found == null) {
            throw new IllegalStateException("every range has a timeline");
        }
        return found;
    }
}

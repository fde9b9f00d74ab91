package fairlead.health;

import fairlead.health.probe.CheckOutcome;
import fairlead.health.probe.CheckTarget;
import fairlead.pool.Backend;
import fairlead.pool.CheckResult;
import fairlead.pool.HealthState.Transition;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks one backend again and again, until it is cancelled. Never twice at a time; a demand while a check is under way
 * makes another follow at once.
 */
final class BackendCheck {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final Duration SOON = Duration.ofMillis(500);
    private static final double JITTER = 0.1;
    private static final Duration LONGEST_STEP = Duration.ofMillis(50);
    private static final int STEPS = 20; // an interval

    private final String label;
    private final Backend backend;
    private final ScheduledExecutorService timer;
    private final ExecutorService threads;
    private final Function<CheckTarget, CheckOutcome> check;
    private final Told told;
    private final ReentrantLock lock = new ReentrantLock(); // never while a check is made
    private Supplier<CheckTarget> target;
    private Optional<Future<?>> scheduled = Optional.empty();
    private boolean running;
    private boolean demanded;
    private boolean witness;
    private boolean cancelled;

    /** One check: a demand that comes while it is made is not about it. */
    private record Round(CheckTarget target, boolean decides) {}

    /** Gets to know what came of each check. */
    interface Told {
        void told(CheckTarget target, CheckOutcome outcome, Optional<Transition> transition);
    }

    BackendCheck(
            String label,
            Backend backend,
            Supplier<CheckTarget> target,
            ScheduledExecutorService timer,
            ExecutorService threads,
            Function<CheckTarget, CheckOutcome> check,
            Told told) {
        this.label = label;
        this.backend = backend;
        this.target = target;
        this.timer = timer;
        this.threads = threads;
        this.check = check;
        this.told = told;
    }

    /** Makes the first check now. */
    void start() {
        demand(false);
    }

    /** Checks by another target from now on, beginning now if it differs. */
    void retarget(Supplier<CheckTarget> changed) {
        boolean differs;
        lock.lock();
        try {
            differs = !target.get().equals(changed.get());
            target = changed;
        } finally {
            lock.unlock();
        }
        if (differs) {
            demand(false);
        }
    }

    /** Does not wait for the interval. A witness decides by itself whether the backend is down. */
    void demand(boolean asWitness) {
        lock.lock();
        try {
            demanded = true;
            witness |= asWitness;
            if (!running && !cancelled) {
                scheduled.ifPresent(future -> future.cancel(false));
                try {
                    Future<?> unused = threads.submit(this::run);
                    running = true;
                } catch (OutOfMemoryError e) { // no thread to be had at the moment
                    scheduleNext();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes no further checks; the result of one under way is forgotten. */
    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            scheduled.ifPresent(future -> future.cancel(false));
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Thread.currentThread().setName("health " + label);
        do {
            try {
                checkOnce();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a check of " + label + " came to no result", e); // others may
            }
        } while (!finish());
    }

    private void checkOnce() {
        Round round = begin();
        CheckOutcome outcome = check.apply(round.target);
        told.told(round.target, outcome, take(outcome, round.decides));
    }

    private Round begin() {
        lock.lock();
        try {
            boolean decides = witness;
            demanded = false;
            witness = false;
            return new Round(target.get(), decides);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Transition> take(CheckOutcome outcome, boolean decides) {
        lock.lock();
        try {
            if (cancelled || outcome.noSocket()) {
                witness |= decides; // the suspicion stands
                return Optional.empty();
            }
            CheckResult result = new CheckResult(System.nanoTime(), outcome.latency(), outcome.failure());
            return decides
                    ? backend.health().witnessed(result)
                    : backend.health().checked(result);
        } finally {
            lock.unlock();
        }
    }

    /** Whether that was it for now. */
    private boolean finish() {
        lock.lock();
        try {
            if (demanded && !cancelled) {
                return false;
            }
            running = false;
            if (!cancelled) {
                scheduleNext();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void scheduleNext() {
        long now = System.nanoTime();
        long delay = together(now + pause().toNanos(), target.get().config().checkInterval()) - now;
        scheduled = Optional.of(timer.schedule(() -> demand(false), delay, TimeUnit.NANOSECONDS));
    }

    /** A little later, so that checks of many backends fall due together and the timer wakes for several at a time. */
    private static long together(long due, Duration interval) {
        long step = Math.min(LONGEST_STEP.toNanos(), interval.toNanos() / STEPS);
        return due + step - Math.floorMod(due, step);
    }

    /** The interval, or a fifth of it while the next result may bring a change nearer; varied, so that checks spread out. */
    private Duration pause() {
        Duration interval = target.get().config().checkInterval();
        Duration next = backend.health().inDoubt() ? sooner(interval) : interval;
        double varied = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofNanos((long) (next.toNanos() * varied));
    }

    static Duration sooner(Duration interval) {
        Duration fifth = interval.dividedBy(5);
        if (fifth.compareTo(SOON) >= 0) {
            return fifth;
        }
        return interval.compareTo(SOON) < 0 ? interval : SOON;
    }
}

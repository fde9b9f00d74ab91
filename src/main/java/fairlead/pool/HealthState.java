package fairlead.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What checks and clients' connections tell of a backend. The first check decides at once; then so many results in a row
 * that contradict the state change it. Connections that fail count too and can take a backend out; where there are
 * checks, only they bring it back, and where there are none it may prove itself after a while.
 *
 * <p>Counters only, safe for many threads; times are {@link System#nanoTime()} values given by the caller.
 */
public final class HealthState {
    static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int RESULTS = 50;

    /** What is believed of a backend. */
    public enum State {
        /** Nothing is known yet. */
        CHECKING,
        UP,
        DOWN
    }

    /** What checks there are, and how many results in a row make a difference. */
    public record Rules(boolean checked, int unhealthyThreshold, int healthyThreshold) {}

    /** The state has changed. */
    public record Transition(State from, State to, String reason) {}

    private final ReentrantLock lock = new ReentrantLock(); // a few assignments long
    private final Deque<CheckResult> results = new ArrayDeque<>();
    private Rules rules;
    private int passes; // in a row, as are the failures
    private int failures;
    private volatile int connectFailures;
    private volatile int earlyResets;
    private volatile boolean checked;
    private volatile State state;
    private volatile String reason = "";
    private volatile long since;
    private volatile long retryAt;
    private volatile SlowStart slowStart = SlowStart.NONE;

    HealthState(Rules rules, long now) {
        this.rules = rules;
        this.checked = rules.checked();
        this.state = checked ? State.CHECKING : State.UP;
        this.since = now;
    }

    /** Goes by other rules from now on. */
    void follow(Rules changed, long now) {
        lock.lock();
        try {
            if (checked != changed.checked()) {
                passes = 0;
                failures = 0;
            }
            if (checked && !changed.checked()) {
                results.clear();
                retryAt = now + PAUSE.toNanos();
                if (state == State.CHECKING) {
                    state = State.UP;
                    since = now;
                }
            }
            rules = changed;
            checked = changed.checked();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing that was known counts any more, where there are checks to find out anew. */
    void beginAnew(long now) {
        lock.lock();
        try {
            if (checked) {
                results.clear();
                passes = 0;
                failures = 0;
                state = State.CHECKING;
                reason = "";
                since = now;
            }
        } finally {
            lock.unlock();
        }
    }

    public State state() {
        return state;
    }

    /** Whether connections should be sent there, as far as is known. */
    public boolean usable(long now) {
        return state != State.DOWN || (!checked && now - retryAt >= 0);
    }

    /** Why it is down; empty when it is not. */
    public String reason() {
        return reason;
    }

    /** When it came into its state. */
    public long since() {
        return since;
    }

    /** Of the latest checks, the newest last. */
    public List<CheckResult> results() {
        lock.lock();
        try {
            return List.copyOf(results);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the next check may bring a change nearer, so that it should not be waited for as long as usual. */
    public boolean inDoubt() {
        lock.lock();
        try {
            return switch (state) {
                case CHECKING -> false;
                case UP -> failures > 0;
                case DOWN -> passes > 0 || failures == 0;
            };
        } finally {
            lock.unlock();
        }
    }

    /** It begins with a small share, if its load balancer wants so. */
    void comesBack(long now) {
        slowStart = new SlowStart(now);
    }

    SlowStart slowStart() {
        return slowStart;
    }

    /** A check is over. */
    public Optional<Transition> checked(CheckResult result) {
        return checked(result, false);
    }

    /** The same, for a check that was made because of a suspicion, and decides it. */
    public Optional<Transition> witnessed(CheckResult result) {
        return checked(result, true);
    }

    private Optional<Transition> checked(CheckResult result, boolean decides) {
        lock.lock();
        try {
            if (!checked) {
                return Optional.empty(); // it was under way when checks were turned off
            }
            results.addLast(result);
            if (results.size() > RESULTS) {
                results.removeFirst();
            }
            passes = result.passed() ? passes + 1 : 0;
            failures = result.passed() ? 0 : failures + 1;
            boolean first = state == State.CHECKING;
            if (result.passed()) {
                return first || (state == State.DOWN && passes >= rules.healthyThreshold())
                        ? become(State.UP, "", result.at())
                        : Optional.empty();
            }
            String why = result.failure().orElseThrow();
            if (state == State.DOWN) {
                reason = why;
                return Optional.empty();
            }
            return first || decides || failures >= rules.unhealthyThreshold()
                    ? become(State.DOWN, why, result.at())
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** A client's connection was established. */
    public Optional<Transition> connected(long now) {
        if (connectFailures == 0 && (checked || state == State.UP)) {
            return Optional.empty(); // as nearly always
        }
        lock.lock();
        try {
            connectFailures = 0;
            return checked || state == State.UP ? Optional.empty() : become(State.UP, "", now);
        } finally {
            lock.unlock();
        }
    }

    /** A client's connection could not be established. */
    public Optional<Transition> connectFailed(String why, long now) {
        lock.lock();
        try {
            retryAt = now + PAUSE.toNanos();
            connectFailures = Math.min(connectFailures + 1, rules.unhealthyThreshold());
            return state != State.DOWN && connectFailures >= rules.unhealthyThreshold()
                    ? becomeDownByConnections(why, now)
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** The backend sent a client something. */
    public void answered() {
        if (earlyResets == 0) {
            return; // as nearly always
        }
        lock.lock();
        try {
            earlyResets = 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The backend reset a client's connection before it sent a byte.
     *
     * @return whether there were so many in a row that something should be done
     */
    public boolean resetEarly() {
        lock.lock();
        try {
            int resets = earlyResets + 1;
            boolean suspicious = resets >= rules.unhealthyThreshold();
            earlyResets = suspicious ? 0 : resets;
            return suspicious && state != State.DOWN;
        } finally {
            lock.unlock();
        }
    }

    /** Connections tell that it cannot be used. */
    public Optional<Transition> takeOut(String why, long now) {
        lock.lock();
        try {
            retryAt = now + PAUSE.toNanos();
            return state == State.DOWN ? Optional.empty() : becomeDownByConnections(why, now);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Transition> becomeDownByConnections(String why, long now) {
        passes = 0;
        failures = 0;
        return become(State.DOWN, why, now);
    }

    private Optional<Transition> become(State next, String why, long now) {
        Transition transition = new Transition(state, next, why);
        if (state == State.DOWN) {
            comesBack(now); // before it is seen to be up
        }
        state = next;
        reason = why;
        since = now;
        connectFailures = 0;
        earlyResets = 0;
        return Optional.of(transition);
    }
}

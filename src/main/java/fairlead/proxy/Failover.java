package fairlead.proxy;

import fairlead.config.LoadBalancerConfig;
import fairlead.health.Health;
import fairlead.pool.Backend;
import fairlead.pool.Candidates;
import fairlead.pool.Candidates.Candidate;
import fairlead.pool.Seats;
import fairlead.proxy.OpenConnection.State;
import fairlead.proxy.Snapshot.Target;
import fairlead.stats.Outcome;
import fairlead.tls.TlsAlert;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds a backend that answers: connects to one candidate after another, before a byte of the client's is sent to any.
 * Each attempt may take half of the time that is left, the last one all of it, so a dead backend delays and no more. A
 * full one is waited for, which is a time of its own. For the connection's thread, which blocks meanwhile.
 */
final class Failover {
    private final Health health;
    private final Target target;
    private final Candidates candidates;
    private final AtomicReference<State> state;
    private final List<String> failures = new ArrayList<>();
    private boolean full;
    private long connectTime; // nanoseconds left, as is the other
    private long queueTime;

    /**
     * Nothing is tried yet.
     *
     * @param state of the connection, which it keeps true
     */
    Failover(Health health, Target target, Candidates candidates, AtomicReference<State> state) {
        LoadBalancerConfig config = target.loadBalancer();
        this.health = health;
        this.target = target;
        this.candidates = candidates;
        this.state = state;
        this.connectTime = config.connectTimeout().toNanos();
        this.queueTime = config.queue().timeout().toNanos();
    }

    /**
     * The first that answers.
     *
     * @throws Refused when none does in time
     */
    Upstream connect() throws Refused {
        long now = System.nanoTime();
        Optional<Candidate> next = candidates.next(now);
        while (next.isPresent()) {
            Backend backend = next.get().backend();
            boolean counted = next.get() instanceof Candidate.Open || waitFor(backend);
            Optional<Upstream> connected = counted ? connect(backend) : Optional.empty();
            if (connected.isPresent()) {
                return connected.get();
            }
            next = connectTime > 0 ? candidates.next(System.nanoTime()) : Optional.empty();
        }
        Outcome outcome = failures.isEmpty() ? Outcome.NO_BACKEND : Outcome.BACKEND_UNREACHABLE;
        throw Refused.withAlert(
                full && failures.isEmpty() ? Outcome.BACKENDS_FULL : outcome,
                TlsAlert.INTERNAL_ERROR,
                String.join(", ", failures));
    }

    private Optional<Upstream> connect(Backend backend) throws Refused {
        state.set(State.CONNECTING);
        long start = System.nanoTime();
        long limit = candidates.anyLeft(start) ? connectTime / 2 : connectTime;
        try {
            Upstream connected = Upstream.connect(backend, target.rule(), start + limit);
            health.connected(target.pool(), target.rule(), backend, start);
            return Optional.of(connected);
        } catch (Upstream.NoSocket e) {
            throw Refused.withAlert(Outcome.OUT_OF_RESOURCES, TlsAlert.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            long now = System.nanoTime();
            connectTime -= now - start;
            failures.add(backend.name() + ": " + e.getMessage());
            health.connectFailed(target.pool(), target.rule(), backend, e, now);
            return Optional.empty();
        }
    }

    /** Whether one of its connections has ended in time, and this one is counted in its place. */
    private boolean waitFor(Backend backend) {
        full = true;
        Optional<Seats.Waiting> place = queueTime > 0 ? backend.queue() : Optional.empty();
        if (place.isEmpty()) {
            return false;
        }
        state.set(State.WAITING);
        long start = System.nanoTime();
        try {
            return place.get().seated().get(queueTime, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            place.get().giveUp();
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("nobody interrupts a connection, and no seat fails", e);
        } finally {
            queueTime -= System.nanoTime() - start;
        }
    }
}

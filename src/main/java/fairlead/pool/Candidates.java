package fairlead.pool;

import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.pool.HealthState.State;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The backends that one connection may try, best first: those enabled and up, then those not checked yet, then backups,
 * then those that are full, then, unless {@link LoadBalancerConfig.AllUnhealthy#REFUSE}, the unhealthy ones. Each comes once, so failover is
 * "take the next". For one thread.
 */
public final class Candidates {
    private final List<Member> members;
    private final Terms terms;
    private final BitSet tried = new BitSet(); // by index
    private final BitSet full = new BitSet();
    private final Balancing balancing;
    private final LoadBalancerConfig config;
    private final boolean sticky;
    private final InetAddress client;
    private final Predicate<Backend> seat;

    /** A backend to try. */
    public sealed interface Candidate {
        Backend backend();

        /** The connection is counted already. */
        record Open(Backend backend) implements Candidate {}

        /** It has as many connections as it may: one has to end first. */
        record Full(Backend backend) implements Candidate {}
    }

    /**
     * What a connection asks of its backend.
     *
     * @param may what must still hold of a backend, whatever it was when the pool was made
     * @param first which come before all others
     * @param waits whether one that is full is worth waiting for; if not, it is none, and one of the first is tried
     *     before others even when it is unhealthy
     */
    record Terms(Predicate<Member> may, Optional<Predicate<Member>> first, boolean unhealthyToo, boolean waits) {}

    /** Nothing tried yet. */
    Candidates(List<Member> members, Terms terms, Balancing balancing, LoadBalancerConfig config, InetAddress client) {
        this(members, terms, balancing, config, client, Backend::open);
    }

    private Candidates(
            List<Member> members,
            Terms terms,
            Balancing balancing,
            LoadBalancerConfig config,
            InetAddress client,
            Predicate<Backend> seat) {
        this.members = members;
        this.terms = terms;
        this.balancing = balancing;
        this.config = config;
        this.sticky = balancing instanceof SourceIp;
        this.client = client;
        this.seat = seat;
    }

    /**
     * The order in which a connection that begins now would try them, if none could be connected to. Nothing changes:
     * no turn is used up and no connection counted.
     */
    public List<Candidate> order(long now) {
        Candidates rehearsed = new Candidates(members, terms, balancing.copy(), config, client, Backend::hasRoom);
        List<Candidate> order = new ArrayList<>();
        for (var next = rehearsed.next(now); next.isPresent(); next = rehearsed.next(now)) {
            order.add(next.get());
        }
        return order;
    }

    /** The next backend to try; empty when none is left. */
    public Optional<Candidate> next(long now) {
        Predicate<Member> usable = member -> member.backend().health().usable(now);
        Predicate<Member> up = member -> member.backend().health().state() == State.UP;
        Predicate<Member> enabled = member -> member.mode() != Mode.BACKUP;
        return first(up, usable, now)
                .or(() -> open(enabled.and(up), now))
                .or(() -> open(enabled.and(usable), now))
                .or(() -> open(up, now))
                .or(() -> open(usable, now))
                .or(() -> full(enabled.and(usable), now))
                .or(() -> full(usable, now))
                .or(() -> terms.unhealthyToo ? open(enabled, now) : Optional.empty())
                .or(() -> terms.unhealthyToo ? open(member -> true, now) : Optional.empty())
                .or(() -> terms.unhealthyToo ? full(member -> true, now) : Optional.empty());
    }

    private Optional<Candidate> first(Predicate<Member> up, Predicate<Member> usable, long now) {
        if (terms.first.isEmpty()) {
            return Optional.empty();
        }
        Predicate<Member> first = terms.first.get();
        return open(first.and(up), now)
                .or(() -> open(first.and(usable), now))
                .or(() -> terms.waits ? full(first.and(usable), now) : open(first, now));
    }

    /** Whether there is another to try after those taken so far. */
    public boolean anyLeft(long now) {
        return members.stream()
                .anyMatch(member -> isLeft(member)
                        && (terms.unhealthyToo || member.backend().health().usable(now)));
    }

    /** The best that has room; where clients stick to a backend, the best, and they wait for it. */
    private Optional<Candidate> open(Predicate<Member> eligible, long now) {
        Predicate<Member> inRoom =
                member -> (sticky || member.backend().hasRoom()) && !full.get(member.index()) && eligible.test(member);
        for (Optional<Member> best = pick(inRoom, now); best.isPresent(); best = pick(inRoom, now)) {
            Member member = best.get();
            if (seat.test(member.backend())) {
                tried.set(member.index());
                return Optional.of(new Candidate.Open(member.backend()));
            }
            if (sticky) {
                tried.set(member.index());
                return Optional.of(new Candidate.Full(member.backend()));
            }
            full.set(member.index()); // the last seat has gone to another meanwhile
        }
        return Optional.empty();
    }

    private Optional<Candidate> full(Predicate<Member> eligible, long now) {
        Optional<Member> best = terms.waits ? pick(eligible, now) : Optional.empty();
        return best.map(member -> {
            tried.set(member.index());
            return new Candidate.Full(member.backend());
        });
    }

    private Optional<Member> pick(Predicate<Member> eligible, long now) {
        List<Member> untried = new ArrayList<>(members.size());
        for (Member member : members) {
            if (isLeft(member) && eligible.test(member)) {
                untried.add(config.slowStart().isPresent() ? warmed(member, now) : member);
            }
        }
        return untried.isEmpty() ? Optional.empty() : Optional.of(balancing.pick(untried, client));
    }

    private boolean isLeft(Member member) {
        return !tried.get(member.index()) && terms.may.test(member);
    }

    private Member warmed(Member member, long now) {
        SlowStart slowStart = member.backend().health().slowStart();
        return config.slowStart()
                .filter(length -> slowStart.isUnderWay(length, now))
                .map(length -> member.withWeight(slowStart.weight(member.weight(), length, now)))
                .orElse(member);
    }
}

package fairlead.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every {@link Tally}, by where its connections went. */
public final class Counters {

    /**
     * Where connections came in and went. Bounded by the config: no name from the wire is in it.
     *
     * @param loadBalancer empty when none was chosen
     * @param backend empty when none was reached
     */
    public record Key(String listener, String loadBalancer, String backend) {

        /** Where this one went. */
        public static Key of(ConnectionRecord record) {
            return new Key(
                    record.listener(),
                    record.loadBalancer().orElse(""),
                    record.backend().orElse(""));
        }
    }

    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();

    /** Counts a connection that has ended. */
    public void add(ConnectionRecord ended) {
        tally(ended).add(ended);
    }

    /** Counts a request that is answered, on a connection that goes on. */
    public void addRequest(ConnectionRecord answered) {
        tally(answered).addRequest(answered);
    }

    private Tally tally(ConnectionRecord record) {
        return tallies.computeIfAbsent(Key.of(record), unused -> new Tally());
    }

    /** All tallies; they go on counting. */
    public Map<Key, Tally> tallies() {
        return Map.copyOf(tallies);
    }

    /** Ended connections with this outcome, wherever they went. */
    public long connections(Outcome outcome) {
        return tallies.values().stream()
                .mapToLong(tally -> tally.connections(outcome))
                .sum();
    }
}

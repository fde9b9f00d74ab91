package fairlead.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The latest connections and requests that are over. Lock-free: adding never waits, not even for who reads. */
public final class Recent {
    private record Numbered(long number, ConnectionRecord ended) {}

    private final AtomicReferenceArray<@Nullable Numbered> ring;
    private final AtomicLong next = new AtomicLong();

    /** Keeps so many. */
    public Recent(int size) {
        this.ring = new AtomicReferenceArray<>(size);
    }

    public void add(ConnectionRecord ended) {
        long number = next.getAndIncrement();
        ring.set((int) (number % ring.length()), new Numbered(number, ended));
    }

    /** The newest first. One that is being added may be missing. */
    public List<ConnectionRecord> latest() {
        long end = next.get();
        List<ConnectionRecord> found = new ArrayList<>();
        for (long number = end - 1; number >= Math.max(0, end - ring.length()); number--) {
            Numbered there = ring.get((int) (number % ring.length()));
            if (there != null && there.number == number) {
                found.add(there.ended);
            }
        }
        return found;
    }
}

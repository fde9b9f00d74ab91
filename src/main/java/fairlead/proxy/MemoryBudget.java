package fairlead.proxy;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that many connections share, so that a crowd of greedy clients cannot exhaust the heap. */
final class MemoryBudget {

    private final AtomicLong left;

    MemoryBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes so many, or none and answers false when fewer are left. */
    boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void release(int bytes) {
        left.addAndGet(bytes);
    }
}

package fairlead.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many connections a backend has and may have, and who waits for one to end. A seat that becomes free goes to whoever
 * waits longest. Lock-free where there is no cap and nobody waits.
 */
public final class Seats {
    private final AtomicInteger taken = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock(); // a few steps long
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private volatile int waiting;
    private volatile int cap;
    private volatile int maxWaiting;

    /** A place in the queue. */
    public final class Waiting {
        private final CompletableFuture<Boolean> seated = new CompletableFuture<>();

        /** Whether it got a seat; false when there is nothing to wait for any more. */
        public CompletableFuture<Boolean> seated() {
            return seated;
        }

        /** Leaves the queue; gives back the seat if it has come by now. */
        public void giveUp() {
            boolean left;
            lock.lock();
            try {
                left = queue.remove(this);
                waiting = queue.size();
            } finally {
                lock.unlock();
            }
            if (!left && seated.getNow(false)) {
                free();
            }
        }
    }

    /** Sets the limits; 0 for no cap. */
    void limit(int connections, int inQueue) {
        cap = connections;
        maxWaiting = inQueue;
        seatThoseWaiting();
    }

    int taken() {
        return taken.get();
    }

    int waiting() {
        return waiting;
    }

    /** Whether {@link #take} is likely to succeed. */
    boolean isFree() {
        return cap == 0 || (waiting == 0 && taken.get() < cap);
    }

    /** Takes a seat, unless all are taken or others wait for one. */
    boolean take() {
        return waiting == 0 && takeBeforeOthers();
    }

    /** Gives a seat back. */
    void free() {
        taken.decrementAndGet();
        if (waiting > 0) {
            seatThoseWaiting();
        }
    }

    /** Takes a place at the end of the queue; empty when it is full. */
    Optional<Waiting> queue() {
        Waiting last = new Waiting();
        lock.lock();
        try {
            if (queue.size() >= maxWaiting) {
                return Optional.empty();
            }
            queue.addLast(last);
            waiting = queue.size();
        } finally {
            lock.unlock();
        }
        seatThoseWaiting(); // one may have become free before anybody was seen to wait
        return Optional.of(last);
    }

    /** Sends everybody away who waits. */
    void dismiss() {
        lock.lock();
        try {
            waiting = 0; // before they go on, and look
            queue.forEach(one -> one.seated.complete(false));
            queue.clear();
        } finally {
            lock.unlock();
        }
    }

    private boolean takeBeforeOthers() {
        int max = cap;
        if (max == 0) {
            taken.incrementAndGet();
            return true;
        }
        for (int now = taken.get(); now < max; now = taken.get()) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    private void seatThoseWaiting() {
        lock.lock();
        try {
            while (!queue.isEmpty() && takeBeforeOthers()) {
                queue.removeFirst().seated.complete(true);
            }
            waiting = queue.size();
        } finally {
            lock.unlock();
        }
    }
}

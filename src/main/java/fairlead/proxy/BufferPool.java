package fairlead.proxy;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lends large direct buffers for bulk transfer. A direction has one only while it has more to move than a small read
 * takes, so a few serve thousands of connections. The number is bounded: peers that do not read what they asked for keep
 * a buffer each, and when all are out the others go on in small steps.
 */
final class BufferPool {
    static final int SIZE = 128 << 10;

    private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>(); // last in, first out: warm
    private final AtomicInteger mayMake;

    BufferPool(int buffers) {
        this.mayMake = new AtomicInteger(buffers);
    }

    /** An empty buffer, or null when all are in use. */
    @Nullable
    ByteBuffer take() {
        ByteBuffer buffer = free.pollFirst();
        if (buffer != null) {
            return buffer.clear();
        }
        if (mayMake.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
            return null;
        }
        return ByteBuffer.allocateDirect(SIZE);
    }

    void give(ByteBuffer buffer) {
        free.addFirst(buffer);
    }
}

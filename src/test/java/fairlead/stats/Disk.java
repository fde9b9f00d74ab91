package fairlead.stats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A disk that can be made to hang and to fail. */
final class Disk extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // synchronized itself
    private final Semaphore gate = new Semaphore(1);
    private volatile boolean full;
    private volatile int attempts;

    /** From now on every write hangs. */
    void hang() {
        gate.acquireUninterruptibly();
    }

    void goOn() {
        gate.release();
    }

    /** From now on every write fails, or none. */
    void full(boolean now) {
        full = now;
    }

    /** Whether a write waits. */
    boolean hanging() {
        return gate.hasQueuedThreads();
    }

    /** Writes that were begun. */
    int attempts() {
        return attempts;
    }

    List<String> lines() {
        return bytes.toString(StandardCharsets.US_ASCII).lines().toList();
    }

    @Override
    public void write(int b) {
        throw new AssertionError("lines are written whole");
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void write(byte[] b, int from, int length) throws IOException {
        attempts++;
        gate.acquireUninterruptibly();
        gate.release();
        if (full) {
            throw new IOException("no space left on device");
        }
        bytes.write(b, from, length);
    }
}

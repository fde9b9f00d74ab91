package fairlead.stats;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The access log: one line per connection or request, written by a thread of its own. Giving it a line never waits: when the disk
 * is slower than the traffic, the queue fills, lines are dropped and counted, and the log says how many. Every line given
 * to it before {@link #close} is either written once or counted as dropped.
 */
public final class AccessLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final int QUEUE = 16_384;
    private static final int CHUNK = 2048; // characters, after which lines are written: several to a system call
    private static final Duration REST = Duration.ofMillis(10); // so that not every line has to wake the writer

    private record Target(LogSink sink, AccessLogFormat format) {}

    private final BlockingQueue<ConnectionRecord> queue;
    private final LongAdder dropped = new LongAdder();
    private final AtomicReference<@Nullable Target> wanted = new AtomicReference<>();
    private final Thread writer;
    private Target target; // this and the next two: the writer's own
    private long reported;
    private boolean broken;
    private volatile boolean off;
    private volatile boolean closing;
    private volatile boolean reopen;

    /** Starts writing to the sink, which is closed with the log. */
    public AccessLog(LogSink sink, AccessLogFormat format) {
        this(sink, format, QUEUE);
    }

    AccessLog(LogSink sink, AccessLogFormat format, int capacity) {
        this.target = new Target(sink, format);
        this.off = sink instanceof LogSink.None;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.writer = Thread.ofPlatform().daemon().name("access log").start(this::run);
    }

    /** Queues a line, unless the log is off; drops it when the queue is full. Never waits for the disk. */
    public void add(ConnectionRecord ended) {
        if (!off && !queue.offer(ended)) {
            dropped.increment();
        }
    }

    /** Lines dropped so far. */
    public long dropped() {
        return dropped.sum();
    }

    /** Begins the file anew by its name, as after a rename by logrotate. */
    public void reopen() {
        reopen = true;
    }

    /** Goes on with another sink, and closes the one so far as soon as nothing is being written to it. */
    public void change(LogSink sink, AccessLogFormat format) {
        off = sink instanceof LogSink.None;
        Target skipped = wanted.getAndSet(new Target(sink, format));
        if (skipped != null) {
            close(skipped.sink);
        }
    }

    /** Writes what is queued, for five seconds at the most, and closes the sink. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                ConnectionRecord next = queue.poll(100, TimeUnit.MILLISECONDS);
                changeTarget();
                writeSome(next);
                if (next != null && queue.isEmpty()) {
                    LockSupport.parkNanos(REST.toNanos());
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the access log", e);
        } finally {
            changeTarget();
            close(target.sink);
        }
    }

    private void changeTarget() {
        Target next = wanted.getAndSet(null);
        if (next != null) {
            close(target.sink);
            target = next;
        }
    }

    /** Writes a chunk that begins with this line; a sink that fails has taken nothing of it. */
    private void writeSome(@Nullable ConnectionRecord first) {
        int lines = first == null ? 0 : 1;
        try {
            if (reopen) {
                reopen = false;
                target.sink.reopen();
            }
            StringBuilder chunk = new StringBuilder();
            long missing = dropped.sum() - reported;
            if (missing > 0) {
                chunk.append(target.format.dropped(missing)).append('\n');
            }
            ConnectionRecord next = first;
            while (next != null) {
                chunk.append(target.format.line(next)).append('\n');
                next = chunk.length() < CHUNK ? queue.poll() : null;
                lines += next == null ? 0 : 1;
            }
            if (!chunk.isEmpty()) {
                target.sink.write(chunk.toString());
            }
            reported += missing;
            broken = false;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            dropped.add(lines);
            if (!broken) {
                broken = true;
                LOG.log(System.Logger.Level.WARNING, "the access log cannot be written: {0}", e.getMessage());
            }
        }
    }

    private static void close(LogSink sink) {
        try {
            sink.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing the access log: {0}", e.getMessage());
        }
    }
}

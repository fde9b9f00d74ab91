package fairlead.stats;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The access log: one line per connection, written by a thread of its own. Giving it a line never waits: when the disk
 * is slower than the traffic, the queue fills, lines are dropped and counted, and the log says how many.
 */
public final class AccessLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final int QUEUE = 16_384;

    private final BlockingQueue<ConnectionRecord> queue;
    private final LongAdder dropped = new LongAdder();
    private final AccessLogFormat format;
    private final LogSink sink;
    private final Thread writer;
    private long reported;
    private boolean broken;
    private volatile boolean closing;
    private volatile boolean reopen;

    /** Starts writing to the sink, which is closed with the log. */
    public AccessLog(LogSink sink, AccessLogFormat format) {
        this(sink, format, QUEUE);
    }

    AccessLog(LogSink sink, AccessLogFormat format, int capacity) {
        this.sink = sink;
        this.format = format;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.writer = Thread.ofPlatform().daemon().name("access log").start(this::write);
    }

    /** Queues a line; drops it when the queue is full. Never waits for the disk. */
    public void add(ConnectionRecord ended) {
        if (!queue.offer(ended)) {
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

    private void write() {
        try (sink) {
            while (!closing || !queue.isEmpty()) {
                ConnectionRecord next = queue.poll(100, TimeUnit.MILLISECONDS);
                writeLine(next);
            }
        } catch (InterruptedException | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the access log ended: {0}", e.getMessage());
        }
    }

    private void writeLine(@Nullable ConnectionRecord next) {
        try {
            if (reopen) {
                reopen = false;
                sink.reopen();
            }
            long missing = dropped.sum() - reported;
            if (missing > 0 && next != null) {
                sink.write(format.dropped(missing));
                reported += missing;
            }
            if (next != null) {
                sink.write(format.line(next));
            }
            if (queue.isEmpty()) {
                sink.flush();
            }
            broken = false;
        } catch (IOException e) {
            dropped.increment();
            if (!broken) {
                broken = true;
                LOG.log(System.Logger.Level.WARNING, "the access log cannot be written: {0}", e.getMessage());
            }
        }
    }
}

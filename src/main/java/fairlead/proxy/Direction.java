package fairlead.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relay: a plain blocking copy, on a thread of its own.
 *
 * <p>It waits with a small buffer on the heap, so that an idle connection costs next to nothing. When a read fills it and
 * more is there, the burst goes through a large direct buffer until the source runs dry. {@link InputStream#available}
 * asks the kernel without blocking, and unlike switching the channel's mode it needs no lock that a writer of the other
 * direction may hold.
 */
final class Direction {
    /** A read of less than this has most likely emptied the source. */
    private static final int STREAM = 16 << 10;

    private static final VarHandle BYTES;
    private static final VarHandle WRITING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BYTES = lookup.findVarHandle(Direction.class, "bytes", long.class);
            WRITING = lookup.findVarHandle(Direction.class, "writing", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How a copy ended. */
    enum End {
        /** The source finished, and the sink has yet to be told so. */
        FINISHED,
        /** The source broke off. */
        SOURCE_FAILED,
        /** The sink broke off. */
        SINK_FAILED,
        /** The sink takes no more since it closed; it may have finished before, and what it sent may be on its way. */
        SINK_CLOSED
    }

    private final SocketChannel source;
    private final SocketChannel sink;
    private final int waiting;
    private final BufferPool buffers;
    private final Turns.Turn turn;
    private @Nullable InputStream readiness;

    // Written by the copying thread alone and read now and then by others: opaque, for a volatile store costs a fence.
    private long bytes;
    private boolean writing;

    /**
     * Not begun yet.
     *
     * @param waiting how many bytes of memory it waits with
     */
    Direction(SocketChannel source, SocketChannel sink, int waiting, BufferPool buffers, Turns turns) {
        this.source = source;
        this.sink = sink;
        this.waiting = waiting;
        this.buffers = buffers;
        this.turn = turns.turn();
    }

    /** Copies until the source has finished or one of the two has failed. */
    End copy() {
        ByteBuffer small = ByteBuffer.allocate(waiting);
        try {
            while (read(small.clear())) {
                if (small.hasRemaining() || !moreAvailable() || !burst(small)) {
                    write(small.flip());
                }
            }
            return End.FINISHED;
        } catch (IOException e) {
            if (!writing()) {
                return End.SOURCE_FAILED;
            }
            return Sockets.isBrokenPipe(e) ? End.SINK_CLOSED : End.SINK_FAILED;
        }
    }

    /** Writes all of it to the sink, blocking. */
    void write(ByteBuffer buffer) throws IOException {
        WRITING.setOpaque(this, true);
        while (buffer.hasRemaining()) {
            int n = sink.write(buffer);
            BYTES.setOpaque(this, bytes + n);
        }
        WRITING.setOpaque(this, false);
    }

    /** Bytes written to the sink so far. */
    long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    /** Whether the copy is waiting for the sink, not for the source. */
    boolean writing() {
        return (boolean) WRITING.getOpaque(this);
    }

    SocketChannel source() {
        return source;
    }

    SocketChannel sink() {
        return sink;
    }

    /** Blocks until there is something; false at the end of the stream. */
    private boolean read(ByteBuffer buffer) throws IOException {
        turn.giveWay();
        return source.read(buffer) >= 0;
    }

    /** Moves the full small buffer and all that is there behind it; false when no large buffer is free. */
    private boolean burst(ByteBuffer small) throws IOException {
        ByteBuffer large = buffers.take();
        if (large == null) {
            return false;
        }
        try {
            large.put(small.flip());
            int n;
            do {
                n = source.read(large); // does not block: there is something
                write(large.flip());
                large.clear();
            } while (n >= STREAM && !turn.isOverdue() && moreAvailable());
            return true;
        } finally {
            buffers.give(large);
        }
    }

    private boolean moreAvailable() throws IOException {
        if (readiness == null) {
            readiness = source.socket().getInputStream();
        }
        return readiness.available() > 0;
    }
}

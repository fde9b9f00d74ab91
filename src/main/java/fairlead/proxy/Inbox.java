package fairlead.proxy;

import fairlead.stats.Outcome;
import fairlead.tls.TlsAlert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Bytes that came from a peer and that nobody has used yet. A hostile peer may send them one at a time and up to a limit:
 * what goes beyond the ordinary size is taken from a budget that all connections share. For one thread at a time.
 */
final class Inbox implements AutoCloseable {
    private static final int ORDINARY = 2048;
    private static final byte[] NOTHING = {};

    private final SocketChannel channel;
    private final MemoryBudget budget;
    private byte[] bytes = new byte[ORDINARY];
    private int borrowed;
    private int from;
    private int to;

    Inbox(SocketChannel channel, MemoryBudget budget) {
        this.channel = channel;
        this.budget = budget;
    }

    /** What the bytes from {@link #from} to {@link #to} are in. Another array after each {@link #fill}. */
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int length() {
        return to - from;
    }

    /** The bytes, as a view that changes when more are read. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, from, length());
    }

    /** Whether a line ends behind the first so many bytes. */
    boolean hasLineEnd(int behind) {
        for (int i = from + behind; i < to; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** So many have been used. */
    void take(int count) {
        from += count;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    /**
     * Blocks until there are more bytes.
     *
     * @return how many; negative when the peer has finished
     * @throws Refused when all connections together hold too many
     */
    int fill() throws IOException, Refused {
        if (to == bytes.length) {
            makeRoom();
        }
        int n = channel.read(ByteBuffer.wrap(bytes, to, bytes.length - to));
        to += Math.max(0, n);
        return n;
    }

    /** Gives back what it needed beyond the ordinary, if it is empty. */
    void shrink() {
        if (borrowed > 0 && from == to) {
            close();
            bytes = new byte[ORDINARY];
        }
    }

    /** Whether the latest bytes used up all room, so that more may be waiting in the socket. */
    boolean isFull() {
        return to == bytes.length;
    }

    /** Lets go of the memory; the lengths stay. */
    @Override
    public void close() {
        budget.release(borrowed);
        borrowed = 0;
        bytes = NOTHING;
    }

    private void makeRoom() throws Refused {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, length());
            to -= from;
            from = 0;
            return;
        }
        if (!budget.take(bytes.length)) {
            throw Refused.withAlert(
                    Outcome.OUT_OF_RESOURCES, TlsAlert.INTERNAL_ERROR, "too many unfinished ClientHellos or requests");
        }
        borrowed += bytes.length;
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
}

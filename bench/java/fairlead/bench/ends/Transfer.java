package fairlead.bench.ends;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One side of a bulk transfer: so many bytes to send and so many to receive, at the same time. The backend sends one byte
 * more when it has received everything, so that the client knows.
 */
final class Transfer {
    /** The size of a buffer for bulk bytes. */
    static final int CHUNK = 64 << 10;

    /** The size of what a client sends first: how many bytes the backend is to send, and how many it will receive. */
    static final int ORDER = 16;

    private final SocketChannel channel;
    private long toSend;
    private long toReceive;
    private boolean lastByteDue;

    Transfer(SocketChannel channel) {
        this.channel = channel;
    }

    void start(long toSend, long toReceive) {
        this.toSend = toSend;
        this.toReceive = toReceive;
        this.lastByteDue = true;
    }

    /** Sends or receives a buffer, or both, as the selector says is possible; false when the other side has finished. */
    boolean proceed(SelectionKey key, ByteBuffer buffer) throws IOException {
        int ready = key.readyOps();
        if (toSend > 0 && (ready & SelectionKey.OP_WRITE) != 0) {
            buffer.clear().limit((int) Math.min(CHUNK, toSend));
            toSend -= channel.write(buffer);
        }
        if (toReceive > 0 && (ready & SelectionKey.OP_READ) != 0) {
            buffer.clear().limit((int) Math.min(CHUNK, toReceive));
            int received = channel.read(buffer);
            if (received < 0) {
                return false;
            }
            toReceive -= received;
        }
        return true;
    }

    boolean received() {
        return toReceive == 0;
    }

    void sendLastByte() {
        if (lastByteDue) {
            lastByteDue = false;
            toSend++;
        }
    }

    boolean done() {
        return toSend == 0 && toReceive == 0;
    }

    void updateInterest(SelectionKey key) {
        int write = toSend > 0 ? SelectionKey.OP_WRITE : 0;
        int read = toReceive > 0 || toSend == 0 ? SelectionKey.OP_READ : 0;
        if (key.interestOps() != (write | read)) {
            key.interestOps(write | read);
        }
    }
}

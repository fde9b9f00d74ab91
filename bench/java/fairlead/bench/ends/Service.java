package fairlead.bench.ends;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * The backend's side of one connection: skip the hello, answer, then either echo, or again and again a {@link Transfer}
 * that the client orders with 16 bytes. Of the backend's one thread, which is why all share one buffer.
 */
final class Service {
    private static final int RECORD_HEADER = 5;
    private static final ByteBuffer SHARED = ByteBuffer.allocateDirect(Transfer.CHUNK);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer header; // the hello's record header, then the orders of a bulk connection
    private final Transfer transfer;
    private final boolean bulk;
    private int helloLeft = -1; // not known before the record header is there
    private boolean answered;

    Service(SocketChannel channel, SelectionKey key, boolean bulk) {
        this.channel = channel;
        this.key = key;
        this.bulk = bulk;
        this.header = ByteBuffer.allocate(Transfer.ORDER);
        this.transfer = new Transfer(channel);
        header.limit(RECORD_HEADER);
    }

    /** Does what can be done now; false when the connection is at its end. */
    boolean proceed() throws IOException {
        if (bulk && answered) {
            return bulk();
        }
        SHARED.clear();
        if (channel.read(SHARED) < 0) {
            return false;
        }
        SHARED.flip();
        if (!answered) {
            skipHello();
        }
        if (answered && SHARED.hasRemaining()) {
            send(SHARED);
        }
        return true;
    }

    private void skipHello() throws IOException {
        while (helloLeft < 0 && SHARED.hasRemaining()) {
            header.put(SHARED.get());
            if (!header.hasRemaining()) {
                helloLeft = Short.toUnsignedInt(header.getShort(3));
                header.clear();
            }
        }
        if (helloLeft >= 0) {
            int skipped = Math.min(helloLeft, SHARED.remaining());
            SHARED.position(SHARED.position() + skipped);
            helloLeft -= skipped;
            if (helloLeft == 0) {
                answered = true;
                send(ByteBuffer.allocate(Backend.ANSWER));
            }
        }
    }

    private boolean bulk() throws IOException {
        if (transfer.done()) {
            if (channel.read(header) < 0) {
                return false;
            }
            if (header.hasRemaining()) {
                return true;
            }
            header.flip();
            transfer.start(header.getLong(), header.getLong());
            header.clear();
        }
        boolean open = transfer.proceed(key, SHARED);
        if (transfer.received()) {
            transfer.sendLastByte();
        }
        transfer.updateInterest(key);
        return open;
    }

    /** Nobody sends more than one message at a time, so that what does not fit into the socket is a mistake. */
    private void send(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the other side does not read");
        }
    }
}

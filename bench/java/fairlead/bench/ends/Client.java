package fairlead.bench.ends;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** The client's side of one connection. */
final class Client {
    final SocketChannel channel;
    final SelectionKey key;
    final Transfer transfer;

    /** When the connection was begun, or the message sent that is now under way. */
    long startNanos;

    /** Bytes of the answer that have not come yet; 0 when nothing is under way. */
    int awaited;

    private Client(SocketChannel channel, Selector selector, long startNanos) throws IOException {
        this.channel = channel;
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
        this.startNanos = startNanos;
        this.transfer = new Transfer(channel);
        this.awaited = Backend.ANSWER;
    }

    /**
     * Connects and sends the hello. The connect blocks, because on loopback the kernel completes it by itself at once, and
     * a selector would add four system calls.
     *
     * @throws NoRouteToHostException when no local port is free
     */
    static Client connect(int port, ByteBuffer hello, Selector selector) throws IOException {
        long start = System.nanoTime();
        SocketChannel channel = SocketChannel.open();
        try {
            channel.connect(Loopback.port(port));
            channel.write(hello.duplicate());
            channel.configureBlocking(false);
            return new Client(channel, selector, start);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Reads what has come; true when that was the last of the answer. */
    boolean answered(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int read = channel.read(buffer);
        if (read < 0) {
            throw new IOException("ended early");
        }
        awaited -= read;
        return awaited == 0;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}

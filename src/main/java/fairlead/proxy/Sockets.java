package fairlead.proxy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;

/** The ways a socket is written to its last byte and closed. */
final class Sockets {
    /** How much unread input is thrown away before a close; whoever sends more has its reset coming. */
    private static final int DISCARD_LIMIT = 4 << 20;

    private static final String BROKEN_PIPE = brokenPipe();

    private Sockets() {}

    /** Writes all of it, blocking. */
    static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is released either way
        }
    }

    /** Makes whoever reads from it see an end, and closes it if that cannot be. */
    static void shutdownInput(SocketChannel channel) {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            close(channel);
        }
    }

    /** Closes with a RST, by which the peer knows that the stream did not end but broke. */
    static void reset(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | RuntimeException e) {
            // closed already, or about to be
        }
        close(channel);
    }

    /**
     * Reads and throws away until the peer has finished. A close with unread input makes the kernel send a RST, and that
     * destroys what was written but not yet read on the other side (RFC 1122 section 4.2.2.13).
     */
    static void discardInput(SocketChannel channel) throws IOException {
        ByteBuffer waste = ByteBuffer.allocate(4096);
        for (long total = 0; total < DISCARD_LIMIT; total += waste.position()) {
            if (channel.read(waste.clear()) < 0) {
                return;
            }
        }
    }

    /**
     * Whether a write failed because the peer had closed. It is the only failure that may follow a FIN; a RST without one
     * is another, and told to a write it is not told to a read again, which sees an end of the stream like any other.
     */
    static boolean isBrokenPipe(IOException e) {
        return BROKEN_PIPE.equals(e.getMessage());
    }

    /** What the system calls it: Java has no type for it, and the words depend on the user's language. */
    private static String brokenPipe() {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(ByteBuffer.allocate(1));
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("a pipe without a reader takes bytes");
    }
}

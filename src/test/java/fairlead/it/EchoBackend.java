package fairlead.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends back what it gets, on thousands of connections. After so many bytes it finishes first: the side that closes
 * first keeps the connection's ports for a minute, and a server's port does not run out.
 */
final class EchoBackend implements AutoCloseable {
    private final ServerSocketChannel server;
    private final long limit;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private EchoBackend(ServerSocketChannel server, long limit) {
        this.server = server;
        this.limit = limit;
    }

    static EchoBackend start() {
        return finishingAfter(Long.MAX_VALUE);
    }

    /** Finishes each connection after so many bytes. */
    static EchoBackend finishingAfter(long bytes) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
            EchoBackend backend = new EchoBackend(server, bytes);
            Thread.ofPlatform().daemon().name("echo backend").start(backend::acceptAll);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                SocketChannel socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("echo").start(() -> echo(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void echo(SocketChannel socket) {
        ByteBuffer buffer = ByteBuffer.allocate(2048);
        try (socket) {
            for (long done = 0; socket.read(buffer.clear()) >= 0; ) {
                done += buffer.position();
                buffer.flip();
                while (buffer.hasRemaining()) {
                    socket.write(buffer);
                }
                if (done >= limit) {
                    socket.shutdownOutput();
                }
            }
        } catch (IOException e) {
            // a test's client may break off
        } finally {
            open.remove(socket);
        }
    }
}

package fairlead.bench.ends;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The process behind the proxies. Says its ports on standard output, {@code echo=<port> bulk=<port>}, serves them on one
 * thread, and ends when its standard input does.
 */
public final class Backend {
    /** Bytes that are sent once the ClientHello is whole. */
    public static final int ANSWER = 64;

    private static final int BACKLOG = 4096;

    private final Selector selector = Selector.open();

    private Backend() throws IOException {}

    public static void main(String[] args) throws IOException {
        Backend backend = new Backend();
        System.out.println("echo=" + backend.listen(false) + " bulk=" + backend.listen(true));
        Thread loop = new Thread(backend::serve, "backend");
        loop.setDaemon(true);
        loop.start();
        System.in.read();
    }

    private int listen(boolean bulk) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(Loopback.port(0), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, bulk);
        return server.socket().getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                accept(server, Boolean.TRUE.equals(key.attachment()));
            } else if (key.attachment() instanceof Service service && !service.proceed()) {
                key.channel().close();
            }
        } catch (IOException e) {
            close(key); // reset by the other side, which then counts it
        }
    }

    private void accept(ServerSocketChannel server, boolean bulk) throws IOException {
        SocketChannel channel = server.accept();
        while (channel != null) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Service(channel, key, bulk));
            channel = server.accept();
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            key.cancel();
        }
    }
}

package fairlead.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a client its name in a line of its own, then sends back what it gets; and answers checks by HTTP. In this process,
 * or by {@link #main} in one of its own, where it needs nothing but the JDK.
 */
final class NamedBackend implements AutoCloseable {
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

    private final String name;
    private final ServerSocket server;
    private final Runnable checked;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private NamedBackend(String name, ServerSocket server, Runnable checked) {
        this.name = name;
        this.server = server;
        this.checked = checked;
    }

    /** Listening on this port, or on any for 0. */
    static NamedBackend start(String name, String ip, int port) {
        return start(name, ip, port, () -> {});
    }

    private static NamedBackend start(String name, String ip, int port, Runnable checked) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName(ip), port), 4096);
            NamedBackend backend = new NamedBackend(name, server, checked);
            Thread.ofPlatform().daemon().name("named backend " + name).start(backend::acceptAll);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes a name and a port of 127.0.0.1; prints when it listens, and each check with its time. Ends with its standard
     * input, and so with whoever started it.
     */
    public static void main(String[] args) throws IOException {
        Runnable checked = () -> System.out.println("check " + Instant.now());
        try (NamedBackend unused = start(args[0], "127.0.0.1", Integer.parseInt(args[1]), checked)) {
            System.out.println("listening");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name(name).start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[2048];
            int n = in.read(buffer);
            if (n > 0 && buffer[0] == 'G') {
                checked.run();
                socket.getOutputStream().write(OK);
                n = -1;
            } else {
                socket.getOutputStream().write((name + '\n').getBytes(US_ASCII));
            }
            for (; n >= 0; n = in.read(buffer)) {
                socket.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // a client may break off
        } finally {
            open.remove(socket);
        }
    }
}

package fairlead.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend on the loopback address that does to every connection what its {@link Behaviour} says. */
final class FakeBackend implements AutoCloseable {

    /** What happens on a connection, as data. */
    sealed interface Behaviour {
        /** Sends back what it gets, and its FIN after the client's. */
        record Echo() implements Behaviour {}

        /** Reads until the client's FIN, then sends a {@link #payload} and its own. */
        record ReplyAtEnd(int bytes) implements Behaviour {}

        /** Sends a {@link #payload} and its FIN at once, then reads to the end. */
        record ReplyAtOnce(int bytes) implements Behaviour {}

        /** Sends its name, then echoes: tells which backend a client got. */
        record Named(String name) implements Behaviour {}

        /** Reads so many bytes, then resets. */
        record ResetAfter(int bytes) implements Behaviour {}

        /** Accepts and neither reads nor writes. */
        record Silent() implements Behaviour {}
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    /** What came in on one connection so far, and how it ended. */
    static final class Received {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean finished;
        private volatile boolean reset;

        byte[] bytes() {
            synchronized (bytes) {
                return bytes.toByteArray();
            }
        }

        boolean finished() {
            return finished;
        }

        boolean reset() {
            return reset;
        }

        private void add(byte[] buffer, int n) {
            synchronized (bytes) {
                bytes.write(buffer, 0, n);
            }
        }
    }

    private FakeBackend(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
    }

    static FakeBackend start(Behaviour behaviour) {
        return start(behaviour, InetAddress.getLoopbackAddress());
    }

    static FakeBackend start(Behaviour behaviour, InetAddress address) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(address, 0), 1024);
            FakeBackend backend = new FakeBackend(server, behaviour);
            Thread.ofVirtual().name("fake backend").start(backend::acceptAll);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many bytes that look random and are always the same. */
    static byte[] payload(int bytes) {
        byte[] payload = new byte[bytes];
        new Random(bytes).nextBytes(payload);
        return payload;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections so far. */
    int accepted() {
        return accepted.get();
    }

    /** What came in, one entry a connection in the order of accepting. */
    List<Received> received() {
        return List.copyOf(received);
    }

    /** Resets every connection that is open and accepts no more. */
    void die() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        try {
            die();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Received log = new Received();
                received.add(log);
                accepted.incrementAndGet();
                Thread.ofVirtual().name("fake backend connection").start(() -> serve(socket, log));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket, Received log) {
        if (behaviour instanceof Behaviour.Silent) {
            return; // stays open until the backend dies
        }
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            switch (behaviour) {
                case Behaviour.Echo unused -> read(in, log, out, Integer.MAX_VALUE);
                case Behaviour.Named named -> {
                    out.write((named.name() + "\n").getBytes(StandardCharsets.UTF_8));
                    read(in, log, out, Integer.MAX_VALUE);
                }
                case Behaviour.ReplyAtEnd end -> {
                    read(in, log, OutputStream.nullOutputStream(), Integer.MAX_VALUE);
                    out.write(payload(end.bytes()));
                }
                case Behaviour.ReplyAtOnce once -> {
                    out.write(payload(once.bytes()));
                    socket.shutdownOutput();
                    read(in, log, OutputStream.nullOutputStream(), Integer.MAX_VALUE);
                }
                case Behaviour.ResetAfter reset -> {
                    read(in, log, OutputStream.nullOutputStream(), reset.bytes());
                    socket.setSoLinger(true, 0);
                }
                case Behaviour.Silent silent -> throw new AssertionError(silent);
            }
        } catch (IOException e) {
            log.reset = true;
        }
    }

    /** Reads until the end or {@code limit} bytes, and passes everything on. */
    private static void read(InputStream in, Received log, OutputStream to, int limit) throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (int left = limit; left > 0; ) {
            int n = in.read(buffer, 0, Math.min(left, buffer.length));
            if (n < 0) {
                log.finished = true;
                return;
            }
            log.add(buffer, n);
            to.write(buffer, 0, n);
            left -= n;
        }
    }
}

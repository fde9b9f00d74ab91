package fairlead.proxy;

import fairlead.support.Acceptor;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackInputStream;
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
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

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

        /** Sends its name, and resets when the client has said so many bytes more than its hello. */
        record ResetAfterAnswer(String name, int bytes) implements Behaviour {}

        /** Accepts and neither reads nor writes. */
        record Silent() implements Behaviour {}

        /** Does one thing while that holds, and the other while not. */
        record Either(BooleanSupplier holds, Behaviour one, Behaviour other) implements Behaviour {}

        /** Answers http checks with this status, and does to others what it says. */
        record HttpChecks(IntSupplier status, Behaviour clients) implements Behaviour {}

        /** Shakes hands with those who ask for {@link #CHECKED_HOST} or hangs up, and does to others what it says. */
        record TlsChecks(SSLContext context, BooleanSupplier passes, Behaviour clients) implements Behaviour {}
    }

    /** What tells a TLS check from a client. */
    static final String CHECKED_HOST = "check.example.com";

    private final ServerSocket server;
    private final Thread acceptor = Thread.ofVirtual().name("fake backend").unstarted(this::acceptAll);
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

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
        return start(behaviour, new InetSocketAddress(address, 0));
    }

    /** On a port where there has been another. */
    static FakeBackend again(Behaviour behaviour, int port) {
        return start(behaviour, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static FakeBackend start(Behaviour behaviour, InetSocketAddress address) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(address, 1024);
            FakeBackend backend = new FakeBackend(server, behaviour);
            backend.acceptor.start();
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

    /** The most connections that were open at a time. One that both sides have finished is no longer open. */
    int mostOpen() {
        return mostOpen.get();
    }

    /** What came in, one entry a connection in the order of accepting. */
    List<Received> received() {
        return List.copyOf(received);
    }

    /** Resets every connection that is open and accepts no more. */
    void die() throws IOException {
        server.close();
        Acceptor.awaitEnd(acceptor);
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
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (socket) {
            try {
                serve(behaviour, socket, socket.getInputStream(), log);
            } finally {
                open.decrementAndGet(); // before the balancer can see it end
            }
        } catch (IOException e) {
            log.reset = true;
        }
    }

    private static void serve(Behaviour behaviour, Socket socket, InputStream in, Received log) throws IOException {
        OutputStream out = socket.getOutputStream();
        switch (behaviour) {
            case Behaviour.Echo unused -> read(in, log, out, Integer.MAX_VALUE);
            case Behaviour.Named named -> {
                out.write(line(named.name()));
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
            case Behaviour.ResetAfterAnswer reset -> {
                out.write(line(reset.name()));
                read(in, log, OutputStream.nullOutputStream(), Ends.HELLO.length + reset.bytes());
                socket.setSoLinger(true, 0);
            }
            case Behaviour.Either either ->
                serve(either.holds().getAsBoolean() ? either.one() : either.other(), socket, in, log);
            case Behaviour.HttpChecks checked -> serveOrAnswer(checked, socket, in, log);
            case Behaviour.TlsChecks checked -> serveOrShakeHands(checked, socket, in, log);
            case Behaviour.Silent silent -> throw new AssertionError(silent);
        }
    }

    private static void serveOrAnswer(Behaviour.HttpChecks checked, Socket socket, InputStream in, Received log)
            throws IOException {
        PushbackInputStream begun = new PushbackInputStream(in);
        int first = begun.read();
        if (first != 'G') {
            if (first >= 0) {
                begun.unread(first);
            }
            serve(checked.clients(), socket, begun, log);
            return;
        }
        BufferedReader head = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        for (String line = head.readLine(); line != null && !line.isEmpty(); ) {
            line = head.readLine();
        }
        int status = checked.status().getAsInt();
        socket.getOutputStream()
                .write("HTTP/1.1 %d Scripted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .formatted(status)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void serveOrShakeHands(Behaviour.TlsChecks checked, Socket socket, InputStream in, Received log)
            throws IOException {
        byte[] header = in.readNBytes(5);
        int length = header.length < 5 ? 0 : ((header[3] & 0xff) << 8) | (header[4] & 0xff);
        byte[] hello = in.readNBytes(length);
        byte[] consumed = Talk.join(header, hello);
        if (!new String(hello, StandardCharsets.ISO_8859_1).contains(CHECKED_HOST)) {
            PushbackInputStream begun = new PushbackInputStream(in, Math.max(1, consumed.length));
            begun.unread(consumed);
            serve(checked.clients(), socket, begun, log);
        } else if (checked.passes().getAsBoolean()) {
            SSLSocket tls = (SSLSocket)
                    checked.context().getSocketFactory().createSocket(socket, new ByteArrayInputStream(consumed), true);
            tls.startHandshake();
            tls.getInputStream().readAllBytes();
        }
    }

    private static byte[] line(String name) {
        return (name + "\n").getBytes(StandardCharsets.UTF_8);
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

package fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fairlead.proxyprotocol.ProxyHeaderDecoder;
import fairlead.proxyprotocol.ProxyHeaderDecoder.Decoded;
import fairlead.support.Acceptor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on the loopback address that answers every request as its {@link Script} says, and remembers them. */
final class HttpBackend implements AutoCloseable {
    private final ServerSocket server;
    private final Script script;
    private final boolean early;
    private final boolean introduced;
    private final Thread acceptor = Thread.ofVirtual().name("http backend").unstarted(this::acceptAll);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<HttpMessage> requests = new CopyOnWriteArrayList<>();
    private final List<Decoded> introductions = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /** How a request is answered: by writing to the stream. The connection is closed after an {@link IOException}. */
    interface Script {
        void answer(Visit visit) throws IOException;
    }

    /**
     * A request and its connection.
     *
     * @param request without its body where the backend answers early
     */
    record Visit(HttpMessage request, InputStream in, OutputStream out, Socket socket) {

        /** Sends a response with a length, and the fields as lines without their ends. */
        void reply(int status, String body, String... fields) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
            for (String field : fields) {
                head.append(field).append("\r\n");
            }
            head.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
            send(head + (request.method().equals("HEAD") ? "" : body));
        }

        /** Sends bytes as they are, written as ISO 8859-1. */
        void send(String bytes) throws IOException {
            out.write(bytes.getBytes(ISO_8859_1));
            out.flush();
        }

        /** Closes with a RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private HttpBackend(ServerSocket server, Script script, boolean early, boolean introduced) {
        this.server = server;
        this.script = script;
        this.early = early;
        this.introduced = introduced;
    }

    /** Answers when the whole request has come. */
    static HttpBackend start(Script script) {
        return start(script, false, false);
    }

    /** Answers when the head of the request has come; whether the body is read is up to the script. */
    static HttpBackend startEarly(Script script) {
        return start(script, true, false);
    }

    /** Answers when the whole request has come, on connections that begin with a PROXY header. */
    static HttpBackend startIntroduced(Script script) {
        return start(script, false, true);
    }

    /** Answers every request with 200 and its name. */
    static HttpBackend named(String name) {
        return start(visit -> visit.reply(200, name));
    }

    private static HttpBackend start(Script script, boolean early, boolean introduced) {
        try {
            ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            HttpBackend backend = new HttpBackend(server, script, early, introduced);
            backend.acceptor.start();
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections so far. */
    int accepted() {
        return accepted.get();
    }

    /** Connections that neither side has closed. */
    int open() {
        return open.get();
    }

    /** The PROXY headers so far. */
    List<Decoded> introductions() {
        return List.copyOf(introductions);
    }

    /** The requests that were answered, in their order. */
    List<HttpMessage> requests() {
        return List.copyOf(requests);
    }

    HttpMessage lastRequest() {
        return requests.getLast();
    }

    @Override
    public void close() {
        try {
            server.close();
            Acceptor.awaitEnd(acceptor);
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                open.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().name("http backend connection").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private Optional<HttpMessage> read(InputStream in) throws IOException {
        return early ? HttpMessage.head(in) : HttpMessage.request(in);
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            if (introduced) {
                introductions.add(ProxyHeaderDecoder.read(in));
            }
            for (Optional<HttpMessage> request = read(in); request.isPresent(); request = read(in)) {
                requests.add(request.get());
                script.answer(new Visit(request.get(), in, socket.getOutputStream(), socket));
            }
        } catch (IOException e) {
            // the other side broke off, or the script did
        } finally {
            open.decrementAndGet();
        }
    }
}

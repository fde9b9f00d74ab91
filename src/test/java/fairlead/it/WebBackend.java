package fairlead.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A web server on the loopback address that streams: it answers each request as its script says. */
final class WebBackend implements AutoCloseable {
    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** How a request is answered, whose body is still to be read. */
    interface Script {
        void answer(HttpTalk talk, HttpTalk.Head request) throws IOException;
    }

    private WebBackend(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    static WebBackend start(Script script) {
        try {
            WebBackend backend = new WebBackend(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), script);
            Thread.ofPlatform().daemon().name("web backend").start(backend::acceptAll);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections that it has not seen end yet. */
    int connections() {
        return open.size();
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
                Thread.ofVirtual().name("web backend connection").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (HttpTalk talk = HttpTalk.of(socket)) {
            for (Optional<HttpTalk.Head> request = talk.read(); request.isPresent(); request = talk.read()) {
                script.answer(talk, request.get());
            }
        } catch (IOException e) {
            // the other side broke off, or the script did
        } finally {
            open.remove(socket);
        }
    }
}

package fairlead.e2e;

import fairlead.support.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** The JDK's TLS server on the loopback address, with a certificate of its own. */
public final class TlsBackend implements AutoCloseable {

    /** What it does with a connection whose handshake is done. */
    @FunctionalInterface
    public interface Behaviour {
        void serve(SSLSocket socket) throws IOException;
    }

    private final SSLServerSocket server;
    private final Behaviour behaviour;
    private final List<SSLSocket> sockets = new CopyOnWriteArrayList<>();

    private TlsBackend(SSLServerSocket server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
    }

    /** Speaks HTTP/1.1 and, as far as ALPN can tell, HTTP/2. */
    public static TlsBackend start(TestCertificate certificate, Behaviour behaviour) {
        return start(0, certificate, behaviour);
    }

    private static TlsBackend start(int port, TestCertificate certificate, Behaviour behaviour) {
        try {
            SSLServerSocket server = (SSLServerSocket) certificate
                    .serverContext()
                    .getServerSocketFactory()
                    .createServerSocket(port, 50, InetAddress.getLoopbackAddress());
            SSLParameters parameters = server.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            server.setSSLParameters(parameters);
            TlsBackend backend = new TlsBackend(server, behaviour);
            Thread.ofVirtual().name("tls backend").start(backend::acceptAll);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends back what it gets. */
    public static TlsBackend echo(TestCertificate certificate) {
        return echo(0, certificate);
    }

    /** The same where there was another before. */
    public static TlsBackend echo(int port, TestCertificate certificate) {
        return start(port, certificate, socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                sockets.add(socket);
                Thread.ofVirtual().name("tls backend connection").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.startHandshake();
            behaviour.serve(socket);
        } catch (IOException e) {
            // the client sees it as well, and judges
        }
    }
}

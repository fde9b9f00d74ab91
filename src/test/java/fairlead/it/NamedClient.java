package fairlead.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import fairlead.tls.Hello;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;

/** A connection through Fairlead to a {@link NamedBackend}, whose name is known. */
final class NamedClient implements AutoCloseable {
    private final Socket socket;
    private final String backend;

    private NamedClient(Socket socket, String backend) {
        this.socket = socket;
        this.backend = backend;
    }

    /** Connects, asks for this host, and gets the backend's name and the hello back. */
    static NamedClient connect(int port, String host) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
            socket.setSoTimeout(30_000); // only ends a test that hangs
            byte[] hello = Hello.to(host).bytes();
            socket.getOutputStream().write(hello);
            String backend = line(socket);
            expect(socket, hello);
            return new NamedClient(socket, backend);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The name of the backend that a new connection gets. */
    static String backendOf(int port, String host) throws IOException {
        try (NamedClient client = connect(port, host)) {
            client.finish();
            return client.backend;
        }
    }

    String backend() {
        return backend;
    }

    /** Sends some bytes and gets them back. */
    void echo() throws IOException {
        byte[] payload = new byte[64];
        Arrays.fill(payload, (byte) 'x');
        socket.getOutputStream().write(payload);
        expect(socket, payload);
    }

    /** Sends a FIN and gets one. */
    void finish() throws IOException {
        socket.shutdownOutput();
        if (socket.getInputStream().read() != -1) {
            throw new IOException("more than was sent comes back");
        }
    }

    /** Waits for the end of whichever kind. */
    void awaitEnd() throws IOException {
        try {
            if (socket.getInputStream().read() != -1) {
                throw new IOException("more than was sent comes back");
            }
        } catch (SocketException e) {
            // reset is an end too
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String line(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = socket.getInputStream().read();
                b != '\n';
                b = socket.getInputStream().read()) {
            if (b < ' ' || b > '~') {
                throw new EOFException("no name comes, after " + line.size() + " bytes " + b);
            }
            line.write(b);
        }
        return line.toString(US_ASCII);
    }

    private static void expect(Socket socket, byte[] payload) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(payload.length);
        if (!Arrays.equals(read, payload)) {
            throw new EOFException("not what was sent comes back, or only %d bytes of it".formatted(read.length));
        }
    }
}

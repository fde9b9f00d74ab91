package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** A connection through Fairlead to an {@link EchoBackend}. */
final class EchoClient implements AutoCloseable {
    static final byte[] HELLO = Hello.to("shop.example.com").alpn("h2").bytes();

    private final Socket socket = new Socket();

    private EchoClient(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
        socket.setSoTimeout(30_000); // only ends a test that hangs
    }

    /** Connects and says nothing. */
    static EchoClient silent(int port) throws IOException {
        return new EchoClient(port);
    }

    /** Connects and sends the hello, without waiting for the answer. */
    static EchoClient hello(int port) throws IOException {
        EchoClient client = new EchoClient(port);
        client.socket.getOutputStream().write(HELLO);
        return client;
    }

    /** Connects, and the hello has been echoed by the backend. */
    static EchoClient served(int port) throws IOException {
        EchoClient client = hello(port);
        client.expect(HELLO);
        return client;
    }

    /** Sends so many bytes and gets them back. */
    void echo(int bytes) throws IOException {
        byte[] payload = new byte[bytes];
        new Random(bytes).nextBytes(payload);
        Thread sender = Thread.startVirtualThread(() -> {
            try {
                socket.getOutputStream().write(payload);
            } catch (IOException e) {
                // then not all of it comes back
            }
        });
        expect(payload);
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a FIN and gets one. */
    void finish() throws IOException {
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        return socket.getInputStream().read();
    }

    /** The next byte, or -1 at the end of whichever kind. */
    int readOrReset() throws IOException {
        try {
            return read();
        } catch (SocketException e) {
            return -1;
        }
    }

    /** Reads exactly this. */
    void expect(byte[] payload) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(payload.length);
        String begin = HexFormat.of().formatHex(read, 0, Math.min(read.length, 16));
        assertThat(Arrays.equals(read, payload))
                .as("%d bytes of %d, which begin with %s", read.length, payload.length, begin)
                .isTrue();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

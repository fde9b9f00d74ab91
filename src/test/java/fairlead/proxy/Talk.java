package fairlead.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What clients do over and over. */
final class Talk {
    static final InetAddress IPV4 = loopback("127.0.0.1");
    static final InetAddress IPV6 = loopback("::1");

    private Talk() {}

    private static InetAddress loopback(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Says hello and reads who answers: the name of a {@link FakeBackend.Behaviour.Named}, empty when it is cut off. */
    static Optional<String> greet(Socket client, byte[] hello) throws IOException {
        try {
            client.getOutputStream().write(hello);
            return line(client.getInputStream());
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** Whether the client gets not one byte, but the end or a reset. */
    static boolean endsSilently(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Sends one byte a segment. */
    static void dribble(Socket client, byte[] bytes) throws IOException {
        client.setTcpNoDelay(true);
        for (byte b : bytes) {
            client.getOutputStream().write(b);
        }
    }

    /** A line without its end; empty when the connection ends within it. */
    static Optional<String> line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return Optional.empty();
            }
            line.append((char) c);
        }
        return Optional.of(line.toString());
    }
}

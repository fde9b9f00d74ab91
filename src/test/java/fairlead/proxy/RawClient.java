package fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client of an http port that sends bytes as they are, written as ISO 8859-1. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
    }

    static RawClient of(TestBalancer balancer) throws IOException {
        return new RawClient(balancer.connect());
    }

    /** Sends it in one write. */
    RawClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        return this;
    }

    /** Sends one byte a segment. */
    RawClient dribble(String bytes) throws IOException {
        Talk.dribble(socket, bytes.getBytes(ISO_8859_1));
        return this;
    }

    /** The next response, to a request with this method. */
    HttpMessage response(String method) throws IOException {
        Optional<HttpMessage> response = HttpMessage.response(in, method);
        assertThat(response).as("a response").isPresent();
        return response.orElseThrow();
    }

    HttpMessage response() throws IOException {
        return response("GET");
    }

    /** The head of the next response; its body is left to read. */
    HttpMessage head() throws IOException {
        return HttpMessage.head(in).orElseThrow();
    }

    /** So many bytes as text, or fewer where the stream ends. */
    String read(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), ISO_8859_1);
    }

    /** Every response until the connection ends. */
    List<HttpMessage> responses() throws IOException {
        List<HttpMessage> all = new ArrayList<>();
        for (Optional<HttpMessage> next = HttpMessage.response(in, "GET");
                next.isPresent();
                next = HttpMessage.response(in, "GET")) {
            all.add(next.get());
        }
        return all;
    }

    /** Whether bytes have come that are not read yet. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** Reads the FIN, before which no byte may come. */
    void awaitFin() throws IOException {
        assertThat(in.read()).as("a byte behind the last response").isEqualTo(-1);
    }

    /** Whether the connection ends without another byte, by a FIN or a RST. */
    boolean endsSilently() throws IOException {
        return Talk.endsSilently(socket);
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

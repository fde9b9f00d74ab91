package fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A client of an http port, on one connection. It writes bytes as they are, and reads by {@link HttpMessage}. */
final class WebClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private WebClient(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    static WebClient of(TestBalancer balancer) throws IOException {
        Socket socket = balancer.connect(Talk.IPV4);
        return new WebClient(socket, new BufferedInputStream(socket.getInputStream()));
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    /** Writes it as ISO 8859-1. */
    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }

    /** A request for shop.example.com without a body, with more fields as lines without their ends. */
    static String request(String method, String target, String... fields) {
        return requestTo("shop.example.com", method, target, fields);
    }

    static String requestTo(String host, String method, String target, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** One request and its response. */
    HttpMessage ask(String method, String target, String... fields) throws IOException {
        send(request(method, target, fields));
        return read(method);
    }

    HttpMessage get(String target, String... fields) throws IOException {
        return ask("GET", target, fields);
    }

    /** With a length. */
    HttpMessage post(String target, String body) throws IOException {
        send(request("POST", target, "Content-Length: " + body.length()) + body);
        return read("POST");
    }

    /** The response to a request with this method. */
    HttpMessage read(String method) throws IOException {
        return HttpMessage.response(in, method).orElseThrow(() -> new EOFException("closed without a response"));
    }

    /** So many bytes. */
    String read(int count) throws IOException {
        return new String(in.readNBytes(count), ISO_8859_1);
    }

    /** Whether nothing comes for a tenth of a second. */
    boolean isQuiet() throws IOException {
        int before = socket.getSoTimeout();
        socket.setSoTimeout(100);
        try {
            in.read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(before);
        }
    }

    /** Whether the connection ends, and nothing comes before that. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

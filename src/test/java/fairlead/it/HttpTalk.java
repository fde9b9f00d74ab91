package fairlead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** A connection on which a test speaks HTTP/1.1 by itself, as client or as server, with bodies of any length. */
final class HttpTalk implements AutoCloseable {
    private static final int FAST = 64 << 10;

    private final Socket socket;
    private final InputStream in;

    /** The beginning of a message. */
    record Head(String startLine, List<String> fields) {
        int status() {
            return Integer.parseInt(startLine.split(" ", -1)[1]);
        }

        String target() {
            return startLine.split(" ", -1)[1];
        }

        /** Nothing when there is no such field. */
        String field(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse("");
        }

        boolean hasBody() {
            return !field("Content-Length").isEmpty() || isChunked();
        }

        boolean isChunked() {
            return field("Transfer-Encoding").equals("chunked");
        }
    }

    private HttpTalk(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), FAST);
    }

    /** The side that was connected to. */
    static HttpTalk of(Socket accepted) throws IOException {
        return new HttpTalk(accepted);
    }

    /** To a port of this machine. */
    static HttpTalk connect(int port) throws IOException {
        return connect(port, new Socket());
    }

    /** With little room for what is not read yet. */
    static HttpTalk connectNarrowly(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(32 << 10);
        return connect(port, socket);
    }

    private static HttpTalk connect(int port, Socket socket) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout((int) FairleadProcess.LIMIT.toMillis());
        return new HttpTalk(socket);
    }

    Socket socket() {
        return socket;
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** A request without a body, on a connection that stays. */
    void get(String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
    }

    /** A whole response with a short text. */
    void reply(int status, String text) throws IOException {
        send("HTTP/1.1 %d Scripted\r\nContent-Length: %d\r\n\r\n%s".formatted(status, text.length(), text));
    }

    /** A message with a body of this length, whose head says the rest. */
    Blocks.Sum send(String head, long bytes, boolean chunked) throws IOException {
        send(head + (chunked ? "\r\nTransfer-Encoding: chunked" : "\r\nContent-Length: " + bytes) + "\r\n\r\n");
        return Blocks.send(socket.getOutputStream(), bytes, chunked);
    }

    /** Reads a head; nothing when the connection has ended. */
    Optional<Head> read() throws IOException {
        String first = line();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            fields.add(line);
        }
        return Optional.of(new Head(first, fields));
    }

    /** Reads a head that has to come. */
    Head expect() throws IOException {
        return read().orElseThrow(EOFException::new);
    }

    /** Reads the body behind a head. */
    Blocks.Sum receive(Head head) throws IOException {
        return receive(head, FAST, () -> {});
    }

    /** The same in steps of so many bytes, with something to do between them. */
    Blocks.Sum receive(Head head, int step, Runnable between) throws IOException {
        CRC32 crc = new CRC32();
        long total = 0;
        if (head.isChunked()) {
            for (long size = chunkSize(); size > 0; size = chunkSize()) {
                receive(size, crc, step, between);
                total += size;
                line();
            }
            line(); // no trailers
        } else if (head.hasBody()) {
            total = Long.parseLong(head.field("Content-Length"));
            receive(total, crc, step, between);
        }
        return new Blocks.Sum(total, crc.getValue());
    }

    private void receive(long bytes, CRC32 crc, int step, Runnable between) throws IOException {
        byte[] buffer = new byte[step];
        for (long left = bytes; left > 0; between.run()) {
            int n = in.read(buffer, 0, (int) Math.min(step, left));
            if (n < 0) {
                throw new EOFException(left + " of " + bytes + " bytes are missing");
            }
            crc.update(buffer, 0, n);
            left -= n;
        }
    }

    /** The short text behind a head with a length. */
    String text(Head head) throws IOException {
        return new String(in.readNBytes(Integer.parseInt(head.field("Content-Length"))), ISO_8859_1);
    }

    /** Reads a byte; negative when the connection has ended. */
    int readByte() throws IOException {
        return in.read();
    }

    /** Reads until the other side ends the connection, by whichever means; how many bytes came. */
    long countToTheEnd() {
        long count = 0;
        try {
            while (in.read() >= 0) {
                count++;
            }
        } catch (IOException e) {
            // an end as well
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private long chunkSize() throws IOException {
        return Long.parseLong(line(), 16);
    }

    /** A line without its end; empty at the end of the stream, too. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }
}

package fairlead.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A WebSocket server (RFC 6455) on the loopback address that greets in the same write in which it agrees, sends back
 * frames as they come, and closes when it is told {@code bye}.
 */
final class WebSocketBackend implements AutoCloseable {
    static final String GREETING = "welcome";
    static final String BYE = "bye";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;

    private final ServerSocket server;
    private final List<String> ends = new CopyOnWriteArrayList<>();

    /** The payload is as ISO 8859-1, which has a character for every byte. */
    private record Frame(int first, String payload) {
        int opcode() {
            return first & 15;
        }
    }

    private WebSocketBackend(ServerSocket server) {
        this.server = server;
    }

    static WebSocketBackend start() {
        try {
            WebSocketBackend backend = new WebSocketBackend(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("websocket backend").start(backend::acceptAll);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** How conversations ended: {@code closed} with a close frame from both sides, or else. */
    List<String> ends() {
        return List.copyOf(ends);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("websocket backend connection").start(() -> {
                    ends.add(converse(socket));
                });
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static String converse(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            ByteArrayOutputStream agreed = new ByteArrayOutputStream();
            agreed.write(agreement(readKey(in)).getBytes(ISO_8859_1));
            agreed.write(frame(FINAL | TEXT, GREETING.getBytes(ISO_8859_1)));
            out.write(agreed.toByteArray());
            boolean closing = false;
            while (true) {
                Frame frame = readFrame(in);
                if (frame.opcode() == CLOSE) {
                    if (!closing) {
                        out.write(frame(FINAL | CLOSE, frame.payload.getBytes(ISO_8859_1)));
                    }
                    return "closed";
                }
                if (frame.opcode() == TEXT && frame.payload.equals(BYE)) {
                    closing = true;
                    out.write(frame(FINAL | CLOSE, new byte[] {3, (byte) 0xe8})); // 1000
                } else if (frame.opcode() == PING) {
                    out.write(frame(FINAL | PONG, frame.payload.getBytes(ISO_8859_1)));
                } else {
                    out.write(frame(frame.first, frame.payload.getBytes(ISO_8859_1)));
                }
            }
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String readKey(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return head.toString(ISO_8859_1)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("no key"));
    }

    private static String agreement(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Frame readFrame(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second & 127;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] mask = new byte[4];
        in.readFully(mask); // clients always mask
        byte[] payload = new byte[length];
        in.readFully(payload);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new Frame(first, new String(payload, ISO_8859_1));
    }

    private static byte[] frame(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.write(payload);
        return frame.toByteArray();
    }
}

package fairlead.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** So many bytes each way at the same time, with a SHA-256 of what was sent and of what came. */
record Transfer(String sent, String received) {
    private static final int CHUNK = 64 << 10;

    /** Sends bytes that only the seed decides while reading as many from the other side. */
    static Transfer bothWays(Socket socket, long bytes, long seed) throws IOException {
        CompletableFuture<String> sent =
                CompletableFuture.supplyAsync(() -> send(socket, bytes, seed), Thread::startVirtualThread);
        String received = receive(socket.getInputStream(), bytes);
        return new Transfer(sent.join(), received);
    }

    private static String send(Socket socket, long bytes, long seed) {
        try {
            OutputStream out = socket.getOutputStream();
            MessageDigest digest = sha256();
            Random random = new Random(seed);
            byte[] chunk = new byte[CHUNK];
            for (long left = bytes; left > 0; left -= chunk.length) {
                random.nextBytes(chunk);
                digest.update(chunk);
                out.write(chunk);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String receive(InputStream in, long bytes) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK];
        for (long left = bytes; left > 0; left -= chunk.length) {
            if (in.readNBytes(chunk, 0, chunk.length) < chunk.length) {
                return "ended " + left + " bytes early";
            }
            digest.update(chunk);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

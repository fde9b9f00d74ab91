package fairlead.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** A body of any length, of numbered blocks: one that is missing, doubled or in the wrong place changes the checksum. */
final class Blocks {
    private static final int SIZE = 64 << 10;

    private final byte[] block = new byte[SIZE];
    private final CRC32 crc = new CRC32();
    private final long bytes;
    private long left;

    /** What a body comes down to. */
    record Sum(long bytes, long crc) {
        @Override
        public String toString() {
            return bytes + " bytes, crc " + Long.toHexString(crc);
        }
    }

    private Blocks(long bytes) {
        this.bytes = bytes;
        this.left = bytes;
        new Random(bytes).nextBytes(block);
    }

    /** Of a body of this length. */
    static Sum sum(long bytes) {
        Blocks blocks = new Blocks(bytes);
        while (blocks.left > 0) {
            blocks.next();
        }
        return blocks.sum();
    }

    /** Writes the body of this length, in chunks if it should be so. */
    static Sum send(OutputStream out, long bytes, boolean chunked) throws IOException {
        Blocks blocks = new Blocks(bytes);
        ByteBuffer chunk = ByteBuffer.allocate(SIZE + 16);
        while (blocks.left > 0) {
            int count = blocks.next();
            if (chunked) {
                chunk.clear().put(ascii(Integer.toHexString(count) + "\r\n"));
                chunk.put(blocks.block, 0, count).put(ascii("\r\n"));
                out.write(chunk.array(), 0, chunk.position());
            } else {
                out.write(blocks.block, 0, count);
            }
        }
        out.write(ascii(chunked ? "0\r\n\r\n" : ""));
        return blocks.sum();
    }

    private int next() {
        ByteBuffer.wrap(block).putLong(left);
        int count = (int) Math.min(SIZE, left);
        crc.update(block, 0, count);
        left -= count;
        return count;
    }

    private Sum sum() {
        return new Sum(bytes, crc.getValue());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

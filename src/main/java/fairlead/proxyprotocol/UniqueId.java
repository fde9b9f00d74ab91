package fairlead.proxyprotocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The name a proxy gave a connection, to find it again in the logs of the next one: up to 128 opaque bytes, immutable. */
public final class UniqueId {

    public static final int MAX_LENGTH = 128;

    private final byte[] bytes;

    private UniqueId(byte[] bytes) {
        if (bytes.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a unique id has at most 128 bytes, not " + bytes.length);
        }
        this.bytes = bytes;
    }

    /**
     * A unique id of any bytes.
     *
     * @throws IllegalArgumentException when there are more than {@link #MAX_LENGTH}
     */
    public static UniqueId of(byte[] bytes) {
        return new UniqueId(bytes.clone());
    }

    /**
     * A unique id of the text's bytes in UTF-8.
     *
     * @throws IllegalArgumentException when there are more than {@link #MAX_LENGTH}
     */
    public static UniqueId of(String text) {
        return new UniqueId(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UniqueId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For a log line: the text when it is visible ASCII, else {@code 0x} and hex digits. */
    @Override
    public String toString() {
        for (byte b : bytes) {
            if (b <= ' ' || b > '~') {
                return "0x" + HexFormat.of().formatHex(bytes);
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}

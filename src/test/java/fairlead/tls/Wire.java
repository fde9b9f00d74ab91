package fairlead.tls;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** Bytes being written in wire order, and the lies about their lengths. */
final class Wire {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, IntUnaryOperator> lies;
    private final List<String> lengths;

    /** @param lies what to write in place of a length, by the name of its vector */
    Wire(Map<String, IntUnaryOperator> lies) {
        this(lies, new ArrayList<>());
    }

    private Wire(Map<String, IntUnaryOperator> lies, List<String> lengths) {
        this.lies = lies;
        this.lengths = lengths;
    }

    Wire u8(int value) {
        return number(1, value);
    }

    Wire u16(int value) {
        return number(2, value);
    }

    Wire bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** What the body writes, after a length of so many bytes. */
    Wire vector(String name, int width, Consumer<Wire> body) {
        lengths.add(name);
        Wire inner = new Wire(lies, lengths);
        body.accept(inner);
        byte[] bytes = inner.toBytes();
        IntUnaryOperator lie = lies.getOrDefault(name, IntUnaryOperator.identity());
        return number(width, lie.applyAsInt(bytes.length)).bytes(bytes);
    }

    /** The names of the vectors written so far, in wire order. */
    List<String> lengths() {
        return List.copyOf(lengths);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private Wire number(int width, int value) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            out.write(value >>> shift);
        }
        return this;
    }
}

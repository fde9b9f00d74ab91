package fairlead.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * The protocols of an ALPN extension, kept as they came and made into strings when asked for. A hello of 64 KiB can name
 * 32,000 protocols: as strings they would hold 25 times the memory the client spent on them, for as long as its
 * connection lives.
 */
final class ProtocolNames extends AbstractList<String> implements RandomAccess {

    private final byte[] list;
    private final char[] starts;

    /**
     * Takes the array over.
     *
     * @param list names, each after one byte with its length, exactly filling the array
     */
    ProtocolNames(byte[] list) {
        this.list = list;
        int count = 0;
        for (int at = 0; at < list.length; at = next(at)) {
            count++;
        }
        this.starts = new char[count];
        for (int at = 0, i = 0; i < count; at = next(at), i++) {
            starts[i] = (char) at;
        }
    }

    @Override
    public String get(int index) {
        int start = starts[index];
        return new String(list, start + 1, next(start) - start - 1, ISO_8859_1);
    }

    @Override
    public int size() {
        return starts.length;
    }

    private int next(int start) {
        return start + 1 + Byte.toUnsignedInt(list[start]);
    }
}

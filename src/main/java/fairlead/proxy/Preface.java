package fairlead.proxy;

import fairlead.proxyprotocol.ProxyHeader;
import fairlead.proxyprotocol.ProxyHeaderParser;
import fairlead.stats.Outcome;
import fairlead.tls.ClientHello;
import fairlead.tls.ClientHelloParser;
import fairlead.tls.TlsAlert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * The bytes a client sends before its backend is known: maybe a PROXY header, then the ClientHello. A hostile client may
 * send them one at a time and up to the limit, so they are parsed again only when there are enough to say more, and what
 * goes beyond the ordinary size is taken from a budget that all clients share.
 */
final class Preface implements AutoCloseable {
    private static final int ORDINARY = 2048;
    private static final byte[] NOTHING = {};

    private final SocketChannel client;
    private final MemoryBudget budget;
    private byte[] bytes = new byte[ORDINARY];
    private int borrowed;
    private int from;
    private int to;

    Preface(SocketChannel client, MemoryBudget budget) {
        this.client = client;
        this.budget = budget;
    }

    /**
     * Reads a PROXY header and takes it off.
     *
     * @throws Refused when there is none, or it is malformed
     */
    ProxyHeader readProxyHeader() throws IOException, Refused {
        while (true) {
            switch (ProxyHeaderParser.parse(bytes, from, to)) {
                case ProxyHeaderParser.Result.Complete complete -> {
                    from += complete.length();
                    return complete.header();
                }
                case ProxyHeaderParser.Result.Incomplete unused -> fill(length() + 1);
                case ProxyHeaderParser.Result.Malformed malformed ->
                    throw Refused.silently(Outcome.PROXY_HEADER_MALFORMED, malformed.reason());
            }
        }
    }

    /**
     * Reads a ClientHello, whose bytes stay.
     *
     * @param limit of its length in bytes
     * @throws Refused when it is malformed
     */
    ClientHello readClientHello(int limit) throws IOException, Refused {
        while (true) {
            switch (ClientHelloParser.parse(bytes, from, to, limit)) {
                case ClientHelloParser.Result.Complete complete -> {
                    return complete.hello();
                }
                case ClientHelloParser.Result.Incomplete incomplete -> fill(incomplete.atLeast());
                case ClientHelloParser.Result.Malformed malformed -> throw Refused.malformed(malformed.reason());
            }
        }
    }

    /** What the backend gets first: the header, then all bytes after the client's own PROXY header, unaltered. */
    ByteBuffer replay(byte[] header) {
        if (header.length == 0) {
            return ByteBuffer.wrap(bytes, from, length());
        }
        ByteBuffer first = ByteBuffer.allocate(header.length + length());
        return first.put(header).put(bytes, from, length()).flip();
    }

    /** How many bytes there are after the PROXY header. */
    int length() {
        return to - from;
    }

    /** Lets go of the memory; the lengths stay. */
    @Override
    public void close() {
        budget.release(borrowed);
        borrowed = 0;
        bytes = NOTHING;
    }

    private void fill(int atLeast) throws IOException, Refused {
        while (length() < atLeast) {
            if (to == bytes.length) {
                grow();
            }
            int n = client.read(ByteBuffer.wrap(bytes, to, bytes.length - to));
            if (n < 0) {
                throw Refused.silently(Outcome.CLIENT_GONE);
            }
            to += n;
        }
    }

    private void grow() throws Refused {
        if (!budget.take(bytes.length)) {
            throw Refused.withAlert(
                    Outcome.OUT_OF_RESOURCES, TlsAlert.INTERNAL_ERROR, "too many unfinished ClientHellos");
        }
        borrowed += bytes.length;
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
}

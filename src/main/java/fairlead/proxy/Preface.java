package fairlead.proxy;

import fairlead.proxyprotocol.ProxyHeader;
import fairlead.proxyprotocol.ProxyHeaderParser;
import fairlead.stats.Outcome;
import fairlead.tls.ClientHello;
import fairlead.tls.ClientHelloParser;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes a client sends before its backend is known: maybe a PROXY header, then the ClientHello. They are parsed again
 * only when there are enough to say more.
 */
final class Preface {
    private final Inbox inbox;

    Preface(Inbox inbox) {
        this.inbox = inbox;
    }

    /**
     * Reads a PROXY header and takes it off.
     *
     * @throws Refused when there is none, or it is malformed
     */
    ProxyHeader readProxyHeader() throws IOException, Refused {
        while (true) {
            switch (ProxyHeaderParser.parse(inbox.bytes(), inbox.from(), inbox.to())) {
                case ProxyHeaderParser.Result.Complete complete -> {
                    inbox.take(complete.length());
                    return complete.header();
                }
                case ProxyHeaderParser.Result.Incomplete unused -> fill(inbox.length() + 1);
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
            switch (ClientHelloParser.parse(inbox.bytes(), inbox.from(), inbox.to(), limit)) {
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
        ByteBuffer came = inbox.view();
        return header.length == 0
                ? came
                : ByteBuffer.allocate(header.length + came.remaining())
                        .put(header)
                        .put(came)
                        .flip();
    }

    private void fill(int atLeast) throws IOException, Refused {
        while (inbox.length() < atLeast) {
            if (inbox.fill() < 0) {
                throw Refused.silently(Outcome.CLIENT_GONE);
            }
        }
    }
}

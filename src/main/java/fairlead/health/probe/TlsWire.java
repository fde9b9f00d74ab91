package fairlead.health.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;

/**
 * TLS as a client on a {@link Wire}, by the same thread. An engine and not a socket of the JDK's: the bytes pass through
 * here, so that the wire's time limit holds for each of them and the server's first can be judged by {@link FirstRecord}.
 *
 * <p>Any certificate is accepted, and {@link Authorities} judges it after the handshake: a backend then never sees a
 * handshake fail because of what Fairlead thinks of it. No session is resumed, because that would not show the certificate.
 */
final class TlsWire implements Plaintext {
    static final SSLContext ANY_CERTIFICATE = acceptingAnyCertificate();
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int LARGEST_RECORD = 64 << 10;

    private final Wire wire;
    private final SSLEngine engine;
    private final ByteBuffer sealed;
    private final ByteBuffer opened;
    private ByteBuffer received;
    private FirstRecord first = FirstRecord.UNDECIDED;

    private TlsWire(Wire wire, SSLEngine engine) {
        this.wire = wire;
        this.engine = engine;
        SSLSession session = engine.getSession();
        this.sealed =
                ByteBuffer.allocate(2 * session.getPacketBufferSize()); // several small records go out in one write
        this.opened = ByteBuffer.allocate(session.getApplicationBufferSize()).flip();
        this.received = ByteBuffer.allocate(session.getPacketBufferSize()).flip();
    }

    /**
     * Completes a handshake.
     *
     * @param alpn offered, best first
     */
    static TlsWire shakeHands(Wire wire, Optional<String> serverName, List<String> alpn) throws HandshakeFailed {
        SSLEngine engine = ANY_CERTIFICATE.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setApplicationProtocols(alpn.toArray(String[]::new));
        parameters.setServerNames(serverName.stream().map(TlsWire::sni).toList());
        engine.setSSLParameters(parameters);

        TlsWire tls = new TlsWire(wire, engine);
        try {
            engine.beginHandshake();
            tls.advance();
            engine.getSession().invalidate();
            return tls;
        } catch (HandshakeFailed e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the JDK's parsers may stumble over what a peer sends
            tls.sendAlert();
            throw HandshakeFailed.because(Reason.ofTalking(e, wire.timeout()), Reason.alert(e));
        }
    }

    Handshake handshake() throws HandshakeFailed {
        SSLSession session = engine.getSession();
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (IOException | RuntimeException e) {
            throw HandshakeFailed.because(Reason.of(e));
        }
        Optional<String> alpn =
                Optional.ofNullable(engine.getApplicationProtocol()).filter(protocol -> !protocol.isEmpty());
        return new Handshake(session.getProtocol(), alpn, chain);
    }

    /** The cipher suite that was agreed on. */
    String cipher() {
        return engine.getSession().getCipherSuite();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            wrap(left);
            send();
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (!opened.hasRemaining()) {
            if (unwrap() == Status.CLOSED) {
                return -1;
            }
            if (!opened.hasRemaining()) {
                advance(); // a ticket or a key update
            }
        }
        int n = Math.min(length, opened.remaining());
        opened.get(buffer, offset, n);
        return n;
    }

    /** Sends close_notify and the end of the stream, and waits a little for the peer's (RFC 8446 section 6.1). */
    void sayGoodbye() {
        try {
            engine.closeOutbound();
            sendWaiting();
            wire.finish();
        } catch (IOException | RuntimeException e) {
            // the peer was faster
        }
        wire.drain();
    }

    /** Does what the engine wants done until it wants no more. */
    private void advance() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> sendWaiting();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap() == Status.CLOSED) {
                        throw new EOFException();
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void sendWaiting() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrap(NOTHING)) {
            // one record a turn
        }
        send();
    }

    private void sendAlert() {
        try {
            sendWaiting();
        } catch (IOException | RuntimeException e) {
            // nobody is left to tell
        }
    }

    /** Seals some of it, and returns whether there is room for more. */
    private boolean wrap(ByteBuffer plaintext) throws IOException {
        SSLEngineResult result = engine.wrap(plaintext, sealed);
        if (result.getStatus() == Status.CLOSED && result.bytesProduced() == 0) {
            throw new EOFException();
        }
        return result.getStatus() == Status.OK;
    }

    private void send() throws IOException {
        wire.write(sealed.array(), 0, sealed.position());
        sealed.clear();
    }

    /** Opens one record, waiting for it if need be. */
    private Status unwrap() throws IOException {
        while (true) {
            SSLEngineResult result = engine.unwrap(received, opened.clear());
            opened.flip();
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> fill();
                case BUFFER_OVERFLOW -> throw new IOException("a TLS record is too long");
                case OK, CLOSED -> {
                    return result.getStatus();
                }
            }
        }
    }

    private void fill() throws IOException {
        received.compact();
        if (!received.hasRemaining()) {
            if (received.capacity() >= LARGEST_RECORD) {
                throw new IOException("a TLS record is too long");
            }
            received = ByteBuffer.allocate(2 * received.capacity()).put(received.flip());
        }
        int n = wire.read(received.array(), received.position(), received.remaining());
        if (n < 0) {
            throw new EOFException();
        }
        received.position(received.position() + n).flip();
        if (first == FirstRecord.UNDECIDED) {
            judge();
        }
    }

    private void judge() throws HandshakeFailed {
        first = FirstRecord.of(received.array(), received.limit());
        switch (first) {
            case UNDECIDED, TLS -> {}
            case OLD_TLS -> throw HandshakeFailed.oldTlsOnly();
            case HTTP -> throw HandshakeFailed.because("what came is not TLS but HTTP");
            case NOT_TLS -> throw HandshakeFailed.because("what came is not TLS");
        }
    }

    /** Without the JDK's own check, which knows no underscore. */
    private static SNIServerName sni(String name) {
        return new SNIServerName(StandardConstants.SNI_HOST_NAME, name.getBytes(US_ASCII)) {};
    }

    private static SSLContext acceptingAnyCertificate() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            context.getClientSessionContext().setSessionCacheSize(1);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}

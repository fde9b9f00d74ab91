package fairlead.health.probe;

import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.proxyprotocol.ProxyHeaderEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;

/**
 * A connection of Fairlead's own to a backend, with one time limit over all that is done on it. It belongs to one
 * thread. Each wait gets what is left of the time, so that a peer gains nothing by sending single bytes, and no timer has to
 * close anything from outside. Writes do not wait: a header, a ClientHello and a request fit into the send buffer of a
 * socket whether the peer reads or not.
 */
final class Wire implements Plaintext, AutoCloseable {
    private static final int MOST_TO_READ = 256 << 10;
    private static final Duration LONGEST_GOODBYE = Duration.ofMillis(500);

    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream in;
    private final Duration timeout;
    private long end;
    private boolean leaving;
    private int read;

    /** What is done with a socket that is not connected yet. */
    @FunctionalInterface
    interface Preparation {
        void prepare(SocketChannel channel) throws IOException;
    }

    private Wire(SocketChannel channel, Duration timeout, long end) throws IOException {
        this.channel = channel;
        this.socket = channel.socket();
        this.in = socket.getInputStream();
        this.timeout = timeout;
        this.end = end;
    }

    /**
     * Connects and sends the PROXY header of a connection without a client, if one is wanted.
     *
     * @param timeout of everything up to {@link #drain}
     */
    static Wire connect(InetSocketAddress address, ProxyProtocol header, Duration timeout) throws CheckFailed {
        return connect(address, header, timeout, channel -> {});
    }

    /** The same, with a look at the socket before it is connected. */
    static Wire connect(InetSocketAddress address, ProxyProtocol header, Duration timeout, Preparation preparation)
            throws CheckFailed {
        if (address.isUnresolved()) {
            throw CheckFailed.because("the address is not known yet");
        }
        long end = System.nanoTime() + timeout.toNanos();
        SocketChannel channel = open(address);
        try {
            preparation.prepare(channel);
            channel.socket().connect(address, millis(end));
            Wire wire = new Wire(channel, timeout, end);
            wire.begin(header);
            return wire;
        } catch (IOException e) {
            close(channel);
            throw isOutOfPorts(e, address.getAddress())
                    ? CheckFailed.noSocket(e)
                    : CheckFailed.because(Reason.ofConnecting(e, timeout));
        }
    }

    /** Of everything together, for people to read. */
    Duration timeout() {
        return timeout;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        socket.getOutputStream().write(bytes, offset, length);
    }

    /**
     * {@inheritDoc}
     *
     * @throws SocketTimeoutException when time is up
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (read >= MOST_TO_READ) {
            throw new IOException("more than " + (MOST_TO_READ >> 10) + " KiB came");
        }
        socket.setSoTimeout(millis(end));
        int n = in.read(buffer, offset, length);
        read += Math.max(n, 0);
        return n;
    }

    /** Tells the peer that nothing more will be sent. */
    void finish() throws IOException {
        channel.shutdownOutput();
    }

    /**
     * Throws away what still comes until the peer closes, for a short while: to close with unread input, be it only a
     * session ticket, resets the connection, which backends log as an error. The check is over by now.
     */
    void drain() {
        if (!leaving) {
            leaving = true;
            end = System.nanoTime() + (timeout.compareTo(LONGEST_GOODBYE) < 0 ? timeout : LONGEST_GOODBYE).toNanos();
        }
        byte[] waste = new byte[4096];
        try {
            while (read(waste, 0, waste.length) >= 0) {
                // the peer has more to say
            }
        } catch (IOException e) {
            // closing is all that is left
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private void begin(ProxyProtocol header) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        switch (header) {
            case OFF -> {}
            case V1 -> write(ProxyHeaderEncoder.v1Unknown());
            case V2 -> write(ProxyHeaderEncoder.v2Local());
        }
    }

    private static SocketChannel open(InetSocketAddress address) throws CheckFailed {
        try {
            return SocketChannel.open(
                    address.getAddress() instanceof Inet4Address
                            ? StandardProtocolFamily.INET
                            : StandardProtocolFamily.INET6);
        } catch (UnsupportedOperationException e) {
            throw CheckFailed.because("this machine has no IPv6");
        } catch (IOException e) {
            throw CheckFailed.noSocket(e);
        }
    }

    /**
     * Whether the machine is out of ports. A packet filter of its own ends in the same exception, and so does a machine
     * without IPv6 for such an address: both last, and are told as failures.
     */
    static boolean isOutOfPorts(IOException e, InetAddress address) {
        return e instanceof BindException
                && address instanceof Inet4Address
                && !String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("permi");
    }

    /** What is left until then, rounded up: none would mean that there is no limit. */
    private static int millis(long end) throws SocketTimeoutException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("too late");
        }
        return Math.clamp(Duration.ofNanos(left + 999_999).toMillis(), 1, Integer.MAX_VALUE);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is released either way
        }
    }
}

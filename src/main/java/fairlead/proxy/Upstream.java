package fairlead.proxy;

import fairlead.config.ForwardingRule;
import fairlead.pool.Backend;
import fairlead.stats.AddressText;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** An open socket to a backend, counted among its connections until it is closed. */
record Upstream(Backend backend, SocketChannel channel, InetSocketAddress remote, Duration connectTime)
        implements AutoCloseable {

    /** No socket could be had on this machine; no backend is to blame. */
    static final class NoSocket extends IOException {
        private static final long serialVersionUID = 1;

        NoSocket(IOException cause) {
            super(cause);
        }
    }

    /**
     * Connects, blocking until {@code end}, a {@link System#nanoTime()}. The backend's health takes note of the result. The
     * socket's timed connect looks once before it parks, and a backend nearby has answered by then.
     *
     * @throws NoSocket when this machine is out of file descriptors or ports
     * @throws IOException when the backend refuses or does not answer in time
     */
    static Upstream connect(Backend backend, ForwardingRule rule, long end) throws IOException {
        long start = System.nanoTime();
        InetSocketAddress address = backend.address(rule);
        SocketChannel channel = open(backend, address);
        try {
            channel.socket().connect(address, millis(end - start));
            return new Upstream(backend, channel, address, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            Sockets.close(channel);
            backend.closed();
            if (e instanceof BindException) {
                throw new NoSocket(e);
            }
            throw e instanceof SocketTimeoutException ? new SocketTimeoutException("no answer in time") : e;
        }
    }

    /** Where it is connected to, as logs write it. */
    String address() {
        return AddressText.of(remote.getAddress(), remote.getPort());
    }

    @Override
    public void close() {
        Sockets.close(channel);
        backend.closed();
    }

    /** At least one: none would mean that there is no limit. */
    private static int millis(long nanos) {
        return Math.clamp(Duration.ofNanos(nanos).toMillis(), 1, Integer.MAX_VALUE);
    }

    private static SocketChannel open(Backend backend, InetSocketAddress address) throws NoSocket {
        try {
            SocketChannel channel = SocketChannel.open(
                    address.getAddress() instanceof Inet4Address
                            ? StandardProtocolFamily.INET
                            : StandardProtocolFamily.INET6);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel;
        } catch (IOException e) {
            backend.closed();
            throw new NoSocket(e);
        }
    }
}

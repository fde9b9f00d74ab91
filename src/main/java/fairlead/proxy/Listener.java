package fairlead.proxy;

import fairlead.config.ListenerConfig;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One bound address and port, shared by every load balancer with a rule on it, and the virtual thread that accepts. The
 * thread never blocks on a client, and survives whatever accepting fails with.
 */
final class Listener implements Closeable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final int BACKLOG = 4096;
    private static final Duration LET_GO = Duration.ofSeconds(2);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final ListenAddress address;
    private final ServerSocketChannel socket;
    private final Turns turns;
    private final BiConsumer<Listener, SocketChannel> accepted;
    private @Nullable Thread acceptor; // guarded by Engine.applying
    private long quietUntil = System.nanoTime(); // for the accepting thread

    private Listener(
            ListenAddress address,
            ServerSocketChannel socket,
            Turns turns,
            BiConsumer<Listener, SocketChannel> accepted) {
        this.address = address;
        this.socket = socket;
        this.turns = turns;
        this.accepted = accepted;
    }

    /**
     * Binds. Connections are queued by the kernel from now on and taken after {@link #start}.
     *
     * @throws IOException with a sentence that names the address
     */
    static Listener bind(ListenAddress address, Turns turns, BiConsumer<Listener, SocketChannel> accepted)
            throws IOException {
        ServerSocketChannel socket = open(address);
        try {
            socket.bind(where(address), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot listen on %s: %s".formatted(address, e.getMessage()), e);
        }
        return new Listener(address, socket, turns, accepted);
    }

    void start() {
        acceptor = Thread.ofVirtual().name("listener " + address).start(this::acceptAll);
    }

    ListenAddress address() {
        return address;
    }

    /**
     * Stops accepting; accepted connections are not touched. The port is free when the accepting thread has let go of it,
     * which is waited for.
     */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing {0}: {1}", address, e.getMessage());
        }
        try {
            if (acceptor != null && !acceptor.join(LET_GO)) {
                LOG.log(System.Logger.Level.WARNING, "{0} stays bound for a while", address);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll() {
        Backoff backoff = new Backoff();
        Turns.Turn turn = turns.turn();
        while (socket.isOpen()) {
            try {
                turn.giveWay();
                handOver(socket.accept());
                backoff.succeeded();
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                if (socket.isOpen()) {
                    pause(backoff, e);
                }
            }
        }
    }

    private void handOver(SocketChannel client) {
        try {
            accepted.accept(this, client);
        } catch (RuntimeException | Error e) {
            Sockets.close(client);
            throw e;
        }
    }

    /**
     * Out of file descriptors, most likely: connections wait in the backlog until some are free again. Each that is freed
     * lets one in before accepting fails anew: hence a minute between warnings.
     */
    private void pause(Backoff backoff, Throwable reason) {
        long now = System.nanoTime();
        if (backoff.isFirst() && now - quietUntil >= 0) {
            quietUntil = now + BETWEEN_WARNINGS.toNanos();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot accept on {0}, trying again: {1}",
                    address,
                    reason.getMessage());
        }
        try {
            Thread.sleep(backoff.failed());
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a listener", e);
        }
    }

    /** An IPv4 socket for an IPv4 address: bound through a dual-stack one, 0.0.0.0 would take IPv6 as well. */
    private static ServerSocketChannel open(ListenAddress address) throws IOException {
        ServerSocketChannel socket = address.address() instanceof Inet4Address
                ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                : ServerSocketChannel.open();
        return socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    }

    /** The system's own wildcard for {@code ::}, which is 0.0.0.0 on a machine without IPv6. */
    private static InetSocketAddress where(ListenAddress address) {
        return address.address().equals(ListenerConfig.ANY)
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.address(), address.port());
    }
}

package fairlead.health.probe;

import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Visits a server once, as a client would, for a person who wants to see each step. Whatever the server does, a visit is
 * over within its time limit and half a second for a goodbye. For one visit, by the thread that makes it.
 */
public final class Visitor {
    private final InetSocketAddress address;
    private final ProxyProtocol header;
    private final Duration limit;
    private final Consumer<InetSocketAddress> from;
    private Optional<Duration> connect = Optional.empty();
    private long since = System.nanoTime();

    /**
     * Not on the way yet.
     *
     * @param address of this machine, as the visit comes from the same one
     * @param header the PROXY header of a connection without a client
     * @param from hears where the visit comes from, before it connects
     */
    public Visitor(InetSocketAddress address, ProxyProtocol header, Duration limit, Consumer<InetSocketAddress> from) {
        this.address = address;
        this.header = header;
        this.limit = limit;
        this.from = from;
    }

    /** Completes a handshake, whatever the certificate, and says goodbye. */
    public Visit shakeHands(Optional<String> serverName, List<String> alpn) {
        try (Wire wire = connect()) {
            TlsWire tls = TlsWire.shakeHands(wire, serverName, alpn);
            Visit.Tls seen = new Visit.Tls(tls.handshake(), tls.cipher());
            Optional<Duration> answer = Optional.of(lap());
            tls.sayGoodbye();
            return new Visit(connect, answer, Optional.of(seen), Optional.empty(), Optional.empty(), Optional.empty());
        } catch (HandshakeFailed e) {
            return failed(e.reason(), e.alert());
        } catch (CheckFailed e) {
            return failed(e.reason(), Optional.empty());
        }
    }

    /** Asks for the root of a host by HTTP. */
    public Visit ask(String host) {
        try (Wire wire = connect()) {
            HttpProbe.Response came = HttpProbe.ask(wire, "/", host, limit);
            Visit.Response response =
                    new Visit.Response(came.status(), came.location().map(Reason::printable));
            Optional<Duration> answer = Optional.of(lap());
            wire.drain();
            return new Visit(
                    connect, answer, Optional.empty(), Optional.of(response), Optional.empty(), Optional.empty());
        } catch (CheckFailed e) {
            return failed(e.reason(), Optional.empty());
        }
    }

    /** Connects, and leaves without a word. */
    public Visit knock() {
        try (Wire wire = connect()) {
            wire.drain();
            return new Visit(
                    connect, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        } catch (CheckFailed e) {
            return failed(e.reason(), Optional.empty());
        }
    }

    private Wire connect() throws CheckFailed {
        Wire wire = Wire.connect(address, header, limit, this::bind);
        connect = Optional.of(lap());
        return wire;
    }

    private void bind(SocketChannel channel) throws IOException {
        channel.bind(new InetSocketAddress(address.getAddress(), 0));
        from.accept((InetSocketAddress) channel.getLocalAddress());
    }

    private Visit failed(String reason, Optional<String> alert) {
        Optional<Duration> answer = connect.isPresent() ? Optional.of(lap()) : Optional.empty();
        return new Visit(connect, answer, Optional.empty(), Optional.empty(), Optional.of(reason), alert);
    }

    private Duration lap() {
        long now = System.nanoTime();
        Duration took = Duration.ofNanos(now - since);
        since = now;
        return took;
    }
}

package fairlead.health.probe;

import fairlead.config.HealthCheckConfig;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One look at a backend, from connect to close, by the thread that asks for it. */
public final class Check {
    private static final List<String> HTTP_1 = List.of("http/1.1");

    private final CheckTarget target;
    private final HealthCheckConfig config;
    private final long start = System.nanoTime();
    private Optional<Handshake> handshake = Optional.empty();

    private Check(CheckTarget target) {
        this.target = target;
        this.config = target.config();
    }

    /** Whatever the peer does, this returns, within the response timeout and half a second for a goodbye. */
    public static CheckOutcome run(CheckTarget target) {
        Check check = new Check(target);
        try (Wire wire = Wire.connect(
                target.address(),
                target.config().proxyProtocol(),
                target.config().responseTimeout())) {
            return check.look(wire);
        } catch (CheckFailed e) {
            return check.failed(e);
        }
    }

    private CheckOutcome look(Wire wire) {
        return switch (config.protocol()) {
            case NONE, TCP -> passed();
            case HTTP -> ask(wire, wire);
            case TLS -> encrypted(wire, TlsClient.ALPN);
            case HTTPS -> encrypted(wire, HTTP_1);
        };
    }

    private CheckOutcome encrypted(Wire wire, List<String> alpn) {
        try {
            TlsWire tls = TlsWire.shakeHands(wire, target.serverName(), alpn);
            Handshake seen = tls.handshake();
            handshake = Optional.of(seen);
            CheckOutcome outcome = judge(wire, tls, seen);
            tls.sayGoodbye();
            return outcome;
        } catch (HandshakeFailed e) {
            return new CheckOutcome(elapsed(), Optional.of(e.reason()), handshake);
        }
    }

    private CheckOutcome judge(Wire wire, TlsWire tls, Handshake seen) {
        try {
            if (config.verifyCertificate()) {
                Authorities authorities = Authorities.of(config.caFile());
                Verification.require(seen.chain(), authorities, target.serverName(), Instant.now());
            }
        } catch (CheckFailed e) {
            return failed(e);
        }
        return config.protocol() == HealthCheckConfig.Protocol.HTTPS ? ask(wire, tls) : passed();
    }

    private CheckOutcome ask(Wire wire, Plaintext peer) {
        try {
            String host = target.serverName().orElseGet(this::literal);
            int status = HttpProbe.ask(peer, config.path(), host, config.responseTimeout())
                    .status();
            boolean expected = config.expectedStatus().stream().anyMatch(range -> range.contains(status));
            CheckOutcome outcome = expected ? passed() : failed(CheckFailed.because("HTTP " + status));
            wire.drain();
            return outcome;
        } catch (CheckFailed e) {
            return failed(e);
        }
    }

    /** The address as it stands in a Host header. */
    private String literal() {
        InetAddress address = target.address().getAddress();
        String text = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        int scope = text.indexOf('%');
        return '[' + (scope < 0 ? text : text.substring(0, scope)) + ']';
    }

    private CheckOutcome passed() {
        return new CheckOutcome(elapsed(), Optional.empty(), handshake);
    }

    private CheckOutcome failed(CheckFailed e) {
        return new CheckOutcome(elapsed(), Optional.of(e.reason()), handshake, e.noSocket());
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}

package fairlead.health.probe;

import fairlead.config.HealthCheckConfig;
import fairlead.config.HealthCheckConfig.Protocol;
import fairlead.config.HealthCheckConfig.StatusRange;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A check in the making: {@code Checking.by(TLS).timeout(...).run(address)}. */
final class Checking {
    static final String HOST = "shop.example.com";

    private final Protocol protocol;
    private Duration timeout = Duration.ofSeconds(10);
    private ProxyProtocol header = ProxyProtocol.OFF;
    private Optional<Path> caFile = Optional.empty();
    private Optional<String> host = Optional.of(HOST);
    private boolean verify;

    private Checking(Protocol protocol) {
        this.protocol = protocol;
    }

    static Checking by(Protocol protocol) {
        return new Checking(protocol);
    }

    Checking timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    Checking header(ProxyProtocol header) {
        this.header = header;
        return this;
    }

    Checking host(Optional<String> host) {
        this.host = host;
        return this;
    }

    /** With the JDK's authorities. */
    Checking verifying() {
        verify = true;
        return this;
    }

    Checking verifying(Path caFile) {
        this.caFile = Optional.of(caFile);
        return verifying();
    }

    CheckOutcome run(InetSocketAddress address) {
        HealthCheckConfig config = new HealthCheckConfig(
                protocol,
                OptionalInt.empty(),
                "/healthz",
                Optional.empty(),
                List.of(new StatusRange(200, 299), new StatusRange(418, 418)),
                Duration.ofSeconds(10),
                timeout,
                3,
                5,
                verify,
                caFile.map(Path::toString),
                header);
        return Check.run(new CheckTarget(address, config, host));
    }

    /** Runs it and returns why it failed, or {@code passed}. */
    String result(InetSocketAddress address) {
        return run(address).failure().orElse("passed");
    }
}

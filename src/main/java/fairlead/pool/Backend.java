package fairlead.pool;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.ForwardingRule;
import fairlead.config.HealthCheckConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.OnUnhealthy;
import fairlead.config.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One server of a load balancer, in the running process: its health and how many connections it has. Stays the same
 * object over config changes that leave its name and address alone, and takes note of those that change how it is
 * treated.
 */
public final class Backend {
    private final String name;
    private final String entry;
    private final InetAddress address;
    private final OptionalInt port;
    private final HealthState health;
    private final Seats seats = new Seats();
    private volatile Mode mode;
    private volatile OptionalInt httpPort;
    private volatile boolean closesWhenDown;
    private volatile long modeSince;
    private volatile Optional<Duration> drainTimeout = Optional.empty();

    /**
     * A backend that has just been added.
     *
     * @param name unique in its pool: that of the entry, followed by the address when the entry is a host name
     */
    Backend(String name, InetAddress address, BackendConfig config, LoadBalancerConfig loadBalancer, long now) {
        this.name = name;
        this.entry = config.name();
        this.address = address;
        this.port = config.port();
        this.httpPort = httpPort(config, loadBalancer);
        this.mode = config.mode();
        this.modeSince = now;
        this.health = new HealthState(rules(loadBalancer.healthCheck()), now);
    }

    boolean isOf(String wantedName, InetAddress wantedAddress, OptionalInt wantedPort) {
        return name.equals(wantedName) && address.equals(wantedAddress) && port.equals(wantedPort);
    }

    /** Is treated as the config says, from now on. */
    void follow(BackendConfig config, LoadBalancerConfig loadBalancer, long now) {
        drainTimeout = loadBalancer.backendDrainTimeout(); // before it may be seen to drain
        if (mode != config.mode()) {
            modeSince = now;
            if (takesNone(mode) && !takesNone(config.mode())) {
                health.comesBack(now);
            }
            if (mode == Mode.DISABLED) {
                health.beginAnew(now); // it was not looked at meanwhile
            }
            mode = config.mode();
            if (takesNone(mode)) {
                seats.dismiss();
            }
        }
        httpPort = httpPort(config, loadBalancer);
        closesWhenDown = loadBalancer.onUnhealthy() == OnUnhealthy.CLOSE;
        health.follow(rules(loadBalancer.healthCheck()), now);
        seats.limit(config.maxConnections(), loadBalancer.queue().maxWaiting());
    }

    /** What it is called, unique among the backends of its load balancer. */
    public String name() {
        return name;
    }

    /** The name of the config's entry it belongs to; several share one that is a host name. */
    public String entry() {
        return entry;
    }

    /** Where a connection that came by this rule goes. */
    public InetSocketAddress address(ForwardingRule rule) {
        OptionalInt own = rule.entryProtocol() == Protocol.HTTP ? httpPort : port;
        return new InetSocketAddress(address, own.orElse(rule.targetPort()));
    }

    /** Where checks go in place of connections that came by this rule: the check's own port comes before the backend's. */
    public InetSocketAddress address(ForwardingRule rule, HealthCheckConfig check) {
        return check.port().isPresent()
                ? new InetSocketAddress(address, check.port().getAsInt())
                : address(rule);
    }

    public InetAddress ip() {
        return address;
    }

    public Mode mode() {
        return mode;
    }

    /** When it got its mode. */
    public long modeSince() {
        return modeSince;
    }

    public HealthState health() {
        return health;
    }

    /** Open connections, those being established included. */
    public int connections() {
        return seats.taken();
    }

    /** Connections that wait until one of the open ones ends. */
    public int waiting() {
        return seats.waiting();
    }

    /** Counts one connection more, unless it has as many as it may. */
    public boolean open() {
        return seats.take();
    }

    /** A connection has ended. */
    public void closed() {
        seats.free();
    }

    /** A place in the queue for the next connection that may be opened; empty when the queue is full. */
    public Optional<Seats.Waiting> queue() {
        return seats.queue();
    }

    /** Sends away the connections that wait for it. */
    public void dismissWaiting() {
        seats.dismiss();
    }

    /** Whether {@link #open} is likely to succeed. */
    public boolean hasRoom() {
        return seats.isFree();
    }

    /** Whether a connection opened then should be closed because it went down; those it is given while down go on. */
    public boolean closesConnections(long opened) {
        return closesWhenDown && health.state() == HealthState.State.DOWN && health.since() - opened >= 0;
    }

    /** When its drain is over, if it is being drained and not for ever. */
    public Optional<Long> drainEnd() {
        return mode == Mode.DRAIN ? drainTimeout.map(timeout -> modeSince + timeout.toNanos()) : Optional.empty();
    }

    /** Whether a connection opened then should be closed because it had its time; {@code acme_backend} gets some later. */
    public boolean isDrained(long now, long opened) {
        return drainEnd().filter(end -> now - end >= 0 && end - opened > 0).isPresent();
    }

    /** One port cannot speak both TLS and plain http: {@code port} is for http where nothing else is forwarded. */
    private static OptionalInt httpPort(BackendConfig config, LoadBalancerConfig loadBalancer) {
        return config.httpPort().isEmpty() && loadBalancer.isHttpOnly() ? config.port() : config.httpPort();
    }

    private static boolean takesNone(Mode mode) {
        return mode == Mode.DRAIN || mode == Mode.DISABLED;
    }

    private static HealthState.Rules rules(HealthCheckConfig check) {
        return new HealthState.Rules(
                check.protocol() != HealthCheckConfig.Protocol.NONE,
                check.unhealthyThreshold(),
                check.healthyThreshold());
    }

    @Override
    public String toString() {
        return name;
    }
}

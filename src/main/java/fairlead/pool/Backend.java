package fairlead.pool;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.ForwardingRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One server of a load balancer, in the running process: its health and how many connections it has. Stays the same
 * object over config changes that leave its name and address alone; what may change (weight, mode) is {@link Member}'s.
 */
public final class Backend {
    private final String name;
    private final InetAddress address;
    private final OptionalInt port;
    private final HealthState health = new HealthState();
    private final AtomicInteger connections = new AtomicInteger();

    Backend(BackendConfig config) {
        this.name = config.name();
        this.address = ((BackendAddress.Ip) config.address()).address();
        this.port = config.port();
    }

    boolean isOf(BackendConfig config) {
        return name.equals(config.name())
                && new BackendAddress.Ip(address).equals(config.address())
                && port.equals(config.port());
    }

    public String name() {
        return name;
    }

    /** Where a connection that came by this rule goes. */
    public InetSocketAddress address(ForwardingRule rule) {
        return new InetSocketAddress(address, port.orElse(rule.targetPort()));
    }

    public HealthState health() {
        return health;
    }

    /** Open connections, those being established included. */
    public int connections() {
        return connections.get();
    }

    public void opening() {
        connections.incrementAndGet();
    }

    public void closed() {
        connections.decrementAndGet();
    }

    @Override
    public String toString() {
        return name;
    }
}

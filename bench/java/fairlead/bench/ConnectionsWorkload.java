package fairlead.bench;

import java.util.Map;

/** New connections, 50 at once. */
final class ConnectionsWorkload extends Repeated {
    private static final int AT_ONCE = 50;
    private static final int COUNT = 15_000;
    private static final int QUICK_COUNT = 5_000;

    ConnectionsWorkload() {
        super(
                "connections",
                "New connections, 50 at once: connect, ClientHello, first answer of the backend, close. Times are from"
                        + " connect to that answer.",
                Unit.CONNECTIONS);
    }

    @Override
    Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds) {
        return measure(rig, proxy, host(), count(rig), 60);
    }

    static int count(Rig rig) {
        return rig.options.quick() ? QUICK_COUNT : COUNT;
    }

    /** So many connections to a host, or to those in a {@code @file}, or as many as there are in this time. */
    static Map<Figure, Double> measure(Rig rig, Proxy proxy, String host, int count, double seconds) {
        String command = "connections port=%d host=%s at_once=%d count=%d seconds=%s"
                .formatted(proxy.port(), host, AT_ONCE, count, seconds);
        return new Meter(rig.ends, rig.ends.backend).measure(proxy, Unit.CONNECTIONS, () -> rig.ends.run(command));
    }
}

package fairlead.bench;

import java.util.Map;

/** Messages of 64 bytes to an echo and back, on connections that are open. */
final class EchoWorkload extends Repeated {
    private final int connections;
    private final int atOnce;

    private EchoWorkload(String name, String description, int connections, int atOnce) {
        super(name, description, Unit.MESSAGES);
        this.connections = connections;
        this.atOnce = atOnce;
    }

    static EchoWorkload on(int connections) {
        return new EchoWorkload(
                "roundtrips-" + connections,
                "64 bytes to an echo and back, one message at a time on each connection; connections: " + connections
                        + ".",
                connections,
                connections);
    }

    /** Many connections, few of them with a message under way, which are others each time. */
    static EchoWorkload mostlyIdle(int connections, int atOnce) {
        return new EchoWorkload(
                "active",
                "64 bytes to an echo and back, %d messages at a time, each on one of %d open connections at random."
                        .formatted(atOnce, connections),
                connections,
                atOnce);
    }

    @Override
    Setup setup(Rig rig) {
        Limits.warnAbout(connections);
        return super.setup(rig);
    }

    @Override
    Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds) {
        try {
            double failed = rig.open(proxy, host(), Math.min(connections, Limits.connections()));
            if (failed > 0) {
                return Meter.failed(proxy, failed);
            }
            String command = "roundtrips at_once=%d seconds=%s".formatted(atOnce, seconds);
            return new Meter(rig.ends, rig.ends.backend).measure(proxy, unit(), () -> rig.ends.run(command));
        } finally {
            rig.ends.run("close");
        }
    }
}

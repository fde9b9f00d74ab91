package fairlead.bench;

import java.util.Locale;
import java.util.Map;

/** As many bytes as will go. */
final class BulkWorkload extends Repeated {
    private static final long TOTAL = 1L << 30;
    private static final int TIMES_SHORTER = 2; // than rounds of messages, which vary more

    /** Which way the bytes go; both ways the total is half and half. */
    enum Direction {
        DOWN,
        UP,
        BOTH;

        long down() {
            return this == DOWN ? TOTAL : this == BOTH ? TOTAL / 2 : 0;
        }

        long up() {
            return TOTAL - down();
        }
    }

    private final int connections;
    private final Direction direction;

    BulkWorkload(int connections, Direction direction) {
        super(
                "bulk-" + connections + "-" + direction.name().toLowerCase(Locale.ROOT),
                "1 GiB spread over the connections (%d), %s, again and again."
                        .formatted(
                                connections,
                                switch (direction) {
                                    case DOWN -> "from the backend";
                                    case UP -> "to the backend";
                                    case BOTH -> "half of it each way at the same time";
                                }),
                Unit.GIGABYTES);
        this.connections = connections;
        this.direction = direction;
    }

    @Override
    String host() {
        return "bulk.bench.test";
    }

    @Override
    Setup setup(Rig rig) {
        return Setup.of(host(), rig.ends.bulkPort);
    }

    @Override
    Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds) {
        try {
            double failed = rig.open(proxy, host(), connections);
            if (failed > 0) {
                return Meter.failed(proxy, failed);
            }
            return new Meter(rig.ends, rig.ends.backend)
                    .measure(proxy, unit(), () -> transfer(rig, seconds / TIMES_SHORTER));
        } finally {
            rig.ends.run("close");
        }
    }

    private Map<String, Double> transfer(Rig rig, double seconds) {
        String command = "bulk down=%d up=%d".formatted(direction.down(), direction.up());
        double done = 0;
        double taken = 0;
        double failed = 0;
        do {
            Map<String, Double> once = rig.ends.run(command);
            done += once.getOrDefault("done", 0.0);
            taken += once.getOrDefault("seconds", 0.0);
            failed += once.getOrDefault("failed", 0.0);
        } while (taken < seconds && failed == 0);
        return Map.of("done", done, "seconds", taken, "failed", failed);
    }
}

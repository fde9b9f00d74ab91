package fairlead.config;

import java.util.OptionalInt;

/**
 * One server of a load balancer.
 *
 * @param port overrides the rule's target port; that of http rules only where there are no others
 * @param httpPort overrides the target port of http rules
 * @param weight its share of new connections relative to the others, 1 to 256
 * @param maxConnections open connections of this backend; 0 for no cap
 */
public record BackendConfig(
        String name,
        BackendAddress address,
        OptionalInt port,
        OptionalInt httpPort,
        int weight,
        Mode mode,
        int maxConnections) {

    public static final int DEFAULT_WEIGHT = 1;

    /** What an operator lets a backend do. */
    public enum Mode {
        /** Takes its share of new connections. */
        ENABLED,
        /** Takes no new connections, keeps the ones it has. */
        DRAIN,
        /** Takes no connections. */
        DISABLED,
        /** Takes connections only when no enabled backend is ready. */
        BACKUP
    }
}

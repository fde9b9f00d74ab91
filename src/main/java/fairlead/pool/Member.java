package fairlead.pool;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import java.nio.charset.StandardCharsets;

/**
 * A backend's place in one pool.
 *
 * @param index its position in the pool
 * @param seed what {@link SourceIp} mixes a client's address with; depends on the name alone, so that an affinity
 *     survives restarts and a change of address
 */
record Member(Backend backend, int index, int weight, Mode mode, long seed) {

    static Member of(BackendConfig config, int index, Backend backend) {
        return new Member(
                backend,
                index,
                config.weight(),
                config.mode(),
                SourceIp.hash(config.name().getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether this member has fewer connections for its weight than the other. */
    boolean lessLoadedThan(Member other) {
        return (long) backend.connections() * other.weight < (long) other.backend.connections() * weight;
    }
}

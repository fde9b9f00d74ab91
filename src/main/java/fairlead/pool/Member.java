package fairlead.pool;

import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import java.nio.charset.StandardCharsets;

/**
 * A backend's place in one pool.
 *
 * @param index its position in the pool
 * @param weight in parts of {@value #PARTS} of what the config says, so that there can be less than one
 * @param seed what {@link SourceIp} mixes a client's address with; depends on the name alone, so that an affinity
 *     survives restarts and a change of address
 */
record Member(Backend backend, BackendConfig config, int index, int weight, Mode mode, long seed) {
    static final int PARTS = 64;

    static Member of(BackendConfig config, int index, Backend backend) {
        return new Member(
                backend,
                config,
                index,
                config.weight() * PARTS,
                config.mode(),
                SourceIp.hash(backend.name().getBytes(StandardCharsets.UTF_8)));
    }

    Member withWeight(int changed) {
        return new Member(backend, config, index, changed, mode, seed);
    }

    /** Whether this member has fewer connections for its weight than the other. */
    boolean lessLoadedThan(Member other) {
        return (long) backend.connections() * other.weight < (long) other.backend.connections() * weight;
    }
}

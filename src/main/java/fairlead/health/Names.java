package fairlead.health;

import fairlead.stats.EventLog;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** stub. */
public final class Names implements AutoCloseable {
    public Names(Resolver resolver, EventLog events, Runnable changed) {}

    public void want(Set<String> names, Duration interval, Duration patience) {}

    public Map<String, Resolution> all() {
        return Map.of();
    }

    @Override
    public void close() {}
}

package fairlead.config;

import java.time.Duration;

/**
 * Where connections wait when every backend they may use has its {@code max_connections}.
 *
 * @param maxWaiting connections that may wait for one backend
 * @param timeout how long one may wait in all
 */
public record QueueConfig(int maxWaiting, Duration timeout) {

    public static final int MOST_WAITING = 100_000;
    public static final QueueConfig DEFAULT = new QueueConfig(100, Duration.ofSeconds(5));
}

package fairlead.stats;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something changed.
 *
 * @param loadBalancer the load balancer it is about, if it is about one
 * @param backend the backend it is about, if it is about one
 * @param text one sentence for people, without a full stop
 */
public record Event(Instant time, Kind kind, Optional<String> loadBalancer, Optional<String> backend, String text) {

    /** What changed. */
    public enum Kind {
        BACKEND_UP(false),
        BACKEND_DOWN(true),
        BACKEND_FLAPPING(true),
        BACKEND_DRAINED(false),
        CONFIG_APPLIED(false),
        CONFIG_REFUSED(true),
        LISTENER_BOUND(false),
        LISTENER_CLOSED(false),
        LISTENER_FAILED(true),
        NAME_CHANGED(false),
        NAME_FAILED(true),
        NAME_RESOLVED(false),
        FINDING_RAISED(true),
        FINDING_CLEARED(false);

        private final boolean bad;

        Kind(boolean bad) {
            this.bad = bad;
        }

        /** The word by which it is known outside: {@code backend_down}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether somebody should look. */
        public boolean isBad() {
            return bad;
        }
    }
}

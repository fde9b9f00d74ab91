package fairlead.admin.page;

import fairlead.config.BackendConfig.Mode;
import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import java.util.List;
import java.util.Set;

/** How a load balancer stands as a whole, in a word. */
public enum State {
    HEALTHY("Healthy", "ok"),
    /** It serves, but not as the config wants it to. */
    ISSUE("Issue", "warn"),
    /** No backend takes connections. */
    DOWN("Down", "bad"),
    NO_BACKENDS("No backends", "off");

    private static final Set<Mode> WANTED = Set.of(Mode.ENABLED, Mode.BACKUP);

    private final String word;
    private final String badge;

    State(String word, String badge) {
        this.word = word;
        this.badge = badge;
    }

    /**
     * What these backends of one load balancer add up to. One that is being drained or is disabled is so on purpose.
     *
     * @param finding whether there is one that makes clients fail
     */
    public static State of(List<BackendStatus> backends, boolean finding) {
        List<Condition> wanted = backends.stream()
                .filter(backend -> WANTED.contains(backend.mode()))
                .map(BackendStatus::condition)
                .toList();
        if (backends.isEmpty()) {
            return NO_BACKENDS;
        }
        if (wanted.stream().allMatch(condition -> condition == Condition.DOWN)) {
            return DOWN; // also when none is wanted
        }
        boolean allUp = wanted.stream().allMatch(condition -> condition == Condition.UP);
        return allUp && !finding ? HEALTHY : ISSUE;
    }

    /** {@code No backends}. */
    public String word() {
        return word;
    }

    /** The class of its badge: {@code ok}. */
    public String badge() {
        return badge;
    }
}

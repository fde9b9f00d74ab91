package fairlead.stats;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something changed.
 *
 * @param loadBalancer the load balancer it is about, if it is about one
 * @param backend the backend it is about, if it is about one
 * @param about what else it is about, if it may come and go by itself: a name, or what a finding is about
 * @param origin whose doing it is; empty when it changed by itself
 * @param text one sentence for people, without a full stop; what exceeds {@value #LONGEST_TEXT} characters is cut off
 */
public record Event(
        Instant time,
        Kind kind,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> about,
        Optional<Origin> origin,
        String text) {

    static final int LONGEST_TEXT = 1000;

    public Event {
        text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
    }

    /**
     * Somebody, who changed something.
     *
     * @param author {@code ops from 192.0.2.7}
     * @param revision number of the config that came of it, if one did and is kept
     */
    public record Origin(String author, OptionalInt revision) {}

    /** What changed by itself. */
    public Event(
            Instant time,
            Kind kind,
            Optional<String> loadBalancer,
            Optional<String> backend,
            Optional<String> about,
            String text) {
        this(time, kind, loadBalancer, backend, about, Optional.empty(), text);
    }

    /** The same, about nothing else. */
    public Event(Instant time, Kind kind, Optional<String> loadBalancer, Optional<String> backend, String text) {
        this(time, kind, loadBalancer, backend, Optional.empty(), text);
    }

    /** Another event about the same. */
    Event and(Instant then, Kind another, String words) {
        return new Event(then, another, loadBalancer, backend, about, words);
    }

    /** What comes and goes by itself; {@code flapping} is what to call it when it does so too often. */
    record Subject(Kind flapping, String text) {}

    /** Whose change this is; empty when that changes only on request, as configs and listeners do. */
    Optional<Subject> subject() {
        return switch (kind) {
            case BACKEND_UP, BACKEND_DOWN, BACKEND_FLAPPING ->
                backend.map(server -> new Subject(Kind.BACKEND_FLAPPING, place()));
            case NAME_CHANGED, NAME_FAILED, NAME_RESOLVED, NAME_FLAPPING ->
                about.map(name -> new Subject(Kind.NAME_FLAPPING, name));
            case FINDING_RAISED, FINDING_CLEARED, FINDING_FLAPPING ->
                about.map(what -> new Subject(Kind.FINDING_FLAPPING, "the finding " + what + " of " + place()));
            case CONFIG_APPLIED,
                    CONFIG_REFUSED,
                    LISTENER_BOUND,
                    LISTENER_CLOSED,
                    LISTENER_FAILED,
                    CONNECTION_CLOSED,
                    TOKEN_MADE,
                    TOKEN_REVOKED -> Optional.empty();
        };
    }

    private String place() {
        return Stream.of(loadBalancer, backend).flatMap(Optional::stream).collect(Collectors.joining("/"));
    }

    /** What changed. */
    public enum Kind {
        BACKEND_UP(false),
        BACKEND_DOWN(true),
        BACKEND_FLAPPING(true),
        CONFIG_APPLIED(false),
        CONFIG_REFUSED(true),
        LISTENER_BOUND(false),
        LISTENER_CLOSED(false),
        LISTENER_FAILED(true),
        NAME_CHANGED(false),
        NAME_FAILED(true),
        NAME_RESOLVED(false),
        NAME_FLAPPING(true),
        FINDING_RAISED(true),
        FINDING_CLEARED(false),
        FINDING_FLAPPING(true),
        CONNECTION_CLOSED(false),
        TOKEN_MADE(false),
        TOKEN_REVOKED(false);

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

package fairlead.proxy;

import fairlead.stats.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a connection would go, and why, step by step. Nothing was connected to and nothing has changed.
 *
 * @param steps in the order in which they are taken; only the last one may end it
 * @param backends those that would be tried, in order, and then those that would not
 * @param backend the one that would be tried first
 * @param outcome how it would end here; empty when it goes to a backend, or nothing listens
 * @param answer what the client would get if it went no further: {@code alert unrecognized_name (112)}
 */
public record Explanation(
        List<Step> steps,
        List<Choice> backends,
        Optional<String> listener,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<Outcome> outcome,
        Optional<String> answer) {

    public Explanation {
        steps = List.copyOf(steps);
        backends = List.copyOf(backends);
    }

    /** What is looked at. */
    public enum Stage {
        LISTENER,
        MAX_CONNECTIONS,
        PROXY_HEADER,
        CLIENT_CAP,
        NAME,
        LOAD_BALANCER,
        FIREWALL,
        LOAD_BALANCER_CAP,
        CHALLENGE,
        REDIRECT,
        ALGORITHM,
        BACKEND;

        /** {@code proxy_header}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing that was looked at.
     *
     * @param passed whether it goes on from here
     */
    public record Step(Stage stage, boolean passed, String sentence) {}

    /**
     * A backend of the load balancer.
     *
     * @param address and port that would be connected to
     * @param position 1 for the first to be tried; empty when it is none of them
     * @param condition in words: {@code down: connect refused}
     * @param reason why it stands at this place
     */
    public record Choice(String backend, String address, OptionalInt position, String condition, String reason) {}
}

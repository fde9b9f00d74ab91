package fairlead.admin.settings;

import fairlead.config.LoadBalancerConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One setting, as a form asks for it.
 *
 * @param path from its load balancer, or from the element of a list: {@code health_check.port}; also the input's name
 * @param options of a choice
 * @param standard what holds when the key is left out; an empty text when nothing does
 * @param needs what must be chosen elsewhere for it to have an effect
 */
public record Field(
        String path,
        String label,
        String hint,
        Kind kind,
        List<Option> options,
        Function<LoadBalancerConfig, String> standard,
        Optional<Needs> needs) {

    /** A field has an effect only while another has one of these values. */
    record Needs(String path, Set<String> values) {}

    public Field {
        options = List.copyOf(options);
    }

    static Field of(String path, String label, String hint, Kind kind, Function<LoadBalancerConfig, String> standard) {
        return new Field(path, label, hint, kind, List.of(), standard, Optional.empty());
    }

    /** A field without a default. */
    static Field of(String path, String label, String hint, Kind kind) {
        return of(path, label, hint, kind, unused -> "");
    }

    static Field choice(
            String path,
            String label,
            String hint,
            Function<LoadBalancerConfig, String> standard,
            List<Option> options) {
        return new Field(path, label, hint, Kind.CHOICE, options, standard, Optional.empty());
    }

    Field onlyWith(String other, String... values) {
        return new Field(path, label, hint, kind, options, standard, Optional.of(new Needs(other, Set.of(values))));
    }

    /** What an input shows: what is written there, else the default. */
    String shown(JsonNode around, LoadBalancerConfig config) {
        return written(around).orElseGet(() -> standard.apply(config));
    }

    /** What is written there. */
    Optional<String> written(JsonNode around) {
        JsonNode value = Place.of(path).in(around);
        return value.isMissingNode() ? Optional.empty() : Optional.of(kind.text(value));
    }

    /** Writes it; an object around it comes and goes with it. */
    void write(ObjectNode around, String typed) {
        Place place = Place.of(path);
        ObjectNode object = place.object(around);
        kind.write(object, place.key(), typed);
        place.keep(around, object);
    }

    /** Whether a problem at this place is one of what this field says. */
    boolean speaksFor(String place) {
        if (kind == Kind.PAIR && (place.equals("target_protocol") || place.equals("tls_passthrough"))) {
            return true;
        }
        return place.equals(path) || place.startsWith(path + "[");
    }
}

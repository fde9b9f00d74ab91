package fairlead.admin.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What tells one config from another, place by place. The elements of arrays are told apart by what they are, not by where
 * they stand: load balancers and backends by name, rules and listeners by port, hosts and the like by their text.
 */
public record Diff(List<Entry> entries) {

    public Diff {
        entries = List.copyOf(entries);
    }

    /**
     * One place that differs.
     *
     * @param before what stood there; empty when nothing did
     * @param after what stands there; empty when nothing does
     */
    public record Entry(List<Step> steps, Optional<JsonNode> before, Optional<JsonNode> after) {
        public Entry {
            steps = List.copyOf(steps);
        }

        /** {@code load_balancers[shop].backends[web-1].weight}; empty for the document as a whole. */
        public String path() {
            return steps.stream().map(Step::toString).collect(Collectors.joining("."));
        }

        public boolean isAdded() {
            return before.isEmpty();
        }

        public boolean isRemoved() {
            return after.isEmpty();
        }
    }

    /**
     * A key, and which element where an array stands below it.
     *
     * @param element a name, or what else identifies it
     */
    public record Step(String key, Optional<String> element) {
        @Override
        public String toString() {
            return element.map(which -> key + "[" + which + "]").orElse(key);
        }
    }

    /** From one tree to another, in the order of the second; what is gone comes last in its object or array. */
    public static Diff of(JsonNode before, JsonNode after) {
        List<Entry> found = new ArrayList<>();
        compare(List.of(), before, after, found);
        return new Diff(found);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** In one sentence: {@code shop: backend web-3 added; algorithm round_robin -> least_connections}. */
    public String sentence() {
        return DiffSentence.of(this);
    }

    /** The load balancer that all of it is about, if there is one. */
    public Optional<String> loadBalancer() {
        Set<Optional<String>> names = entries.stream()
                .map(entry -> entry.steps().stream()
                        .findFirst()
                        .filter(step -> step.key().equals("load_balancers"))
                        .flatMap(Step::element))
                .collect(Collectors.toSet());
        return names.size() == 1 ? names.iterator().next() : Optional.empty();
    }

    private static void compare(List<Step> place, JsonNode before, JsonNode after, List<Entry> found) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            compareMembers(place, before, after, found);
            return;
        }
        Optional<SequencedMap<String, JsonNode>> old = Identity.elements(before);
        Optional<SequencedMap<String, JsonNode>> now = Identity.elements(after);
        if (old.isPresent() && now.isPresent() && !place.isEmpty()) {
            compareElements(place, old.get(), now.get(), found);
        } else {
            found.add(new Entry(place, Optional.of(before), Optional.of(after)));
        }
    }

    private static void compareMembers(List<Step> place, JsonNode before, JsonNode after, List<Entry> found) {
        Set<String> keys = new LinkedHashSet<>(after.propertyNames());
        keys.addAll(before.propertyNames());
        for (String key : keys) {
            compareEach(
                    then(place, new Step(key, Optional.empty())),
                    Optional.ofNullable(before.get(key)),
                    Optional.ofNullable(after.get(key)),
                    found);
        }
    }

    private static void compareElements(
            List<Step> place,
            SequencedMap<String, JsonNode> before,
            SequencedMap<String, JsonNode> after,
            List<Entry> found) {
        int known = found.size();
        Map<String, String> renamed = renamed(before, after);
        for (Map.Entry<String, JsonNode> element : after.entrySet()) {
            String former = renamed.getOrDefault(element.getKey(), element.getKey());
            compareEach(
                    element(place, former),
                    Optional.ofNullable(before.get(former)),
                    Optional.of(element.getValue()),
                    found);
        }
        before.forEach((key, value) -> {
            if (!after.containsKey(key) && !renamed.containsValue(key)) {
                found.add(new Entry(element(place, key), Optional.of(value), Optional.empty()));
            }
        });
        if (found.size() == known) {
            found.add(new Entry(place, Optional.of(Identity.list(before)), Optional.of(Identity.list(after))));
        }
    }

    private static void compareEach(
            List<Step> place, Optional<JsonNode> before, Optional<JsonNode> after, List<Entry> found) {
        if (before.isPresent() && after.isPresent()) {
            compare(place, before.get(), after.get(), found);
        } else {
            found.add(new Entry(place, before, after));
        }
    }

    /** New names, each with the former one: of elements that differ in nothing else. */
    private static Map<String, String> renamed(
            SequencedMap<String, JsonNode> before, SequencedMap<String, JsonNode> after) {
        Map<JsonNode, String> gone = new LinkedHashMap<>();
        before.forEach((key, value) -> {
            if (!after.containsKey(key) && value.has(Identity.NAME)) {
                gone.put(nameless(value), key);
            }
        });
        Map<String, String> renamed = new LinkedHashMap<>();
        after.forEach((key, value) -> {
            if (!before.containsKey(key) && value.has(Identity.NAME)) {
                Optional.ofNullable(gone.remove(nameless(value))).ifPresent(former -> renamed.put(key, former));
            }
        });
        return renamed;
    }

    private static JsonNode nameless(JsonNode element) {
        ObjectNode rest = (ObjectNode) element.deepCopy();
        rest.remove(Identity.NAME);
        return rest;
    }

    private static List<Step> element(List<Step> place, String which) {
        Step last = place.getLast();
        return then(place.subList(0, place.size() - 1), new Step(last.key(), Optional.of(which)));
    }

    private static List<Step> then(List<Step> place, Step step) {
        List<Step> longer = new ArrayList<>(place);
        longer.add(step);
        return longer;
    }
}
